import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { addNote } from '../../usecases/messages/add-note.ts'

async function numbersOf(client: DeskClient, query: string): Promise<number[]> {
  const answer = await client.call('GET', `/cases?${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().items.map((each: { number: number }) => each.number)
}

async function walk(client: DeskClient, query: string, limit: number): Promise<number[]> {
  const found: number[] = []
  let cursor = ''
  for (;;) {
    const answer = await client.call('GET', `/cases?${query}&limit=${limit}${cursor}`)
    assert.equal(answer.statusCode, 200, answer.body)
    const page = answer.json()
    assert.ok(page.items.length <= limit)
    found.push(...page.items.map((each: { number: number }) => each.number))
    if (page.nextCursor === null) return found
    cursor = `&cursor=${page.nextCursor}`
  }
}

async function fill(
  on: TestDesk,
  requesterId: number,
  dueAts: readonly (number | null)[],
): Promise<number[]> {
  const made: number[] = []
  for (const dueAt of dueAts) {
    const draft = {
      subject: 's',
      description: 'd',
      descriptionFormat: 'text',
      requester: requesterId,
    } as const
    made.push((await openCase(on.desk, on.as(), { ...draft, dueAt })).number)
    on.clock.advance(1000)
  }
  return made
}

onEachEngine(
  'pages by cursor miss nothing and repeat nothing, in every order; without a due time comes last',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const requester = await buildContact(on)
      const day = 86_400_000
      const now = on.clock.now
      const made = await fill(on, requester.id, [
        now + 2 * day,
        null,
        now + day,
        null,
        now + day,
        null,
        now - day,
      ])
      const [a, b, c, d, e, f, g] = made
      assert.deepEqual(await walk(me, 'sort=due&order=asc', 2), [g, c, e, a, b, d, f])
      assert.deepEqual(await walk(me, 'sort=due&order=desc', 2), [a, e, c, g, f, d, b])
      for (const limit of [1, 3, 7, 100]) {
        assert.deepEqual(await walk(me, 'sort=number&order=asc', limit), made)
        assert.deepEqual(await walk(me, 'sort=created', limit), made.toReversed())
        assert.deepEqual(await walk(me, 'sort=updated', limit), made.toReversed())
      }
      const { nextCursor } = (await me.call('GET', '/cases?sort=due&limit=1')).json()
      for (const query of [
        `sort=number&cursor=${nextCursor}`,
        `sort=due&order=asc&cursor=${nextCursor}`,
        'cursor=x',
        `cursor=${Buffer.from('{"a":1}').toString('base64url')}`,
        `sort=due&cursor=${Buffer.from('["due","desc","x",1]').toString('base64url')}`,
        `sort=due&cursor=${Buffer.from('["due","desc",1,1.5]').toString('base64url')}`,
      ]) {
        const answer = await me.call('GET', `/cases?${query}`)
        assert.deepEqual([answer.statusCode, answer.json().errors[0].field], [400, 'cursor'], query)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'each view shows what its name says, and its count is the length of its list',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const { status } = builtIn
      const open = async (given: object = {}) =>
        (await me.call('POST', '/cases', { subject: 's', text: 't', ...given })).json().number as number
      const fresh = await open()
      const mine = await open({ assigneeId: me.rep.id, status: status.inProgress })
      const waiting = await open({ assigneeId: me.rep.id, status: status.onHold })
      const overdue = await open({ dueAt: new Date(on.clock.now - 1).toISOString() })
      const late = await open({ dueAt: new Date(on.clock.now - 1).toISOString(), status: status.resolved })
      const closed = await open({ status: status.closed })
      const cancelled = await open({ status: status.cancelled })
      const gone = await open()
      await me.call('DELETE', `/cases/${gone}`)
      const expected = {
        open: [fresh, mine, overdue],
        mine: [mine, waiting],
        unassigned: [fresh, overdue],
        waiting: [waiting],
        overdue: [overdue],
        completed: [late, closed, cancelled],
        all: [fresh, mine, waiting, overdue, late, closed, cancelled],
        trash: [gone],
      }
      const { counts } = (await me.call('GET', '/views')).json()
      for (const [view, numbers] of Object.entries(expected)) {
        assert.deepEqual(await numbersOf(me, `view=${view}&sort=number&order=asc`), numbers, view)
        assert.equal(counts[view], numbers.length, view)
      }
      assert.deepEqual(Object.keys(counts).sort(), Object.keys(expected).sort())
    } finally {
      await on.close()
    }
  },
)

onEachEngine('filters narrow a view, one after the other', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const ada = await buildContact(on, { name: 'Ada Brown', addresses: ['ada@customer.example'] })
    const open = async (given: object = {}) =>
      (await me.call('POST', '/cases', { subject: 'plain', text: 't', ...given })).json().number as number
    const one = await open({ requester: { id: ada.id }, tagIds: [1, 2], priority: 4 })
    const two = await open({ subject: '100% paper_jam', assigneeId: me.rep.id, tagIds: [12].slice(1) })
    await openCase(on.desk, on.as('rest-v3'), {
      subject: 'other way',
      description: 'In the text: Toner',
      descriptionFormat: 'text',
      requester: ada.id,
    })
    const three = two + 1
    const expected: [query: string, numbers: number[]][] = [
      ['tag=2', [one]],
      ['tag=1', [one]],
      ['priority=4', [one]],
      [`requester=${ada.id}`, [three, one]],
      [`assignee=${me.rep.id}`, [two]],
      ['wire=rest-v3', [three]],
      ['wire=rest-v3&priority=4', []],
      ['q=100%25', [two]],
      ['q=r_j', [two]],
      ['q=ADA%40', [three, one]],
      ['q=toner', [three]],
      ['q=%20%20', [three, two, one]],
      [`status=${builtIn.status.closed}`, []],
      ['q=none', []],
    ]
    for (const [query, numbers] of expected) {
      assert.deepEqual(await numbersOf(me, `${query}&sort=number`), numbers, query)
    }
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=1e1',
      'limit=',
      'view=none',
      'q=',
      'tag=-1',
      'x=1',
      'tag=1&tag=2',
    ])
      assert.equal((await me.call('GET', `/cases?${query}`)).statusCode, 400, query)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'a row shows the newest words and whether the requester still waits for an answer',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const made = (
        await me.call('POST', '/cases', {
          subject: 's',
          text: 'opening  words',
          requester: { email: 'a@b.example' },
        })
      ).json()
      const row = async () => {
        const item = (await me.call('GET', '/cases')).json().items[0]
        const detail = (await me.call('GET', `/cases/${made.number}`)).json()
        assert.deepEqual(
          [detail.preview, detail.awaitsAnswer],
          [item.preview, item.awaitsAnswer],
          'as the case says',
        )
        return [item.preview, item.awaitsAnswer]
      }
      const at = `/cases/${made.number}/messages`
      assert.deepEqual(await row(), ['opening words', true])
      await me.call('POST', at, { audience: 'internal', text: 'look into it' })
      assert.deepEqual(await row(), ['look into it', true], 'a note answers nobody')
      await me.call('POST', at, { audience: 'customer', text: '<p>on <b>it</b></p>', format: 'html' })
      assert.deepEqual(await row(), ['on it', false])
      await addNote(on.desk, on.as(), made.number, { body: 'x'.repeat(5000), bodyFormat: 'text' })
      assert.deepEqual(await row(), ['x'.repeat(200), false])
    } finally {
      await on.close()
    }
  },
)
