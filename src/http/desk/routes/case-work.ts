import type { FastifyReply } from 'fastify'
import type { Actor } from '../../../domain/actor.ts'
import { setAcceptance } from '../../../usecases/cases/accept-case.ts'
import { closeCase } from '../../../usecases/cases/close-case.ts'
import { handOverCase } from '../../../usecases/cases/hand-over-case.ts'
import { listCallbacks } from '../../../usecases/cases/list-callbacks.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { sendCase } from '../../../usecases/cases/send-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { giveFiles } from '../../../usecases/files/give-files.ts'
import { cleanFileName } from '../../shared/file-answer.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { etagOf } from '../errors.ts'
import { CaseNumber } from '../parameters.ts'
import { presentCase } from '../present-case.ts'
import { presentDelivery } from '../present-outgoing.ts'
import { CaseDetail } from '../schema.ts'
import { DeliveryList } from '../schema-outgoing.ts'
import { CaseClose, FilesToFetch, HandOver } from '../schema-work.ts'

const tags = ['Cases']

/** What is done with a case as a whole: between partner and provider, and when it ends. */
export const caseWorkRoutes: Routes = (app, desk) => {
  app.post(
    '/cases/:number/hand-over',
    {
      ...access('session'),
      schema: {
        operationId: 'handOverCase',
        summary: 'Give a case to another provider',
        description:
          'Who has not accepted it yet. The old one loses access, the new one sees what was not internal.',
        tags,
        params: CaseNumber,
        body: HandOver,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { number } = await handOverCase(desk, actor, request.params.number, request.body.providerId)
      return answer(desk, actor, number, reply)
    },
  )

  app.post(
    '/cases/:number/send',
    {
      ...access('session'),
      schema: {
        operationId: 'sendCase',
        summary: 'Send a case to its provider that was held back',
        description:
          'To the provider that it was held back from, else to the partner’s, else to the installation’s. A case that has a provider stays as it is.',
        tags,
        params: CaseNumber,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { number } = await sendCase(desk, actor, request.params.number)
      return answer(desk, actor, number, reply)
    },
  )

  app.put(
    '/cases/:number/acceptance',
    {
      ...access('session'),
      schema: {
        operationId: 'acceptCase',
        summary: 'Take a case on for its provider',
        description: 'Accepting again keeps the first time.',
        tags,
        params: CaseNumber,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { number } = await setAcceptance(desk, actor, request.params.number, true)
      return answer(desk, actor, number, reply)
    },
  )

  app.delete(
    '/cases/:number/acceptance',
    {
      ...access('session'),
      schema: {
        operationId: 'takeAcceptanceBack',
        summary: 'Take the acceptance of a case back',
        tags,
        params: CaseNumber,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { number } = await setAcceptance(desk, actor, request.params.number, false)
      return answer(desk, actor, number, reply)
    },
  )

  app.post(
    '/cases/:number/close',
    {
      ...access('session'),
      schema: {
        operationId: 'closeCase',
        summary: 'Close a case and say how it ended',
        description: 'Closing a closed one is a success without effect.',
        tags,
        params: CaseNumber,
        body: CaseClose,
        response: { 200: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const {
        closureCodeId: codeId = null,
        comments = null,
        requesterAcknowledged = null,
        requesterComments = null,
      } = request.body
      const saysNothing = [codeId, comments, requesterAcknowledged, requesterComments].every(
        (each) => each === null,
      )
      const closure = saysNothing ? undefined : { codeId, comments, requesterAcknowledged, requesterComments }
      const { number } = await closeCase(desk, actor, request.params.number, closure)
      return answer(desk, actor, number, reply)
    },
  )

  app.post(
    '/cases/:number/files/fetch',
    {
      ...access('session'),
      schema: {
        operationId: 'fetchFiles',
        summary: 'Have files fetched from elsewhere and attached to a case',
        description:
          'They are on the case once they have come. One that cannot be fetched is told on the case; `/deliveries` shows the tries.',
        tags,
        params: CaseNumber,
        body: FilesToFetch,
        response: { 202: CaseDetail },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const files = request.body.files.map(({ url, name, contentType = 'application/octet-stream' }) => ({
        name: cleanFileName(name),
        contentType,
        content: { url },
      }))
      const { number } = await giveFiles(desk, actor, request.params.number, files)
      reply.code(202)
      return answer(desk, actor, number, reply)
    },
  )

  app.get(
    '/cases/:number/callbacks',
    {
      ...access('session'),
      schema: {
        operationId: 'listCallbacks',
        summary: 'List the callbacks of a case, newest first',
        tags,
        params: CaseNumber,
        response: { 200: DeliveryList },
      },
    },
    async (request) => ({
      items: (await listCallbacks(desk, actorOf(request), request.params.number)).flatMap(presentDelivery),
    }),
  )
}

async function answer(desk: Desk, actor: Actor, number: number, reply: FastifyReply): Promise<CaseDetail> {
  const file = await readCase(desk, actor, number)
  reply.header('etag', etagOf(file.of.version))
  return presentCase(actor, file, desk.now())
}
