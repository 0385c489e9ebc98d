import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { textContains, textEnds, textStarts } from './text-match.ts'

onEachEngine('texts are found without regard to case in every script, % and _ as they are', async (name) => {
  const { engine, drop } = await freshDatabase(name)
  try {
    const text = 'Ärger 100%_mit ΔΕΛΤΑ und Жук!'
    await engine.write((tx) => tx.insertInto('meta').values({ key: 'text', value: text }).execute())
    for (const [match, part, found] of [
      [textContains, 'Ärger', true],
      [textContains, 'ärger', true],
      [textContains, 'δελτα', true],
      [textContains, 'жУК!', true],
      [textContains, '%_M', true],
      [textContains, '_%', false],
      [textContains, 'Aerger', false],
      [textStarts, 'ÄRGER', true],
      [textStarts, 'rger', false],
      [textEnds, 'ЖУК!', true],
      [textEnds, 'Жук', false],
    ] as const) {
      const rows = await engine.db
        .selectFrom('meta')
        .select('key')
        .where('key', '=', 'text')
        .where(match('value', part))
        .execute()
      assert.equal(rows.length === 1, found, `${match.name} ${part}`)
    }
  } finally {
    await drop()
  }
})
