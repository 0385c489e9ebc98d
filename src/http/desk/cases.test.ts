import assert from 'node:assert/strict'
import { buildContact, buildOrganisation, buildRep } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

const draft = { subject: 'No dial tone', text: 'Since this morning' }

async function open(client: DeskClient, given: object = {}): Promise<{ number: number; version: number }> {
  const answer = await client.call('POST', '/cases', { ...draft, ...given })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json()
}

onEachEngine(
  'a case is opened for the caller, for somebody by id, or for an address, made a contact if new',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const contact = await buildContact(on, { name: 'Ada', addresses: ['ada@customer.example'] })
      const requesterOf = async (requester?: object) => {
        const answer = await me.call('POST', '/cases', requester ? { ...draft, requester } : draft)
        return answer.json().requester
      }
      assert.deepEqual(await requesterOf(), {
        id: me.rep.id,
        name: me.rep.name,
        email: me.rep.email,
        kind: 'rep',
      })
      assert.equal((await requesterOf({ id: contact.id })).name, 'Ada')
      assert.equal((await requesterOf({ email: 'ADA@customer.example', name: 'Other' })).id, contact.id)
      const made = await requesterOf({ email: 'new.one@customer.example' })
      assert.deepEqual([made.name, made.kind], ['new.one', 'contact'])
      const refused = await me.call('POST', '/cases', {
        ...draft,
        requester: { id: 999_999 },
      })
      assert.deepEqual(refused.json().errors, [
        { field: 'requester', rule: 'unknown', message: 'names no person that can be used' },
      ])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('every value of the contract is set, read back, changed and cleared', async (engine) => {
  const on = await newDesk(engine, { callbackAllow: '127.0.0.1' })
  try {
    const me = await signedIn(on)
    const values = {
      status: builtIn.status.onHold,
      priority: builtIn.priority.low,
      assigneeId: me.rep.id,
      groupId: 1,
      categoryId: 2,
      urgencyId: 3,
      impactId: 4,
      levelId: 1,
      modeId: 2,
      requestTypeId: 1,
      tagIds: [2, 1, 2],
      externalId: 'EXT-1',
      callbackUrl: 'http://127.0.0.1:8080/hook',
      dueAt: '2026-02-01T10:00:00+02:00',
    }
    const shown = {
      status: 'On Hold',
      priority: 'Low',
      assignee: me.rep.name,
      group: 'Network',
      category: 'Billing',
      urgency: 'High',
      impact: 'Affects Business',
      level: 'Tier 1',
      mode: 'Phone Call',
      requestType: 'Incident',
      tags: ['Refund', 'Question'],
      externalId: 'EXT-1',
      callbackUrl: 'http://127.0.0.1:8080/hook',
      dueAt: '2026-02-01T08:00:00.000Z',
    }
    const seen = (of: Record<string, unknown>) =>
      Object.fromEntries(
        Object.keys(shown).map((key) => {
          const value = of[key]
          if (Array.isArray(value)) return [key, value.map((each) => each.name)]
          return [key, typeof value === 'object' && value !== null && 'name' in value ? value.name : value]
        }),
      )
    const opened = await me.call('POST', '/cases', { ...draft, ...values })
    assert.equal(opened.statusCode, 201, opened.body)
    assert.deepEqual(seen(opened.json()), shown)
    const later = await open(me)
    const changed = await me.call('PATCH', `/cases/${later.number}`, values)
    assert.deepEqual(seen(changed.json()), shown)
    const { status: _status, tagIds: _tags, ...clearable } = values
    const cleared = await me.call('PATCH', `/cases/${later.number}`, {
      ...Object.fromEntries(Object.keys(clearable).map((key) => [key, null])),
      tagIds: [],
    })
    assert.deepEqual(
      Object.values(seen(cleared.json())).filter((value) => value !== null),
      ['On Hold', []],
    )
    const unknown = await me.call('PATCH', `/cases/${later.number}`, { groupId: 99, requestTypeId: 98 })
    assert.deepEqual(
      unknown
        .json()
        .errors.map((each: { field: string }) => each.field)
        .sort(),
      ['groupId', 'requestTypeId'],
    )
  } finally {
    await on.close()
  }
})

onEachEngine('If-Match refuses a change of a case that somebody changed meanwhile', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const { number } = await open(me)
    const at = `/cases/${number}`
    const etag = String((await me.call('GET', at)).headers.etag)
    assert.equal(etag, '"v1"')
    const race = await Promise.all(
      ['one', 'two', 'three'].map((subject) => me.call('PATCH', at, { subject }, { 'if-match': etag })),
    )
    assert.deepEqual(race.map((answer) => answer.statusCode).sort(), [200, 412, 412])
    const stale = race.find((answer) => answer.statusCode === 412)
    assert.deepEqual([stale?.json().code, stale?.headers.etag], ['stale', '"v2"'])
    for (const tag of ['*', '"v2"', ' "v2" ']) {
      const same = await me.call('PATCH', at, {}, { 'if-match': tag })
      assert.equal(same.statusCode, 200, tag)
    }
    for (const tag of ['"v1"', 'v2', 'W/"v2"', '"2"', '"v99999999999999999999"', '']) {
      const answer = await me.call('PATCH', at, { subject: 'x' }, { 'if-match': tag })
      assert.equal(answer.statusCode, 412, tag)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('a message and the status sent with it are one change', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const provider = await buildOrganisation(on, 'provider')
    const { number } = await open(me, { requester: { email: 'ada@customer.example' } })
    const at = `/cases/${number}`
    const say = (body: object) => me.call('POST', `${at}/messages`, body)
    const done = await say({ audience: 'customer', text: 'Fixed', status: builtIn.status.resolved })
    assert.equal(done.statusCode, 201)
    const resolved = (await me.call('GET', at)).json()
    assert.deepEqual([resolved.status.name, resolved.messages.length], ['Resolved', 1])
    assert.equal(done.headers.etag, `"v${resolved.version}"`)
    const refused = await say({ audience: 'internal', text: 'Never', status: 99 })
    assert.deepEqual(refused.json().errors[0].field, 'status')
    const note = { audience: 'internal', text: 'Back to work', status: builtIn.status.open }
    assert.equal((await say(note)).statusCode, 201)
    const party = { audience: 'party', text: '<p>To <b>you</b></p>', format: 'html', type: 'statusRequest' }
    const sent = (await say({ ...party, status: builtIn.status.onHold })).json()
    assert.deepEqual(
      [sent.form, sent.type, sent.text, sent.side],
      ['party', 'statusRequest', 'To you', 'desk'],
    )
    const answer = (await say({ audience: 'party', text: 'again', parentId: sent.id })).json()
    assert.equal(answer.parentId, sent.id)
    const after = (await me.call('GET', at)).json()
    assert.deepEqual(
      after.messages.map((each: { text: string; internal: boolean }) => [each.text, each.internal]),
      [
        ['Fixed', false],
        ['Back to work', true],
        ['To you', false],
        ['again', false],
      ],
      'what was refused left nothing behind',
    )
    assert.deepEqual([after.status.name, after.reopened, after.provider?.id], ['On Hold', true, provider.id])
    for (const bad of [
      { audience: 'customer', text: 'x', type: 'reminder' },
      { audience: 'internal', text: 'x', parentId: 1 },
      { audience: 'party', text: 'x', type: 'gossip' },
      { audience: 'party', text: 'x', parentId: 99_999 },
      { audience: 'everyone', text: 'x' },
      { audience: 'internal', text: '   ' },
    ]) {
      assert.equal((await say(bad)).statusCode, 400, JSON.stringify(bad))
    }
  } finally {
    await on.close()
  }
})

onEachEngine('HTML is shown cleaned and as text, plain text is shown escaped (3.1)', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const html =
      '<p onclick="x()">Hi <b>you</b><script>alert(1)</script><img src="https://t.example/p.gif"></p>'
    const { number } = await open(me, { text: html, format: 'html', subject: '<i>subject</i>' })
    await me.call('POST', `/cases/${number}/messages`, { audience: 'customer', text: 'a < b\n& c' })
    const read = (await me.call('GET', `/cases/${number}`)).json()
    assert.match(read.html, /^<p>Hi <b>you<\/b>/)
    assert.doesNotMatch(read.html, /onclick|script| src=/)
    assert.equal(read.text, 'Hi you')
    assert.equal(read.subject, '<i>subject</i>', 'a subject is text')
    assert.equal(read.messages[0].html, 'a &lt; b<br>&amp; c')
    assert.equal(read.preview, 'a < b & c')
  } finally {
    await on.close()
  }
})

