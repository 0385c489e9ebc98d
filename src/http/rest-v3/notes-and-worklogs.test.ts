import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changePerson } from '../../usecases/people/change-person.ts'

const deskOf = sharedDesk()
const missing = [404, 4007, 'Invalid URL', null]
type Json = Record<string, unknown>

async function open(rep: RestClient, more: object = {}): Promise<string> {
  return String(
    (await rep.post('requests', { request: { subject: 'Disk full', ...more } })).one('request').id,
  )
}
const shown = async (rep: RestClient, id: string) => (await rep.get(`requests/${id}`)).one('request')

onEachEngine("R9-1: an unknown parent or child is 404, also another request's", async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const other = await open(rep)
  const note = (await rep.post(`requests/${other}/notes`, { note: { description: 'x' } })).one('note').id
  const owner = { id: rep.rep.id }
  const work = (await rep.post(`requests/${other}/worklogs`, { worklog: { owner } })).one('worklog').id
  for (const path of [
    'requests/99999/notes',
    'requests/99999/worklogs',
    'requests/99999/conversations',
    `requests/${id}/notes/${note}`,
    `requests/${id}/notes/abc`,
    `requests/${id}/worklogs/${work}`,
    `requests/${id}/notifications/${note}`,
  ]) {
    assert.deepEqual((await rep.get(path)).refusal(), missing, path)
  }
  assert.deepEqual((await rep.delete(`requests/${id}/notes/${note}`)).refusal(), missing)
  assert.deepEqual((await rep.put(`requests/${id}/worklogs/${work}`, { worklog: {} })).refusal(), missing)
})

onEachEngine('R9-2: whatever changes under a request updates its last_updated_time', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const path = `requests/${id}`
  const started = on.clock.now
  const note = () => rep.post(`${path}/notes`, { note: { description: 'x' } })
  const noteId = (await note()).one('note').id
  const worklog = { owner: { id: rep.rep.id } }
  const workId = (await rep.post(`${path}/worklogs`, { worklog })).one('worklog').id
  const steps = [
    note,
    () => rep.put(`${path}/notes/${noteId}`, { note: { description: 'y' } }),
    () => rep.delete(`${path}/notes/${noteId}`),
    () => rep.post(`${path}/worklogs`, { worklog }),
    () => rep.put(`${path}/worklogs/${workId}`, { worklog: { description: 'y' } }),
    () => rep.delete(`${path}/worklogs/${workId}`),
    () => rep.put(`${path}/resolutions`, { resolution: { content: 'y' } }),
    () => rep.post(`${path}/reply`, { reply: { description: 'y' } }),
  ]
  for (const step of steps) {
    on.clock.advance(1_000)
    await step()
    const { last_updated_time } = await shown(rep, id)
    assert.equal((last_updated_time as Json).value, String(on.clock.now))
  }
  on.clock.now = started
})

onEachEngine("R9.1-1: both wrappers work, and the answer uses the caller's", async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  for (const wrapper of ['note', 'request_note']) {
    const made = await rep.post(`requests/${id}/notes`, { [wrapper]: { description: 'Restarted' } })
    assert.deepEqual(
      [made.status, Object.keys(made.body).toSorted()],
      [201, ['response_status', wrapper].toSorted()],
    )
    const path = `requests/${id}/notes/${made.one(wrapper).id}`
    const edited = await rep.put(path, { [wrapper]: { show_to_requester: 'true' } })
    assert.deepEqual([edited.status, edited.one(wrapper).show_to_requester], [200, true])
    assert.equal((await rep.get(path)).one('note').description, 'Restarted')
  }
  assert.equal((await rep.get(`requests/${id}/notes`)).rows('notes').length, 2)
})

onEachEngine(
  'R9.1-2: the note shows who wrote it when, under the new and the older names',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const id = await open(rep)
    const made = (await rep.post(`requests/${id}/notes`, { note: { description: '<b>x</b>' } })).one('note')
    assert.deepEqual([made.created_by, made.created_time], [made.added_by, made.added_time])
    assert.equal((made.added_by as Json).id, String(rep.rep.id))
    assert.deepEqual(
      [made.last_updated_by, made.last_updated_time, made.show_to_requester],
      [null, null, false],
    )
    assert.deepEqual(made.request, { id, subject: 'Disk full' })
    on.clock.advance(5_000)
    const path = `requests/${id}/notes/${made.id}`
    const edited = (await rep.put(path, { note: { ...made, description: 'y' } })).one('note')
    assert.deepEqual([(edited.last_updated_by as Json).id, edited.description], [String(rep.rep.id), 'y'])
    assert.equal((edited.last_updated_time as Json).value, String(on.clock.now))
    on.clock.advance(-5_000)
  },
)

