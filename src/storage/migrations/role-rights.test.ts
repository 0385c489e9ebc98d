import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../../test/harness/engines.ts'
import { fourContracts } from './0002-four-contracts.ts'

/** Roles as an older desk holds them, the last one made by an administrator. */
const older = [
  ['Support Rep', ['case.view', 'note.add']],
  ['Read Only', []],
  ['SDAdmin', ['case.view']],
  ['Clerk', ['case.view']],
] as const

onEachEngine(
  'R17-7: the roles that every older desk has get their rights on records, those of its own making do not',
  async (name) => {
    const database = await freshDatabase(name)
    try {
      const { engine } = database
      const statements = fourContracts.statements(engine.words).filter((each) => each.includes('record.'))
      await engine.migrate([
        'delete from catalog',
        ...older.map(
          ([called, permissions], at) => `insert into catalog (kind, id, name, position, data)
            values ('role', ${at + 1}, '${called}', 1, '${JSON.stringify({ permissions })}')`,
        ),
        ...statements,
      ])
      const rows = await engine.db.selectFrom('catalog').select('data').orderBy('id').execute()
      assert.deepEqual(
        rows.map((row) => JSON.parse(row.data).permissions),
        [
          ['record.view', 'record.add', 'record.edit', 'case.view', 'note.add'],
          // One that an administrator has emptied stays empty.
          [],
          ['record.view', 'record.add', 'record.edit', 'record.delete', 'case.view'],
          ['case.view'],
        ],
      )
    } finally {
      await database.drop()
    }
  },
)
