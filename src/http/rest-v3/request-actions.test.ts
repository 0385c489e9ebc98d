import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, type RestClient, restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { emptyTrash } from '../../usecases/cases/empty-trash.ts'
import { addEntry } from '../../usecases/catalog/add-entry.ts'
import { issueCredential } from '../../usecases/credentials/issue-credential.ts'
import { write } from '../../usecases/desk.ts'

const deskOf = sharedDesk()
const time = { display_value: '05/01/2026 09:00 AM', value: '1767603600000' }
const forbidden = [403, 4002, 'User does not have this permission', null]
const missing = [404, 4007, 'Invalid URL', null]

async function open(rep: RestClient, more: object = {}): Promise<string> {
  return String((await rep.post('requests', { request: { subject: 's', ...more } })).one('request').id)
}

const shown = async (rep: RestClient, id: string) => (await rep.get(`requests/${id}`)).one('request')

/** The one message of an action. */
function message(answer: { status: number; body: Record<string, unknown> }): string {
  const { response_status, ...entity } = answer.body
  assert.deepEqual(entity, {})
  const { messages, ...rest } = response_status as { messages: Record<string, unknown>[] }
  assert.deepEqual([answer.status, rest], [200, { status_code: 2000, status: 'success' }])
  assert.deepEqual([messages.length, messages[0]?.status_code, messages[0]?.type], [1, 2000, 'success'])
  return String(messages[0]?.message)
}

onEachEngine('R8.5-1: picking up assigns the owner of the key, again without effect', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  for (const word of ['pickup', '_pickup']) {
    assert.equal(message(await rep.put(`requests/${id}/${word}`)), 'Request(s) picked up successfully.')
  }
  const now = await shown(rep, id)
  assert.equal((now.technician as { id: string }).id, String(rep.rep.id))
  assert.deepEqual(now.assigned_time, time)
})

onEachEngine('R8.5-2: an integration key without an owner picks nothing up', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const { key } = await write(on.desk, (tx) =>
    issueCredential(on.desk, tx, on.as(), {
      kind: 'integration_key',
      name: `monitoring ${rep.rep.id}`,
      roleIds: [builtIn.role.administrator],
    }),
  )
  const machine = clientFor(on, key)
  assert.equal((await machine.get(`requests/${id}`)).status, 200)
  assert.deepEqual((await machine.put(`requests/${id}/pickup`)).refusal(), forbidden)
  const made = await machine.post('requests', { request: { subject: 's' } })
  assert.deepEqual(made.refusal(), [400, 4012, 'Value not provided', ['requester']])
})

onEachEngine(
  'R8.5-3: assigning takes a technician, a group or both, and applies what else is given',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const other = await buildRep(on)
    const group = await addEntry(on.desk, on.as(), {
      kind: 'group',
      name: `Team ${rep.rep.id}`,
      data: { memberIds: [other.id] },
    })
    const id = await open(rep)
    const request = { technician: { id: other.id }, group: { name: group.name }, priority: { name: 'Low' } }
    for (const [word, given] of [
      ['assign', request],
      ['_assign', { support_rep: { email_id: other.email } }],
      ['assign', { group: { id: group.id } }],
    ] as const) {
      const answer = await rep.put(`requests/${id}/${word}`, { request: given })
      assert.equal(message(answer), 'Request(s) assigned successfully.')
    }
    const now = await shown(rep, id)
    assert.deepEqual(
      [now.technician, now.group, now.priority].map((each) => (each as { id: string }).id),
      [String(other.id), String(group.id), '1'],
    )
  },
)