onEachEngine('R9.1-3: a note needs a description and knows no other attributes', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const path = `requests/${await open(rep)}/notes`
  for (const note of [{}, { description: ' ' }, { description: null }]) {
    assert.deepEqual((await rep.post(path, { note })).refusal(), [
      400,
      4012,
      'Value not provided',
      ['description'],
    ])
  }
  const strange = await rep.post(path, { note: { description: 'x', colour: 1 } })
  assert.deepEqual(strange.refusal(), [400, 4001, 'Extra key found in JSON', 'colour'])
  const ok = { description: 'x', add_to_linked_requests: 'true', notify_technician: true }
  assert.equal((await rep.post(path, { note: ok })).status, 201)
  const made = (await rep.post(path, { note: ok })).one('note')
  const changed = await rep.put(`${path}/${made.id}`, { note: { added_time: { value: '1' } } })
  assert.deepEqual(changed.refusal(), [400, 4014, 'Field is read only', 'added_time'])
})

onEachEngine('R9.1-4: a note counts as first response only while there is none', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const note = { description: 'x', mark_first_response: true }
  assert.equal((await rep.post(`requests/${id}/notes`, { note })).status, 201)
  assert.notEqual((await shown(rep, id)).responded_time, null)
  const [status, code, , field] = (await rep.post(`requests/${id}/notes`, { note })).refusal()
  assert.deepEqual([status, code, field], [400, 4001, 'mark_first_response'])
})

onEachEngine(
  'R9.1-7: whether a note or worklog is the first response is said at creation only',
  async (engine) => {
    const rep = await restClient(await deskOf(engine))
    const id = String((await rep.post('requests', { request: { subject: 's' } })).one('request').id)
    const note = (await rep.post(`requests/${id}/notes`, { note: { description: 'x' } })).one('note')
    const worklog = { owner: { id: rep.rep.id } }
    const log = (await rep.post(`requests/${id}/worklogs`, { worklog })).one('worklog')
    const refused = [400, 4009, 'Field is not editable', 'mark_first_response']
    const first = { mark_first_response: true }
    assert.deepEqual((await rep.put(`requests/${id}/notes/${note.id}`, { note: first })).refusal(), refused)
    assert.deepEqual(
      (await rep.put(`requests/${id}/worklogs/${log.id}`, { worklog: first })).refusal(),
      refused,
    )
    const same = { ...note, mark_first_response: false }
    assert.equal((await rep.put(`requests/${id}/notes/${note.id}`, { note: same })).status, 200)
  },
)

onEachEngine('R9.1-5: a deleted note is gone, and the answer says nothing but success', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const { id: noteId } = (await rep.post(`requests/${id}/notes`, { note: { description: 'x' } })).one('note')
  assert.equal((await shown(rep, id)).has_notes, true)
  const gone = await rep.delete(`requests/${id}/notes/${noteId}`)
  assert.deepEqual(gone.body, { response_status: { status_code: 2000, status: 'success' } })
  assert.deepEqual((await rep.get(`requests/${id}/notes/${noteId}`)).refusal(), missing)
  assert.deepEqual((await rep.delete(`requests/${id}/notes/${noteId}`)).refusal(), missing)
  assert.equal((await shown(rep, id)).has_notes, false)
})

onEachEngine('R9.1-6: a rep edits and deletes own notes, an administrator any', async (engine) => {
  const on = await deskOf(engine)
  const [one, other] = [
    await restClient(on, { roleIds: [builtIn.role.rep] }),
    await restClient(on, { roleIds: [builtIn.role.rep] }),
  ]
  const admin = await restClient(on)
  const id = await open(one)
  const { id: noteId } = (await one.post(`requests/${id}/notes`, { note: { description: 'x' } })).one('note')
  const path = `requests/${id}/notes/${noteId}`
  assert.equal((await other.put(path, { note: { description: 'y' } })).status, 403)
  assert.equal((await other.delete(path)).status, 403)
  assert.equal((await one.put(path, { note: { description: 'y' } })).status, 200)
  assert.equal((await admin.delete(path)).status, 200)
})

onEachEngine('R9.2-1: a worklog comes back as the contract shows it', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  await changePerson(on.desk, on.as(), 'rep', rep.rep.id, { details: { cost_per_hour: '40' } })
  const id = await open(rep)
  const worklog = {
    description: 'On-site fix',
    owner: { name: rep.rep.name },
    time_spent: { hours: 2, minutes: '30' },
    other_cost: 7.5,
    type: { name: 'on-site' },
    start_time: { value: '1767603600000' },
    end_time: { value: '1767610800000' },
    include_nonoperational_hours: 'true',
  }
  const made = await rep.post(`requests/${id}/worklogs`, { worklog })
  assert.equal(made.status, 201)
  const { owner, created_by, created_time, ...rest } = made.one('worklog')
  assert.deepEqual(rest, {
    id: rest.id,
    description: 'On-site fix',
    start_time: { display_value: '05/01/2026 09:00 AM', value: '1767603600000' },
    end_time: { display_value: '05/01/2026 11:00 AM', value: '1767610800000' },
    time_spent: { hours: '2', minutes: '30' },
    type: { id: '1', name: 'On-site' },
    other_cost: '7.5',
    owner_cost: '100',
    total_cost: '107.5',
    include_nonoperational_hours: true,
    request: { id, subject: 'Disk full' },
  })
  assert.deepEqual(owner, created_by)
  assert.deepEqual((await rep.get(`requests/${id}/worklogs/${rest.id}`)).one('worklog'), made.one('worklog'))
})

