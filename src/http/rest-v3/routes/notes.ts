import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isNote } from '../../../domain/message.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { addNote } from '../../../usecases/messages/add-note.ts'
import { deleteMessage } from '../../../usecases/messages/delete-message.ts'
import { editNote } from '../../../usecases/messages/edit-note.ts'
import type { WireContext } from '../context.ts'
import { refuseStrangeChild } from '../echoes.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { notEditable, notFound, notProvided } from '../errors.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithChild, type WithId } from '../params.ts'
import { filesOf, presentNote } from '../present-messages.ts'
import { entityOf, readInput, wrapperOf } from '../read-input.ts'
import { stageParts } from '../upload.ts'
import { formatOf, isEmpty, readBoolean, readFileIds, readText } from '../values.ts'

/** Names of a note, for lists. */
const names = new Set([
  'id',
  'description',
  'show_to_requester',
  'attachments',
  'added_by',
  'added_time',
  'last_updated_by',
  'last_updated_time',
  'created_by',
  'created_time',
  'request',
])
/** What can be written of a note; the last one only at creation. */
export const writableOfNote = [
  'description',
  'show_to_requester',
  'attachments',
  'notify_technician',
  'add_to_linked_requests',
]

/**
 * Notes (REST v3 §9.1). Wrapper `note` or `request_note`; the answer to a write uses the caller's.
 *
 *     GET     /api/v3/requests/{id}/notes           requests.view
 *     POST    /api/v3/requests/{id}/notes           notes.add      201
 *     GET     /api/v3/requests/{id}/notes/{nid}     requests.view
 *     PUT     /api/v3/requests/{id}/notes/{nid}     notes.edit     own
 *     DELETE  /api/v3/requests/{id}/notes/{nid}     notes.delete   plain success
 */
export function registerNotes(wire: FastifyInstance, context: WireContext): void {
  wire.get<WithId>('/requests/:id/notes', (request) => listNotes(context, request, idOf(request.params.id)))
  wire.post<WithId>('/requests/:id/notes', async (request, reply) => {
    reply.code(201)
    return add(context, request, idOf(request.params.id))
  })
  wire.get<WithChild>('/requests/:id/notes/:child', async (request) => {
    const { id, child } = request.params
    return entity('note', await show(context, request, idOf(id), idOf(child)))
  })
  wire.put<WithChild>('/requests/:id/notes/:child', (request) => {
    const { id, child } = request.params
    return edit(context, request, idOf(id), idOf(child))
  })
  wire.delete<WithChild>('/requests/:id/notes/:child', async ({ rep, params }) => {
    await deleteMessage(context.desk, rep, idOf(params.child), { caseNumber: idOf(params.id), note: true })
    return plainSuccess()
  })
}

async function listNotes({ desk, settings }: WireContext, request: FastifyRequest, id: number) {
  const info = readListInfo((await readInput(request)).data, 'asc')
  const thread = await readCase(desk, request.rep, id)
  const all = thread.messages.filter(isNote).map((note) => presentNote(note, thread, settings.timeZone))
  const { rows, more, total } = pageOfRows(info, all, names)
  return list('notes', rows, presentListInfo(info, rows.length, more, total))
}

async function show({ desk, settings }: WireContext, request: FastifyRequest, id: number, noteId: number) {
  const thread = await readCase(desk, request.rep, id)
  const note = thread.messages.find((message) => message.id === noteId && isNote(message))
  if (!note) throw notFound()
  return presentNote(note, thread, settings.timeZone)
}

async function add(context: WireContext, request: FastifyRequest, id: number) {
  const input = await readInput(request)
  const given = entityOf(input, 'note', 'request_note')
  refuseStrangeChild(given, [...writableOfNote, 'mark_first_response'], names, null)
  const body = readText(given.description, 'description')
  if (isEmpty(body)) throw notProvided(['description'])
  readBoolean(given.add_to_linked_requests, 'add_to_linked_requests')
  readBoolean(given.notify_technician, 'notify_technician')
  const { desk, settings } = context
  const note = await addNote(desk, request.rep, id, {
    body,
    bodyFormat: formatOf(body),
    showToRequester: readBoolean(given.show_to_requester, 'show_to_requester') ?? false,
    marksFirstResponse: readBoolean(given.mark_first_response, 'mark_first_response') ?? false,
    files: [
      ...readFileIds(given.attachments, 'attachments'),
      ...(await stageParts(desk, request.rep, input)),
    ],
  })
  const thread = await readCase(desk, request.rep, id)
  return entity(wrapperOf(input, 'note', 'request_note'), presentNote(note, thread, settings.timeZone))
}

async function edit(context: WireContext, request: FastifyRequest, id: number, noteId: number) {
  const { desk, settings } = context
  const input = await readInput(request)
  const given = entityOf(input, 'note', 'request_note')
  const before = await readCase(desk, request.rep, id)
  const current = before.messages.find((message) => message.id === noteId && isNote(message))
  if (!current) throw notFound()
  const shown = presentNote(current, before, settings.timeZone)
  refuseStrangeChild(given, [...writableOfNote, 'mark_first_response'], names, shown)
  if (readBoolean(given.mark_first_response, 'mark_first_response')) throw notEditable('mark_first_response')
  const body = given.description === undefined ? undefined : readText(given.description, 'description')
  if (body !== undefined && isEmpty(body)) throw notProvided(['description'])
  const attached = new Set(filesOf(current, before.attachments).map(({ file }) => file.id))
  const show_to_requester = readBoolean(given.show_to_requester, 'show_to_requester')
  const files = readFileIds(given.attachments, 'attachments').filter((file) => !attached.has(file))
  await editNote(desk, request.rep, id, noteId, {
    // Written back as it was read, a text stays as it was sent in the first place.
    ...(body == null || body === shown.description ? {} : { body, bodyFormat: formatOf(body) }),
    ...(show_to_requester === null ? {} : { showToRequester: show_to_requester }),
    files: [...files, ...(await stageParts(desk, request.rep, input))],
  })
  return entity(wrapperOf(input, 'note', 'request_note'), await show(context, request, id, noteId))
}
