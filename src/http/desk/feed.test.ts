import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

interface Entry {
  readonly id: number
  readonly kind: string
  readonly cursor: string
  readonly caseNumber: number | null
}

onEachEngine(
  'the feed read page by page is the whole feed, in order, and goes on where it ended',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      for (let n = 0; n < 7; n++) await me.call('POST', '/cases', { subject: `s${n}`, text: 't' })
      const page = async (query: string) => {
        const answer = await me.call('GET', `/events?${query}`)
        assert.equal(answer.statusCode, 200, answer.body)
        return answer.json() as { items: Entry[]; cursor: string }
      }
      const whole = await page('limit=500')
      assert.equal(whole.cursor, whole.items.at(-1)?.cursor)
      for (const limit of [1, 3]) {
        const read: Entry[] = []
        let cursor = '0.0'
        for (;;) {
          const next = await page(`limit=${limit}&after=${cursor}`)
          read.push(...next.items)
          cursor = next.cursor
          if (next.items.length === 0) break
        }
        assert.deepEqual(read, whole.items)
      }
      const opened = whole.items.filter((each) => each.kind === 'case.opened').map((each) => each.caseNumber)
      assert.deepEqual(
        opened,
        opened.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
      )
      assert.deepEqual(await page(`after=${whole.cursor}`), { items: [], cursor: whole.cursor })
      await me.call('PATCH', `/cases/${opened[0]}`, { subject: 'changed' })
      const more = await page(`after=${whole.cursor}`)
      assert.deepEqual(
        more.items.map((each) => each.kind),
        ['case.changed'],
      )
      for (const after of ['x', '1', '1.2.3', '-1.0', '1.2 or 1=1']) {
        const answer = await me.call('GET', `/events?after=${encodeURIComponent(after)}`)
        assert.deepEqual([answer.statusCode, answer.json().errors[0].field], [400, 'after'], after)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'who signs in and which keys there are is told to those who manage both (8.1)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
      await admin.call('POST', '/tokens', { name: 't', scopes: ['case.view'] })
      await admin.call('POST', '/cases', { subject: 's', text: 't' })
      const kinds = async (client: typeof admin) => {
        const { items } = (await client.call('GET', '/events?limit=500')).json()
        return new Set(items.map((each: Entry) => each.kind))
      }
      const seen = await kinds(admin)
      for (const kind of ['session.started', 'credential.added', 'case.opened'])
        assert.ok(seen.has(kind), kind)
      const others = await kinds(rep)
      assert.ok(others.has('case.opened') && others.has('person.added'))
      assert.deepEqual(
        [...others].filter((kind) => /^(session|credential)/.test(String(kind))),
        [],
      )
    } finally {
      await on.close()
    }
  },
)
