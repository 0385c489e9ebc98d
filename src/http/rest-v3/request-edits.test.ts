import assert from 'node:assert/strict'
import { buildContact, buildOrganisation, buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { builtIn } from '../../domain/catalog.ts'

const deskOf = sharedDesk()
const time = { display_value: '05/01/2026 09:00 AM', value: '1767603600000' }

onEachEngine('R8.3-1: unknown and malformed ids are 404 with code 4007', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  for (const id of ['99999', 'abc', '-1', '1.5', '0', '9'.repeat(30), '%27']) {
    for (const path of [`requests/${id}`, `requests/${id}/notes`]) {
      assert.deepEqual((await rep.get(path)).refusal().slice(0, 3), [404, 4007, 'Invalid URL'], path)
    }
    assert.equal((await rep.put(`requests/${id}`, { request: { subject: 's' } })).status, 404)
  }
})

onEachEngine('R8.3-2: trashed requests are listed only when they are asked for', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const { id } = (await rep.post('requests', { request: { subject: 'gone' } })).one('request')
  await rep.delete(`requests/${id}/move_to_trash`)
  const ids = async (info?: object) =>
    (await rep.get('requests', { list_info: { row_count: 100, ...info } }))
      .rows('requests')
      .map((row) => row.id)
  assert.equal((await ids()).includes(id), false)
  assert.equal((await ids({ filter_by: { name: 'Trash_Requests' } })).includes(id), true)
  const trashed = { search_criteria: { field: 'is_trashed', condition: 'is', value: true } }
  assert.equal((await ids(trashed)).includes(id), true)
})

onEachEngine('R8.3-3: the account is the one of the requester', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const account = await buildOrganisation(on, null)
  const contact = await buildContact(on, { organisationId: account.id })
  const made = await rep.post('requests', { request: { subject: 's', requester: { id: contact.id } } })
  assert.deepEqual(made.one('request').account, { id: String(account.id), name: account.name })
})

onEachEngine('R8.4-1: an edit is partial, null clears, and the change shows', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on, { groupIds: [builtIn.group] })
  const request = {
    subject: 's',
    description: 'd',
    priority: 'High',
    group: 'Network',
    technician: rep.rep.name,
  }
  const { id } = (await rep.post('requests', { request })).one('request')
  on.clock.advance(60_000)
  const edited = await rep.put(`requests/${id}`, {
    request: { priority: null, technician: '', urgency: 'Low' },
  })
  assert.equal(edited.status, 200)
  const now = edited.one('request')
  assert.deepEqual(
    [now.priority, now.technician, now.assigned_time, now.subject, now.description],
    [null, null, null, 's', 'd'],
  )
  assert.equal((now.urgency as { name: string }).name, 'Low')
  assert.equal((now.last_updated_time as { value: string }).value, String(on.clock.now))
  on.clock.now -= 60_000
})

onEachEngine('R8.4-2: what was read can be written back without changing anything', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const description = "it's <b>bold</b> & <span style='color:red'>red</span>"
  const request = {
    subject: 's',
    description,
    resolution: { content: "don't" },
    due_by_time: 1,
    udf_fields: { udf_char2: 'x' },
  }
  const { id } = (await rep.post('requests', { request })).one('request')
  const read = (await rep.get(`requests/${id}`)).one('request')
  const written = await rep.put(`requests/${id}`, { request: read })
  assert.equal(written.status, 200, JSON.stringify(written.body))
  assert.deepEqual(written.one('request'), read)
})

