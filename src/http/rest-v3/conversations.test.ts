import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { addPartyMessage } from '../../usecases/messages/add-party-message.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'

const deskOf = sharedDesk()
type Json = Record<string, unknown>

async function open(rep: RestClient, more: object = {}): Promise<string> {
  return String(
    (await rep.post('requests', { request: { subject: 'Disk full', ...more } })).one('request').id,
  )
}
const shown = async (rep: RestClient, id: string) => (await rep.get(`requests/${id}`)).one('request')

onEachEngine(
  'R9.3-1: a resolution is set by POST and PUT on both paths, and changes no status',
  async (engine) => {
    const rep = await restClient(await deskOf(engine))
    const id = await open(rep)
    const none = await rep.get(`requests/${id}/resolutions`)
    assert.deepEqual(none.body, {
      resolution: { content: null, resolution_attachments: [] },
      response_status: { status_code: 2000, status: 'success' },
    })
    for (const path of [`requests/${id}/resolutions`, `requests/${id}/resolution`]) {
      const resolution = { content: `<p>${path}</p>`, add_to_linked_requests: 'false' }
      assert.equal((await rep.post(path, { resolution })).status, 201)
      const set = await rep.put(path, { resolution })
      assert.equal(set.status, 200)
      assert.deepEqual((await rep.get(path)).body, set.body)
      const { content, submitted_by, submitted_on } = set.one('resolution')
      assert.deepEqual(
        [content, (submitted_by as Json).id, (submitted_on as Json).value],
        [resolution.content, String(rep.rep.id), '1767603600000'],
      )
    }
    assert.equal(((await shown(rep, id)).status as Json).name, 'Open')
    for (const resolution of [{}, { content: '' }]) {
      const answer = await rep.put(`requests/${id}/resolutions`, { resolution })
      assert.deepEqual(answer.refusal(), [400, 4012, 'Value not provided', ['content']])
    }
  },
)

onEachEngine(
  'R8.1-6: unreplied_count is what the requester said since the last answer, and can be searched for',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const contact = await buildContact(on)
    const id = await open(rep, { requester: { id: contact.id } })
    const says = (text: string) =>
      replyToCase(on.desk, { ...on.as('case-management'), kind: 'application' }, Number(id), {
        body: text,
        bodyFormat: 'text',
        authorId: contact.id,
      })
    const count = async () => {
      const found = (await rep.get(`requests/${id}`)).one('request').unreplied_count
      const search_criteria = [
        { field: 'id', condition: 'is', value: id },
        { field: 'unreplied_count', condition: 'is', value: found, logical_operator: 'AND' },
      ]
      assert.deepEqual(await rep.pluck('requests', 'id', { search_criteria }), [id])
      return found
    }
    assert.equal(await count(), 0)
    await says('one')
    await says('two')
    await rep.post(`requests/${id}/notes`, { note: { description: 'no answer' } })
    assert.equal(await count(), 2)
    await rep.post(`requests/${id}/reply`, { reply: { description: 'answer' } })
    assert.equal(await count(), 0)
    await says('three')
    assert.equal(await count(), 1)
  },
)

onEachEngine('R9.4-1: the conversation, newest first, with notes only on request', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const contact = await buildContact(on)
  const id = await open(rep, { requester: { id: contact.id } })
  await rep.post(`requests/${id}/reply`, { reply: { description: 'first' } })
  await rep.post(`requests/${id}/notes`, { note: { description: 'inside' } })
  await replyToCase(on.desk, { ...on.as('case-management'), kind: 'application' }, Number(id), {
    body: 'thanks <3',
    bodyFormat: 'text',
    authorId: contact.id,
  })
  const rows = async (data: object) =>
    (await rep.get(`requests/${id}/conversations`, data)).rows('conversations')
  assert.deepEqual(
    (await rows({})).map(({ type }) => type),
    ['REQUESTER_REPLY', 'REPLY'],
  )
  const all = await rows({ notes: true })
  assert.deepEqual(
    all.map(({ type }) => type),
    ['REQUESTER_REPLY', 'NOTES', 'REPLY'],
  )
  assert.deepEqual((await rows({ notes: 'true', list_info: { row_count: 1, sort_order: 'asc' } })).length, 1)
  const [theirs, note, ours] = all
  assert.deepEqual(ours, {
    id: ours?.id,
    type: 'REPLY',
    subject: `Re: [Request ID :##RE-${id}##] : Disk full`,
    from: { name: rep.rep.name, email_id: rep.rep.email },
    created_time: { display_value: '05/01/2026 09:00 AM', value: '1767603600000' },
    has_attachments: false,
    show_to_requester: true,
    content_url: `/api/v3/requests/${id}/notifications/${ours?.id}`,
  })
  assert.equal(note?.content_url, `/api/v3/requests/${id}/notes/${note?.id}`)
  assert.equal(note?.show_to_requester, false)
  for (const row of all)
    assert.equal((await rep.get(String(row.content_url).slice('/api/v3/'.length))).status, 200)
  const full = await rep.get(`requests/${id}/notifications/${theirs?.id}`)
  assert.equal(full.one('notification').description, 'thanks &lt;3')
  assert.equal((await shown(rep, id)).has_conversation, true)
})

