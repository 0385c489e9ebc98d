import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Actor } from '../../../domain/actor.ts'
import { permit } from '../../../domain/permission.ts'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { loadCase } from '../../../usecases/cases/load-case.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { type CaseFile, readCase, readOpenedCase } from '../../../usecases/cases/read-case.ts'
import { deleteCase, restoreCase, trashCase } from '../../../usecases/cases/trash-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { listCaseHistory } from '../../../usecases/feed/list-case-history.ts'
import { removeAttachment } from '../../../usecases/files/remove-attachment.ts'
import { textToHtml } from '../../shared/html.ts'
import { access, basePath, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { etagOf, Refused } from '../errors.ts'
import { readCaseValues } from '../field-values.ts'
import { readClassification, withoutUndefined } from '../names.ts'
import { CaseNumber, FileIds, FileOfCase, IfMatch, Nothing } from '../parameters.ts'
import { presentCase } from '../present-case.ts'
import { presentEvent } from '../present-event.ts'
import { CaseDetail, CaseOpen, CasePatch, History } from '../schema.ts'

const tags = ['Cases']
const ForeverQuery = Type.Object(
  { forever: Type.Optional(Type.Enum(['true'])) },
  { additionalProperties: false },
)

/** One case: opening, reading, changing, its files and its history. */
export const caseRoutes: Routes = (app, desk) => {
  app.post(
    '/cases',
    {
      ...access('session'),
      schema: {
        operationId: 'openCase',
        summary: 'Open a case',
        description: 'Without a requester it is opened for the caller. An unknown address becomes a contact.',
        tags,
        body: CaseOpen,
        response: { 201: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const {
        subject,
        text,
        format = 'text',
        requester,
        fileIds = [],
        templateId,
        providerId,
        held,
        fields,
        ...classification
      } = request.body
      const opened = await openCase(desk, actor, {
        ...readClassification(classification),
        ...withoutUndefined({ template: templateId, providerId, held }),
        repInGroup: 'where it has members',
        subject,
        description: text,
        descriptionFormat: format,
        requester: readRequester(actor, requester),
        files: fileIds,
        ...(await readCaseValues(desk, fields)),
      })
      reply
        .code(201)
        .header('location', `${basePath}/cases/${opened.number}`)
        .header('etag', etagOf(opened.version))
      return presentCase(actor, await readOpenedCase(desk, opened, fileIds.length > 0), desk.now())
    },
  )

  app.get(
    '/cases/:number',
    {
      ...access('session'),
      schema: {
        operationId: 'readCase',
        summary: 'Read a case with its thread',
        description: 'The answer carries an ETag for `If-Match`.',
        tags,
        params: CaseNumber,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => answerCase(desk, actorOf(request), request.params.number, reply),
  )

  app.patch(
    '/cases/:number',
    {
      ...access('session'),
      schema: {
        operationId: 'changeCase',
        summary: 'Change a case',
        description:
          'What is not given stays as it is. With `If-Match` the change is refused if anybody changed the case meanwhile. `resolution` is plain text. A rep who is assigned must be in the group of the case, if anybody is.',
        tags,
        params: CaseNumber,
        headers: IfMatch,
        body: CasePatch,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { subject, resolution, fields, ...classification } = request.body
      await changeCase(desk, actor, request.params.number, {
        ...readClassification(classification),
        repInGroup: 'where it has members',
        ...withoutUndefined({
          subject,
          // Resolutions are kept as HTML, because one of the other wires writes them so.
          resolution: typeof resolution === 'string' ? textToHtml(resolution) : resolution,
          ifVersion: readIfMatch(request.headers['if-match']),
        }),
        ...(await readCaseValues(desk, fields)),
      })
      return answerCase(desk, actor, request.params.number, reply)
    },
  )

  app.delete(
    '/cases/:number',
    {
      ...access('session'),
      schema: {
        operationId: 'trashCase',
        summary: 'Move a case to the trash, or delete one there for good',
        description:
          'What is in the trash goes by itself after 30 days; `forever=true` deletes it now, and only what is there.',
        tags,
        params: CaseNumber,
        querystring: ForeverQuery,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { number } = request.params
      if (request.query.forever === 'true') await deleteForGood(desk, actor, number)
      else await trashCase(desk, actor, number)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/cases/:number/restore',
    {
      ...access('session'),
      schema: {
        operationId: 'restoreCase',
        summary: 'Bring a case back from the trash',
        tags,
        params: CaseNumber,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      await restoreCase(desk, actorOf(request), request.params.number)
      return answerCase(desk, actorOf(request), request.params.number, reply)
    },
  )

  app.get(
    '/cases/:number/history',
    {
      ...access('session'),
      schema: {
        operationId: 'readHistory',
        summary: 'What happened to a case, oldest first',
        tags,
        params: CaseNumber,
        response: { 200: History },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const history = await listCaseHistory(desk, actor, request.params.number)
      return { items: history.events.map((event) => presentEvent(actor, event, history)) }
    },
  )

  app.post(
    '/cases/:number/files',
    {
      ...access('session'),
      schema: {
        operationId: 'attachFiles',
        summary: 'Attach uploaded files to a case',
        tags,
        params: CaseNumber,
        body: FileIds,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      await changeCase(desk, actor, request.params.number, { files: request.body.fileIds })
      return answerCase(desk, actor, request.params.number, reply)
    },
  )

  app.delete(
    '/cases/:number/files/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'removeFile',
        summary: 'Take a file from a case',
        tags,
        params: FileOfCase,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeAttachment(desk, actorOf(request), request.params.number, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

async function answerCase(
  desk: Desk,
  actor: Actor,
  number: number,
  reply: FastifyReply,
): Promise<CaseDetail> {
  const file: CaseFile = await readCase(desk, actor, number)
  reply.header('etag', etagOf(file.of.version))
  return presentCase(actor, file, desk.now())
}

async function deleteForGood(desk: Desk, actor: Actor, number: number): Promise<void> {
  permit(actor, 'case.delete')
  const { trashedAt } = await loadCase(desk.db, actor, number)
  if (trashedAt === null) {
    throw new Refused({ code: 'not_editable', detail: 'Only a case in the trash can be deleted for good.' })
  }
  await deleteCase(desk, actor, number, { trashedAt })
}

function readRequester(actor: Actor, given: CaseOpen['requester']) {
  if (given === undefined) {
    if (actor.personId !== null) return actor.personId
    throw new Refused({
      code: 'invalid',
      issues: [{ field: 'requester', rule: 'required', message: 'must be given' }],
    })
  }
  return 'id' in given ? given.id : { email: given.email, name: given.name ?? null }
}

/** @returns the version that the tag stands for, undefined for any; one that we never gave out matches none */
function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^\s*"v(\d{1,15})"\s*$/.exec(header)?.[1]
  return version === undefined ? -1 : Number(version)
}