onEachEngine('R8.4-3: computed attributes cannot be set, the template not changed', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const { id } = (await rep.post('requests', { request: { subject: 's' } })).one('request')
  const change = async (attributes: object) =>
    (await rep.put(`requests/${id}`, { request: attributes })).refusal()
  assert.deepEqual(await change({ id: '7' }), [400, 4014, 'Field is read only', 'id'])
  assert.deepEqual(await change({ created_time: { value: '1' } }), [
    400,
    4014,
    'Field is read only',
    'created_time',
  ])
  assert.deepEqual(await change({ has_notes: true }), [400, 4014, 'Field is read only', 'has_notes'])
  assert.deepEqual(await change({ template: { name: 'Other' } }), [
    400,
    4009,
    'Field is not editable',
    'template',
  ])
  assert.deepEqual(await change({ subject: '' }), [400, 4012, 'Value not provided', ['subject']])
  const ahead = await rep.post('requests', { request: { subject: 's', created_time: { value: '1' } } })
  assert.deepEqual(ahead.refusal(), [400, 4014, 'Field is read only', 'created_time'])
})

onEachEngine('R8.4-4: the aliases support_rep and support_group are understood', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const other = await buildRep(on, { groupIds: [builtIn.group] })
  const request = { subject: 's', support_rep: { id: other.id }, support_group: { name: 'network' } }
  const made = (await rep.post('requests', { request })).one('request')
  assert.equal((made.technician as { id: string }).id, String(other.id))
  assert.equal((made.group as { name: string }).name, 'Network')
})

onEachEngine("R8.4-6: a rep must be in the request's group on edit and at creation too", async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const member = await buildRep(on, { groupIds: [builtIn.group] })
  const request = { subject: 's', group: 'Network' }
  const outside = await rep.post('requests', { request: { ...request, technician: { id: rep.rep.id } } })
  assert.deepEqual(outside.refusal(), [
    400,
    4001,
    `Invalid Input: technician "${rep.rep.id}" does not belong to the given group`,
    'technician',
  ])
  const { id } = (await rep.post('requests', { request })).one('request')
  const edit = (given: object) => rep.put(`requests/${id}`, { request: given })
  assert.deepEqual(
    (await edit({ technician: { id: rep.rep.id } })).refusal().slice(1),
    outside.refusal().slice(1),
  )
  assert.equal((await edit({ technician: { id: member.id } })).status, 200)
  assert.equal((await edit({ group: 'Hardware Problems' })).refusal()[3], 'technician')
  assert.equal((await edit({ group: null })).status, 200)
  assert.equal((await edit({ technician: { id: rep.rep.id } })).status, 200, 'without a group anybody fits')
  // Whoever is in place already does not stand in the way of other edits.
  assert.equal((await rep.put(`requests/${id}/pickup`)).status, 200)
  assert.equal((await edit({ priority: 'Low' })).status, 200)
})

onEachEngine('R8.4-5: a trashed request cannot be edited', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const { id } = (await rep.post('requests', { request: { subject: 's' } })).one('request')
  await rep.delete(`requests/${id}`)
  const answer = await rep.put(`requests/${id}`, { request: { subject: 't' } })
  assert.deepEqual(answer.refusal().slice(0, 3), [400, 4000, 'Request is in trash'])
})

onEachEngine('R8.8-1: the default statuses, and what moving between them does', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const { id } = (await rep.post('requests', { request: { subject: 's' } })).one('request')
  const move = async (name: string) => {
    const now = (await rep.put(`requests/${id}`, { request: { status: { name } } })).one('request')
    return [now.status, now.onhold_time, now.resolved_time, now.completed_time, now.is_reopened]
  }
  const status = (statusId: string, name: string, color: string) => ({ id: statusId, name, color })
  assert.deepEqual(await move('On Hold'), [status('2', 'On Hold', '#ff9900'), time, null, null, false])
  assert.deepEqual(await move('In Progress'), [
    status('3', 'In Progress', '#3399cc'),
    null,
    null,
    null,
    false,
  ])
  assert.deepEqual(await move('Resolved'), [status('4', 'Resolved', '#00ff66'), null, time, null, false])
  assert.deepEqual(await move('Closed'), [status('5', 'Closed', '#006600'), null, time, time, false])
  assert.deepEqual(await move('Open'), [status('1', 'Open', '#0066ff'), null, null, null, true])
  assert.deepEqual(await move('Cancelled'), [status('6', 'Cancelled', '#999999'), null, null, time, true])
})