onEachEngine(
  'R8.5-4: an assignment that cannot be is refused and names technician or group',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const outsider = await buildRep(on)
    const id = await open(rep)
    const assign = async (request?: object) =>
      (await rep.put(`requests/${id}/assign`, request && { request })).refusal()
    assert.deepEqual((await assign()).slice(0, 3), [400, 4012, 'Value not provided'])
    assert.equal((await assign())[3], 'technician')
    assert.deepEqual(await assign({ technician: { name: 'Nobody' } }), [
      400,
      4001,
      'Invalid Input: technician "Nobody" does not exist',
      'technician',
    ])
    assert.equal((await assign({ group: { name: 'Nothing' } }))[3], 'group')
    const [status, code, , field] = await assign({ technician: { id: outsider.id }, group: 'Network' })
    assert.deepEqual([status, code, field], [400, 4001, 'technician'])
    assert.equal((await shown(rep, id)).group, null, 'nothing is left of it')
  },
)

onEachEngine('R8.6-1: closing stores what was said, sets the times and says so exactly', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const closure_info = {
    requester_ack_resolution: true,
    requester_ack_comments: 'works',
    closure_comments: 'reset the password',
    closure_code: { name: 'success' },
  }
  const closed = await rep.put(`requests/${id}/close`, { request: { closure_info } })
  assert.equal(message(closed), 'Request(s) closed successfully.')
  const now = await shown(rep, id)
  assert.deepEqual(now.closure_info, { ...closure_info, closure_code: { id: '1', name: 'Success' } })
  assert.deepEqual([now.completed_time, now.resolved_time], [time, time])
  assert.deepEqual(now.status, { id: '5', name: 'Closed', color: '#006600' })
})

onEachEngine(
  'R8.6-2: closing needs no data, and closing again is a success without effect',
  async (engine) => {
    const rep = await restClient(await deskOf(engine))
    const id = await open(rep)
    await rep.put(`requests/${id}/_close`)
    const first = await shown(rep, id)
    const again = await rep.put(`requests/${id}/close`, {
      request: { closure_info: { closure_comments: 'x' } },
    })
    assert.equal(message(again), 'Request(s) closed successfully.')
    assert.deepEqual(await shown(rep, id), first)
  },
)

onEachEngine('R8.6-3: closing by an edit works, closure_info counts only then', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  const closure_info = { closure_comments: 'done' }
  const early = await rep.put(`requests/${id}`, { request: { closure_info } })
  assert.deepEqual([early.status, early.one('request').closure_info], [200, null])
  const closed = await rep.put(`requests/${id}`, { request: { status: { name: 'Closed' }, closure_info } })
  assert.equal((closed.one('request').closure_info as { closure_comments: string }).closure_comments, 'done')
  const wrong = { request: { closure_info: { closure_code: { name: 'Nope' } } } }
  assert.equal((await rep.put(`requests/${id}/close`, wrong)).refusal()[3], 'closure_info.closure_code')
})

onEachEngine('R8.7-1: to the trash, back, and for good', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const id = await open(rep)
  await rep.post(`requests/${id}/notes`, { note: { description: 'kept' } })
  const moved = await rep.delete(`requests/${id}/move_to_trash`)
  assert.equal(message(moved), 'Request(s) moved to trash successfully.')
  const trashed = await shown(rep, id)
  assert.deepEqual([trashed.is_trashed, trashed.deleted_time], [true, time])
  const back = await rep.put(`requests/${id}/restore_from_trash`)
  assert.equal(message(back), 'Request(s) restored successfully.')
  const restored = await shown(rep, id)
  assert.deepEqual([restored.is_trashed, restored.deleted_time, restored.has_notes], [false, null, true])
  assert.equal(message(await rep.delete(`requests/${id}`)), 'Request(s) moved to trash successfully.')
  assert.equal(message(await rep.delete(`requests/${id}`)), 'Request(s) deleted successfully.')
  for (const path of ['', '/notes', '/worklogs', '/resolutions', '/conversations', '/attachments']) {
    assert.deepEqual((await rep.get(`requests/${id}${path}`)).refusal(), missing, path)
  }
  assert.deepEqual((await rep.delete(`requests/${id}`)).refusal(), missing)
})