onEachEngine('R9.2-2: time spent is taken from the times when it is not given', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const path = `requests/${await open(rep)}/worklogs`
  const owner = { id: rep.rep.id }
  const spent = async (more: object) =>
    (await rep.post(path, { worklog: { owner, ...more } })).one('worklog').time_spent
  assert.deepEqual(await spent({}), { hours: '0', minutes: '0' })
  assert.deepEqual(await spent({ start_time: 1767603600000, end_time: '1767609000000' }), {
    hours: '1',
    minutes: '30',
  })
  const both = { start_time: 1767603600000, end_time: 1767609000000, time_spent: { hours: '5' } }
  assert.deepEqual(await spent(both), { hours: '5', minutes: '0' }, 'what is given wins')
  const { id } = (await rep.post(path, { worklog: { owner, start_time: 0, end_time: 60_000 } })).one(
    'worklog',
  )
  const moved = await rep.put(`${path}/${id}`, { worklog: { end_time: 7_200_000 } })
  assert.deepEqual(moved.one('worklog').time_spent, { hours: '2', minutes: '0' })
})

onEachEngine('R9.2-3: a worklog that cannot be is refused', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const contact = await buildContact(on)
  const path = `requests/${await open(rep)}/worklogs`
  const refusal = async (worklog: object) => (await rep.post(path, { worklog })).refusal()
  assert.deepEqual(await refusal({}), [400, 4012, 'Value not provided', ['owner']])
  const owner = { id: rep.rep.id }
  const times = { start_time: { value: '2000' }, end_time: { value: '1000' } }
  assert.deepEqual(await refusal({ owner, ...times }), [400, 4016, 'Time mismatch', 'end_time'])
  for (const [field, value] of [
    ['time_spent', { hours: 'two' }],
    ['time_spent', { hours: -1 }],
    ['other_cost', '-1'],
    ['other_cost', 'much'],
    ['type', { name: 'Nope' }],
    ['owner', { id: contact.id }],
    ['start_time', 'noon'],
  ] as const) {
    const [status, code, , named] = await refusal({ owner, [field]: value })
    assert.deepEqual([status, code, named], [400, 4001, field])
  }
  assert.deepEqual((await refusal({ owner, colour: 1 })).slice(1), [
    4001,
    'Extra key found in JSON',
    'colour',
  ])
})

onEachEngine('R9.2-4: worklogs are listed by start time, and deleted for good', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const path = `requests/${await open(rep)}/worklogs`
  const owner = { id: rep.rep.id }
  for (const start_time of [3000, 1000, 2000]) await rep.post(path, { worklog: { owner, start_time } })
  const list = async () =>
    (await rep.get(path)).rows('worklogs').map(({ start_time }) => (start_time as Json).value)
  assert.deepEqual(await list(), ['1000', '2000', '3000'])
  const [first] = (await rep.get(path)).rows('worklogs')
  const gone = await rep.delete(`${path}/${first?.id}`)
  assert.deepEqual([gone.status, (await list()).length], [200, 2])
  assert.deepEqual((await rep.get(`${path}/${first?.id}`)).refusal(), missing)
})

onEachEngine('R9.2-5: a worklog can mark the first response', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const worklog = { owner: { id: rep.rep.id }, mark_first_response: true }
  assert.equal((await rep.post(`requests/${id}/worklogs`, { worklog })).status, 201)
  assert.notEqual((await shown(rep, id)).responded_time, null)
  assert.equal((await rep.post(`requests/${id}/worklogs`, { worklog })).status, 400)
})

onEachEngine('R9-3: nothing can be written under a trashed request', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  await rep.delete(`requests/${id}`)
  for (const [path, data] of [
    ['notes', { note: { description: 'x' } }],
    ['worklogs', { worklog: { owner: { id: rep.rep.id } } }],
    ['resolutions', { resolution: { content: 'x' } }],
    ['reply', { reply: { description: 'x' } }],
  ] as const) {
    const answer = await rep.post(`requests/${id}/${path}`, data)
    assert.deepEqual(answer.refusal().slice(0, 3), [400, 4000, 'Request is in trash'], path)
  }
  assert.equal((await rep.put(`requests/${id}/close`)).refusal()[2], 'Request is in trash')
})