onEachEngine(
  'R9.5-1: a reply is stored and queued, and answers the request the first time',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const contact = await buildContact(on)
    const id = await open(rep, { requester: { id: contact.id } })
    const notification = {
      type: 'reply',
      subject: 'Re: yours',
      description: '<p>Please check again.</p>',
      content_type: 'text/html',
      mode: 'E-Mail',
      to: [{ email_id: 'guest@x.example' }, 'second@x.example'],
      cc: [{ email_id: 'c@x.example', name: 'C' }],
      bcc: [],
      attachments: [],
      copied_from: { module: 'request', id },
    }
    const made = await rep.post(`requests/${id}/notifications`, { notification })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const shownNow = made.one('notification')
    assert.deepEqual(
      [shownNow.type, shownNow.subject, shownNow.description, shownNow.delivery_status, shownNow.sent_time],
      ['reply', 'Re: yours', '<p>Please check again.</p>', 'queued', null],
    )
    const plain = (email_id: string) => ({ email_id, name: null })
    assert.deepEqual(shownNow.to, [plain('guest@x.example'), plain('second@x.example')])
    assert.deepEqual([shownNow.cc, shownNow.bcc], [[{ email_id: 'c@x.example', name: 'C' }], []])
    assert.deepEqual(
      (await rep.get(`requests/${id}/notifications/${shownNow.id}`)).one('notification'),
      shownNow,
    )
    assert.equal((await rep.get(`requests/${id}/notifications`)).rows('notifications').length, 1)
    assert.notEqual((await shown(rep, id)).responded_time, null)
  },
)

onEachEngine(
  'R9.5-2: the aliases answer in their own wrapper, with the defaults of the contract',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const contact = await buildContact(on)
    const id = await open(rep, { requester: { id: contact.id } })
    for (const path of ['reply', '_reply']) {
      const made = await rep.post(`requests/${id}/${path}`, { reply: { description: 'hi' } })
      assert.equal(made.status, 201)
      const { to, subject } = made.one('reply')
      assert.deepEqual(to, [{ email_id: contact.email, name: contact.name }])
      assert.equal(subject, `Re: [Request ID :##RE-${id}##] : Disk full`)
    }
  },
)

onEachEngine('R9.5-3: a reply that cannot be sent is refused', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const silent = await buildContact(on, { addresses: [] })
  const path = `requests/${await open(rep, { requester: { id: silent.id } })}/notifications`
  const refusal = async (notification: object) => (await rep.post(path, { notification })).refusal()
  assert.deepEqual(await refusal({}), [400, 4012, 'Value not provided', ['description']])
  assert.deepEqual((await refusal({ description: 'x' })).toSpliced(2, 1), [400, 4001, 'to'])
  for (const [field, value] of [
    ['to', ['nobody']],
    ['to', [{ email_id: 'a@x.example\r\nBcc: b@x.example' }]],
    ['cc', [{ name: 'C' }]],
    ['subject', 'a\r\nBcc: b@x.example'],
    ['type', 'shout'],
    ['content_type', 'text/markdown'],
  ] as const) {
    const answer = await refusal({ description: 'x', to: ['a@x.example'], [field]: value })
    assert.deepEqual([answer[0], answer[1], answer[3]], [400, 4001, field])
  }
})

onEachEngine(
  'R9.5-4: a forward goes to others, is not for the requester and answers nothing',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const contact = await buildContact(on)
    const id = await open(rep, { requester: { id: contact.id } })
    const notification = { type: 'forward', description: 'see below', to: [{ email_id: 'vendor@x.example' }] }
    const made = (await rep.post(`requests/${id}/notifications`, { notification })).one('notification')
    assert.deepEqual([made.type, made.show_to_requester], ['forward', false])
    assert.equal((await shown(rep, id)).responded_time, null)
    const nobody = await rep.post(`requests/${id}/notifications`, {
      notification: { type: 'forward', description: 'x' },
    })
    assert.equal(nobody.refusal()[3], 'to')
  },
)

onEachEngine("R9.4-2: a word within the provider's side is a note here", async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const write = (internal: boolean) =>
    addPartyMessage(on.desk, on.as('messages'), Number(id), { body: 'x', type: 'statusRequest', internal })
  const has = async () => {
    const { has_notes, has_conversation } = await shown(rep, id)
    return [has_notes, has_conversation]
  }
  await write(true)
  assert.deepEqual(await has(), [true, false])
  await write(false)
  assert.deepEqual(await has(), [true, true])
  assert.equal((await rep.get(`requests/${id}/notes`)).rows('notes').length, 1)
  assert.equal((await rep.get(`requests/${id}/conversations`)).rows('conversations').length, 1)
  const list_info = { search_fields: { has_notes: true, id } }
  assert.equal((await rep.get('requests', { list_info })).rows('requests').length, 1)
})

onEachEngine('R7.2-11: the times that a request took are found and sorted by', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const contact = await buildContact(on)
  const requester = { id: contact.id }
  const quick = await open(rep, { requester })
  const slow = await open(rep, { requester })
  const never = await open(rep, { requester })
  on.clock.advance(1000)
  await rep.post(`requests/${quick}/reply`, { reply: { description: 'x' } })
  await rep.put(`requests/${quick}/close`)
  on.clock.advance(1000)
  await rep.post(`requests/${slow}/reply`, { reply: { description: 'x' } })
  await rep.put(`requests/${slow}`, { request: { status: 'Resolved' } })
  const mine = { field: 'requester.id', condition: 'is', value: contact.id }
  const find = (field: string, condition: string, value?: unknown) =>
    rep.pluck('requests', 'id', { search_criteria: [mine, { field, condition, value }], sort_order: 'asc' })
  for (const field of ['time_elapsed', 'response_time_elapsed']) {
    assert.deepEqual(await find(field, 'greater than', '1000'), [slow], field)
    assert.deepEqual(await find(field, 'is', '1000'), [quick], field)
    assert.deepEqual(await find(field, 'is empty'), [never], field)
    const sorted = { search_criteria: mine, sort_field: field, sort_order: 'desc' }
    assert.deepEqual(await rep.pluck('requests', 'id', sorted), [slow, quick, never])
  }
})
