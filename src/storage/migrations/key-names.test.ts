import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../../test/harness/engines.ts'
import { fourContracts } from './0002-four-contracts.ts'

/** What an older desk may hold: one name three times in different spellings, and two keys of a rep that are called alike. */
const older = [
  ['integration_key', 'Nagios'],
  ['integration_key', ' nagios'],
  ['integration_key', 'NAGIOS'],
  ['integration_key', 'Zabbix'],
  ['rep_key', 'Key of Ann'],
  ['rep_key', 'Key of Ann'],
] as const

onEachEngine(
  'R12.2-10: a desk with integration keys of one name is brought up to date; the first keeps the name to itself',
  async (name) => {
    const database = await freshDatabase(name)
    try {
      const { engine } = database
      const statements = fourContracts.statements(engine.words).filter((each) => each.includes('name_key'))
      await engine.migrate([
        'drop index credentials_by_name',
        'alter table credentials drop column name_key',
        ...older.map(
          (
            [kind, called],
            at,
          ) => `insert into credentials (guid, kind, name, lookup_hash, hint, role_ids, scopes,
            active, created_at) values ('g${at}', '${kind}', '${called}', 'h${at}', 'x', '[]', '[]', 1, 1)`,
        ),
        ...statements,
      ])
      const rows = await engine.db
        .selectFrom('credentials')
        .select(['guid', 'name_key'])
        .orderBy('id')
        .execute()
      assert.deepEqual(
        rows.map((row) => row.name_key),
        ['nagios', null, null, 'zabbix', null, null],
      )
    } finally {
      await database.drop()
    }
  },
)
