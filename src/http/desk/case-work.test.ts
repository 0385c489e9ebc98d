import assert from 'node:assert/strict'
import { buildOrganisation, buildRep } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

async function open(by: DeskClient, more: object = {}): Promise<{ number: number; at: string }> {
  const draft = { subject: 'Screen', text: 'Cracked', requester: { email: 'ada@customer.example' }, ...more }
  const opened = await by.call('POST', '/cases', draft)
  assert.equal(opened.statusCode, 201, opened.body)
  const { number } = opened.json()
  return { number, at: `/cases/${number}` }
}

onEachEngine(
  'a case is held back, sent, accepted and handed over as on the Messages wire',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const [one, two, partner] = [
        await buildOrganisation(on, 'provider', { name: 'One' }),
        await buildOrganisation(on, 'provider', { name: 'Two' }),
        await buildOrganisation(on, 'partner'),
      ]
      const { at } = await open(admin)
      const none = await admin.call('POST', `${at}/send`)
      assert.deepEqual(
        [none.statusCode, none.json().code],
        [409, 'no_provider'],
        'of two none is the default',
      )
      const held = await open(admin, { providerId: two.id, held: true })
      assert.equal((await admin.call('GET', held.at)).json().provider, null)
      const sent = await admin.call('POST', `${held.at}/send`)
      assert.deepEqual([sent.statusCode, sent.json().provider], [200, { id: two.id, name: 'Two' }])
      assert.equal(sent.headers.etag, `"v${sent.json().version}"`)
      assert.equal((await admin.call('POST', `${held.at}/send`)).json().version, sent.json().version)
      const taken = (await admin.call('PUT', `${held.at}/acceptance`)).json().acceptedAt
      on.clock.advance(1000)
      assert.equal((await admin.call('PUT', `${held.at}/acceptance`)).json().acceptedAt, taken)
      const over = (await admin.call('POST', `${held.at}/hand-over`, { providerId: one.id })).json()
      assert.deepEqual([over.provider.name, over.acceptedAt], ['One', null])
      for (const providerId of [partner.id, 99_999]) {
        const refused = await admin.call('POST', `${held.at}/hand-over`, { providerId })
        assert.deepEqual([refused.statusCode, refused.json().errors[0].field], [400, 'providerId'])
      }
      const reader = await withToken(on, admin.rep, ['case.view'])
      for (const [method, path, body] of [
        ['POST', '/send', undefined],
        ['PUT', '/acceptance', undefined],
        ['DELETE', '/acceptance', undefined],
        ['POST', '/hand-over', { providerId: two.id }],
        ['POST', '/close', {}],
        ['POST', '/files/fetch', { files: [{ url: 'https://files.example/a', name: 'a' }] }],
        ['POST', '/worklogs', { minutes: 1 }],
        ['GET', '/worklogs', undefined],
      ] as const) {
        assert.equal(
          (await reader.call(method, `${held.at}${path}`, body)).statusCode,
          403,
          `${method} ${path}`,
        )
        if (method !== 'GET')
          assert.equal((await admin.call(method, `/cases/99999${path}`, body)).statusCode, 404)
      }
      assert.equal((await admin.call('DELETE', held.at)).statusCode, 204)
      const trashed = await admin.call('POST', `${held.at}/hand-over`, { providerId: two.id })
      assert.deepEqual([trashed.statusCode, trashed.json().code], [409, 'case_in_trash'])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('a rep must be in the group of the case, once anybody is (as REST v3 §8.5)', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const group = builtIn.group
    const kim = await buildRep(on, { name: 'Kim' })
    const { at } = await open(admin, { groupId: group })
    const assign = (body: object) => admin.call('PATCH', at, body)
    assert.equal((await assign({ assigneeId: kim.id })).statusCode, 200, 'the group has no members')
    const rep = await admin.call('PATCH', `/reps/${kim.id}`, { groupIds: [group] })
    assert.equal(rep.statusCode, 200, rep.body)
    assert.deepEqual((await admin.call('GET', '/groups')).json().items[0].memberIds, [kim.id])
    const picked = await assign({ assigneeId: admin.rep.id })
    assert.deepEqual(
      [picked.statusCode, picked.json().errors],
      [400, [{ field: 'assigneeId', rule: 'mismatch', message: 'does not fit' }]],
    )
    assert.equal((await assign({ assigneeId: admin.rep.id, groupId: null })).statusCode, 200)
    assert.equal((await assign({ groupId: group })).statusCode, 400, 'the assignee is not in it')
    assert.equal((await assign({ groupId: group, assigneeId: null })).statusCode, 200)
    assert.equal((await assign({ subject: 'Glass' })).statusCode, 200)
    assert.equal((await assign({ assigneeId: kim.id })).statusCode, 200)
    const draft = { subject: 's', text: 't', groupId: group, assigneeId: admin.rep.id }
    assert.equal((await admin.call('POST', '/cases', draft)).statusCode, 400)
    const gone = await admin.call('PATCH', `/reps/${kim.id}`, { groupIds: [] })
    assert.equal(gone.statusCode, 200)
    assert.equal((await assign({ assigneeId: admin.rep.id })).statusCode, 200)
  } finally {
    await on.close()
  }
})

onEachEngine('who may only pick up cases may do so with If-Match as well', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const { at } = await open(admin)
    const picker = await withToken(on, admin.rep, ['case.view', 'case.pick_up'])
    const picked = await picker.call('PATCH', at, { assigneeId: admin.rep.id }, { 'if-match': '"v1"' })
    assert.equal(picked.statusCode, 200, picked.body)
  } finally {
    await on.close()
  }
})

