import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, newParties } from '../../../test/harness/parties.ts'

type Shown = { id: number; confirmedAt: string | null; updatedAt: string; createdAt: string }
const list = async (who: Caller, guid: string) => (await who.get<Shown[]>(`case-messages?guid=${guid}`)).body
const confirm = async (who: Caller, ids: readonly unknown[]) =>
  (await who.did<{ errors: unknown[] }>('case-messages/confirm', ids)).errors

onEachEngine(
  'MSG 12.9: confirm does what it can, reports the rest in order, and again changes nothing',
  async (engine) => {
    const { on, partner, provider, otherProvider, openCase, say } = await newParties(engine)
    try {
      const guid = await openCase()
      const other = await openCase()
      const first = await say(partner, guid)
      const second = await say(partner, other)
      assert.deepEqual(await confirm(otherProvider, [second, 9001, first, second]), [
        { id: second, message: 'No access' },
        { id: 9001, message: 'Not found' },
        { id: first, message: 'No access' },
      ])
      assert.deepEqual(
        (await list(partner, guid)).map(({ confirmedAt }) => confirmedAt),
        [null],
      )
      on.clock.advance(1000)
      const mixed = [9001, second, first, 9000, String(first), 9001]
      const errors = [
        { id: 9001, message: 'Not found' },
        { id: 9000, message: 'Not found' },
      ]
      assert.deepEqual(await confirm(provider, mixed), errors)
      const at = new Date(on.clock.now).toISOString()
      for (const [each, id] of [
        [guid, first],
        [other, second],
      ] as const) {
        const [shown] = await list(partner, each)
        assert.deepEqual([shown?.id, shown?.confirmedAt, shown?.updatedAt], [id, at, at])
        assert.notEqual(shown?.createdAt, at)
      }
      on.clock.advance(1000)
      assert.deepEqual(await confirm(provider, mixed), errors)
      // The own side may confirm too, and a finished confirmation stays as it is.
      assert.deepEqual(await confirm(partner, [first]), [])
      assert.deepEqual(await confirm(provider, []), [])
      const [shown] = await list(provider, guid)
      assert.deepEqual([shown?.confirmedAt, shown?.updatedAt], [at, at])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('MSG 12.9: many confirmations at once yield one time and one event', async (engine) => {
  const { on, partner, provider, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    const ids = [await say(partner, guid), await say(partner, guid), await say(partner, guid)]
    // Every look at the clock sees another time, so that two confirmations could not look like one.
    let now = on.clock.now
    Object.defineProperty(on.clock, 'now', { get: () => (now += 1000) })
    const turns = [ids, ids.toReversed()]
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => confirm(provider, turns[index % 2] ?? ids)),
    )
    assert.deepEqual(answers, Array(12).fill([]))
    const events = await on.database.engine.db
      .selectFrom('events')
      .select(['subject_id', 'at'])
      .where('kind', '=', 'message.confirmed')
      .orderBy('subject_id')
      .execute()
    const shown = await list(partner, guid)
    assert.deepEqual(
      events.map(({ subject_id, at }) => [subject_id, new Date(at).toISOString()]),
      shown.map(({ id, confirmedAt }) => [id, confirmedAt]),
    )
    assert.deepEqual(
      shown.map(({ id }) => id),
      ids,
    )
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.10: one invalid element, and none is confirmed', async (engine) => {
  const { on, partner, provider, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    const id = await say(partner, guid)
    for (const bad of ['b', null, 1.5]) {
      const answer = await provider.post('case-messages/confirm', [id, bad])
      assert.equal(answer.status, 400)
    }
    assert.deepEqual(
      (await list(provider, guid)).map(({ confirmedAt }) => confirmedAt),
      [null],
    )
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §10.5: the run from start to end', async (engine) => {
  const { on, partner, provider, otherPartner, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    const found = await provider.did<{ data: { guid: string }[] }>('unexported-cases', {})
    assert.deepEqual(
      found.data.map((each) => each.guid),
      [guid],
    )
    assert.deepEqual(await provider.did('case/accept', { guid }), { data: { result: true } })
    assert.deepEqual((await provider.did<{ data: unknown[] }>('unexported-cases', {})).data, [])
    const question = await say(partner, guid, { type: 'statusRequest' })
    assert.equal((await list(provider, guid))[0]?.id, question)
    assert.deepEqual(await confirm(provider, [question]), [])
    assert.notEqual((await list(partner, guid))[0]?.confirmedAt, null)
    const answer = await say(provider, guid, { parentMessageId: question })
    assert.deepEqual(await confirm(partner, [answer, 9001]), [{ id: 9001, message: 'Not found' }])
    assert.equal((await otherPartner.get(`case-messages?guid=${guid}`)).status, 403)
    assert.deepEqual(await confirm(otherPartner, [answer]), [{ id: answer, message: 'No access' }])
  } finally {
    await on.close()
  }
})