onEachEngine('R8.7-2: the trash is emptied after 30 days', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const [old, restored] = [await open(rep), await open(rep)]
  for (const id of [old, restored]) await rep.delete(`requests/${id}`)
  const started = on.clock.now
  on.clock.advance(30 * 86_400_000)
  await emptyTrash(on.desk)
  assert.equal((await rep.get(`requests/${old}`)).status, 200)
  await rep.put(`requests/${restored}/restore_from_trash`)
  on.clock.advance(1)
  await emptyTrash(on.desk)
  assert.deepEqual((await rep.get(`requests/${old}`)).refusal(), missing)
  assert.equal((await rep.get(`requests/${restored}`)).status, 200)
  on.clock.now = started
})

onEachEngine('R17-1: the key has the rights of the roles, and no others', async (engine) => {
  const on = await deskOf(engine)
  const admin = await restClient(on)
  const id = await open(admin)
  const noteId = String(
    (await admin.post(`requests/${id}/notes`, { note: { description: 'n' } })).one('note').id,
  )
  const owner = { id: admin.rep.id }
  const workId = String(
    (await admin.post(`requests/${id}/worklogs`, { worklog: { owner } })).one('worklog').id,
  )
  const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
  const reader = await restClient(on, { roleIds: [builtIn.role.readOnly] })
  const calls: ['GET' | 'POST' | 'PUT' | 'DELETE', string, unknown, rep: number, reader: number][] = [
    ['GET', `requests/${id}`, undefined, 200, 200],
    ['GET', 'requests', undefined, 200, 200],
    ['POST', 'requests', { request: { subject: 's' } }, 201, 403],
    ['PUT', `requests/${id}`, { request: { subject: 't' } }, 200, 403],
    ['PUT', `requests/${id}`, { request: { impact_details: 'x' } }, 200, 403],
    ['PUT', `requests/${id}`, { request: { status: 'On Hold' } }, 200, 403],
    ['PUT', `requests/${id}/pickup`, undefined, 200, 403],
    ['PUT', `requests/${id}/assign`, { request: { group: null } }, 200, 403],
    ['PUT', `requests/${id}/close`, undefined, 200, 403],
    ['DELETE', `requests/${id}/move_to_trash`, undefined, 403, 403],
    ['PUT', `requests/${id}/restore_from_trash`, undefined, 403, 403],
    ['DELETE', `requests/${id}`, undefined, 403, 403],
    ['GET', `requests/${id}/notes`, undefined, 200, 200],
    ['POST', `requests/${id}/notes`, { note: { description: 'x' } }, 201, 403],
    ['PUT', `requests/${id}/notes/${noteId}`, { note: { description: 'x' } }, 403, 403],
    ['DELETE', `requests/${id}/notes/${noteId}`, undefined, 403, 403],
    ['GET', `requests/${id}/worklogs`, undefined, 200, 200],
    ['POST', `requests/${id}/worklogs`, { worklog: { owner } }, 201, 403],
    ['PUT', `requests/${id}/worklogs/${workId}`, { worklog: { other_cost: '1' } }, 200, 403],
    ['DELETE', `requests/${id}/worklogs/${workId}`, undefined, 200, 403],
    ['POST', `requests/${id}/resolutions`, { resolution: { content: 'x' } }, 201, 403],
    ['GET', `requests/${id}/conversations`, undefined, 200, 200],
    ['POST', `requests/${id}/reply`, { reply: { description: 'x' } }, 201, 403],
  ]
  for (const [method, path, data, asRep, asReader] of calls) {
    const refused = await reader.call(method, path, data)
    assert.equal(refused.status, asReader, `reader ${method} ${path}`)
    if (asReader === 403) assert.deepEqual(refused.refusal(), forbidden)
    assert.equal((await rep.call(method, path, data)).status, asRep, `rep ${method} ${path}`)
  }
})

onEachEngine('R17-2: without the right to view, requests are not there', async (engine) => {
  const on = await deskOf(engine)
  const admin = await restClient(on)
  const id = await open(admin)
  const nobody = await restClient(on, { roleIds: [] })
  assert.deepEqual((await nobody.get(`requests/${id}`)).refusal(), missing)
  assert.deepEqual((await nobody.get('requests')).refusal(), forbidden)
})