onEachEngine('files are fetched into a case, and one that may not be fetched is refused', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const { at, number } = await open(admin)
    const fetching = (url: string) =>
      admin.call('POST', `${at}/files/fetch`, { files: [{ url, name: '../a\u0007.pdf' }] })
    for (const url of ['ftp://files.example/a', 'http://127.0.0.1/a', 'nonsense']) {
      const refused = await fetching(url)
      assert.deepEqual([refused.statusCode, refused.json().errors?.[0]?.field], [400, 'files.0.url'], url)
    }
    const taken = await fetching('https://files.example/a.pdf?key=secret')
    assert.deepEqual([taken.statusCode, taken.json().files], [202, []])
    const [delivery] = (await admin.call('GET', '/deliveries')).json().items
    assert.deepEqual(
      [delivery.kind, delivery.state, delivery.caseNumber, delivery.url, delivery.webhookId],
      ['file', 'waiting', number, 'https://files.example/a.pdf?***', null],
    )
    const retried = await admin.call('POST', `/deliveries/${delivery.id}/retry`)
    assert.equal(retried.json().kind, 'file')
    assert.deepEqual((await admin.call('GET', '/deliveries?kind=webhook')).json().items, [])
    assert.deepEqual((await admin.call('GET', `${at}/callbacks`)).json().items, [])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'closing says how it ended; callbacks of a case are shown without their queries',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const { at } = await open(admin, { callbackUrl: 'https://tool.example/done?key=secret' })
      const { kinds } = (await admin.call('GET', '/catalog')).json()
      const [code] = kinds.closure_code
      const ending = { closureCodeId: code.id, comments: 'Glued', requesterAcknowledged: true }
      const closed = (await admin.call('POST', `${at}/close`, ending)).json()
      assert.deepEqual(closed.closure, {
        code: { id: code.id, name: code.name },
        comments: 'Glued',
        requesterAcknowledged: true,
        requesterComments: null,
      })
      const again = (await admin.call('POST', `${at}/close`, { comments: 'Twice' })).json()
      assert.deepEqual([again.closure, again.version], [closed.closure, closed.version])
      const [call] = (await admin.call('GET', `${at}/callbacks`)).json().items
      assert.deepEqual([call.kind, call.url], ['callback', 'https://tool.example/done?***'])
      const other = await open(admin)
      const unknown = await admin.call('POST', `${other.at}/close`, { closureCodeId: 99 })
      assert.equal(unknown.statusCode, 400)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'time spent is noted, counted from its times, and refused where it does not fit',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const { at } = await open(admin)
      const add = (body: object) => admin.call('POST', `${at}/worklogs`, body)
      const times = { startedAt: '2030-01-01T10:00:00.000Z', endedAt: '2030-01-01T10:50:00.000Z' }
      const spent = (await add({ ...times, description: 'Glue', marksFirstResponse: true })).json()
      assert.deepEqual(
        [spent.minutes, spent.startedAt, spent.owner.id, spent.createdBy.id, spent.ownerCost],
        [50, times.startedAt, admin.rep.id, admin.rep.id, '0'],
      )
      assert.notEqual((await admin.call('GET', at)).json().respondedAt, null)
      const moved = await admin.call('PATCH', `${at}/worklogs/${spent.id}`, {
        endedAt: '2030-01-01T11:00:00Z',
      })
      assert.deepEqual([moved.json().minutes, moved.json().description], [60, 'Glue'])
      for (const [body, field] of [
        [{ startedAt: times.endedAt, endedAt: times.startedAt }, 'endedAt'],
        [{ otherCost: 'much' }, 'otherCost'],
        [{ ownerId: 99_999 }, 'ownerId'],
        [{ typeId: 99 }, 'typeId'],
        [{ minutes: -1 }, 'minutes'],
        [{ marksFirstResponse: true }, 'marksFirstResponse'],
      ] as const) {
        const refused = await add(body)
        assert.deepEqual([refused.statusCode, refused.json().errors[0].field], [400, field])
      }
      const elsewhere = await open(admin)
      assert.equal((await admin.call('DELETE', `${elsewhere.at}/worklogs/${spent.id}`)).statusCode, 404)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'notes are changed and deleted by their authors, what was sent stays as it was',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
      const { at } = await open(admin)
      const say = async (by: DeskClient, audience: string) =>
        (await by.call('POST', `${at}/messages`, { audience, text: 'First' })).json().id as number
      const note = `${at}/messages/${await say(admin, 'internal')}`
      const reply = `${at}/messages/${await say(admin, 'customer')}`
      assert.equal((await rep.call('PATCH', note, { text: 'x' })).statusCode, 403)
      assert.equal((await admin.call('PATCH', reply, { text: 'x' })).statusCode, 404, 'a reply is no note')
      const changed = (await admin.call('PATCH', note, { text: '<b>New</b>', format: 'html' })).json()
      assert.deepEqual([changed.text, changed.html, changed.internal], ['New', '<b>New</b>', true])
      assert.notEqual(changed.editedAt, null)
      assert.equal((await admin.call('PATCH', note, { text: ' ' })).json().errors[0].field, 'text')
      assert.equal((await admin.call('DELETE', `/cases/99999/messages/1`)).statusCode, 404)
      assert.equal((await admin.call('DELETE', note)).statusCode, 204)
      assert.equal((await admin.call('DELETE', note)).statusCode, 404)
      const left = (await admin.call('GET', at)).json().messages
      assert.deepEqual(
        left.map((each: { form: string }) => each.form),
        ['reply'],
      )
      const ids = [left[0].id]
      assert.deepEqual((await rep.call('POST', '/messages/confirm', { ids })).json(), { failures: [] })
      assert.notEqual((await admin.call('GET', at)).json().messages[0].confirmedAt, null)
    } finally {
      await on.close()
    }
  },
)