onEachEngine('the history names what changed, who did it and by which way', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const kim = await buildRep(on, { name: 'Kim' })
    const { number } = await open(me)
    const at = `/cases/${number}`
    await me.call('PATCH', at, {
      assigneeId: kim.id,
      status: builtIn.status.inProgress,
      tagIds: [1],
      dueAt: '2026-03-01T00:00:00Z',
      resolution: 'x & y',
    })
    const { items } = (await me.call('GET', `${at}/history`)).json()
    assert.deepEqual(
      items.map((each: { kind: string; actor: string; wire: string }) => [each.kind, each.actor, each.wire]),
      [
        ['case.opened', me.rep.name, 'desk'],
        ['case.changed', me.rep.name, 'desk'],
      ],
    )
    const changes = new Map<string, unknown[]>(
      items[1].changes.map((each: { field: string; from: unknown; to: unknown }) => [
        each.field,
        [each.from, each.to],
      ]),
    )
    assert.deepEqual(Object.fromEntries(changes), {
      assignee: [null, { id: kim.id, name: 'Kim' }],
      status: [
        { id: 1, name: 'Open' },
        { id: 3, name: 'In Progress' },
      ],
      tags: [[], [{ id: 1, name: 'Question' }]],
      dueAt: [null, '2026-03-01T00:00:00.000Z'],
      resolution: [null, 'x & y'],
    })
  } finally {
    await on.close()
  }
})

onEachEngine('a trashed case is read and restored, nothing else', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const reader = await signedIn(on, { roleIds: [builtIn.role.rep] })
    const { number } = await open(me)
    const at = `/cases/${number}`
    assert.equal((await reader.call('DELETE', at)).statusCode, 403)
    assert.equal((await me.call('DELETE', at)).statusCode, 204)
    assert.equal((await me.call('DELETE', at)).statusCode, 204, 'again changes nothing')
    for (const [path, body] of [
      [`${at}/messages`, { audience: 'internal', text: 'x' }],
      [`${at}/files`, { fileIds: [1] }],
    ] as const) {
      const answer = await me.call('POST', path, body)
      assert.deepEqual([answer.statusCode, answer.json().code], [409, 'case_in_trash'])
    }
    assert.equal((await me.call('PATCH', at, { subject: 'x' })).json().code, 'case_in_trash')
    assert.equal((await me.call('GET', at)).json().trashed, true)
    assert.equal((await me.call('POST', `${at}/restore`, {})).json().trashed, false)
    assert.equal((await me.call('POST', '/cases/99999/restore')).statusCode, 404)
  } finally {
    await on.close()
  }
})
