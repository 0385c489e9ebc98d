import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { basicStatus } from '../../domain/basic-words.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { DeskError, type Fault, type Issue } from '../../domain/errors.ts'
import { catalogOf, type Desk } from '../../usecases/desk.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import { BodyTooLarge } from '../shared/read-body.ts'
import { refuse } from './present.ts'
import { type Errors, Refusal } from './refusal.ts'
import { words } from './words.ts'

/** Answers whatever went wrong in the wire's envelope (§2). What is our own defect is logged and answered with a bare 500. */
export function errorHandler(desk: Desk) {
  return async (error: Error, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (error instanceof Refusal) return refuse(reply, error.status, error.errors)
    if (error instanceof DeskError) {
      const { status, errors, retryAfter } = presentFault(error.fault, await catalogOf(desk))
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
      return refuse(reply, status, errors)
    }
    if (error instanceof BodyTooLarge) return refuse(reply, 413, { detail: [words.tooLarge] })
    if (error instanceof MalformedBody) return refuse(reply, 400, { detail: [error.message] })
    if (desk.engine.isUnavailable(error)) {
      reply.header('retry-after', '5')
      return refuse(reply, 503, { detail: [words.unavailable] })
    }
    if ((error as FastifyError).code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return refuse(reply, 415, { detail: [words.unsupported(request.headers['content-type'] ?? '')] })
    }
    const status = (error as FastifyError).statusCode ?? 500
    if (status >= 400 && status < 500) return refuse(reply, status, { detail: [words.malformed] })
    desk.log.error({ err: error, requestId: request.id }, 'a Support Ticket request failed')
    return refuse(reply, 500, { detail: [words.serverError] })
  }
}

type Answer = { status: number; errors: Errors; retryAfter?: number }

/** @returns status and sentences for what the desk refused. Most never get here, because fields are checked before. */
function presentFault(fault: Fault, catalog: Catalog): Answer {
  switch (fault.code) {
    case 'unauthenticated':
      return refusal(401, 'detail', words.badApikey)
    case 'forbidden':
      return refusal(403, 'detail', words.noPermission)
    case 'not_found':
      return fault.what === 'case'
        ? refusal(400, 'ticket', words.ticketInvalid)
        : refusal(404, 'detail', words.notFound)
    case 'out_of_reach':
      return refusal(400, 'ticket', words.notOwner)
    case 'case_in_trash':
      return refusal(400, 'ticket', words.ticketInvalid)
    case 'already_in_status':
      return refusal(400, 'ticket', already(catalog, fault.statusId))
    case 'open_case_limit':
      // No `code` and no `detail`: clients that renew their token on 401 must be able to tell it apart (§6.2).
      return refusal(401, 'non_field_errors', words.openLimit)
    case 'invalid':
      return { status: 400, errors: issuesByField(fault.issues) }
    case 'too_large':
      return refusal(400, 'attachment', words.fileTooBig)
    case 'idempotency_mismatch':
      return refusal(422, 'detail', words.keyReused)
    case 'idempotency_running':
      return { ...refusal(409, 'detail', words.keyRunning), retryAfter: 1 }
    case 'too_many_requests':
      return {
        ...refusal(429, 'detail', words.throttled(fault.retryAfterSeconds)),
        retryAfter: fault.retryAfterSeconds,
      }
    case 'not_unique':
    case 'in_use':
    case 'not_editable':
    case 'sealed_field':
    case 'no_provider':
    case 'stale':
    case 'link_spent':
    case 'last_administrator':
      // Nothing that this wire asks for is refused so.
      return refusal(400, 'non_field_errors', fault.code)
    default:
      return fault satisfies never
  }
}

function refusal(status: number, field: string, sentence: string): Answer {
  return { status, errors: { [field]: [sentence] } }
}

function already(catalog: Catalog, statusId: number): string {
  switch (basicStatus(catalog.find('status', statusId))) {
    case 'open':
      return words.alreadyOpen
    case 'pending':
      return words.alreadyProcessing
    case 'closed':
      return words.alreadyClosed
  }
}

/** The desk's field names and the wire's. */
const fieldNames: Readonly<Record<string, string>> = {
  description: 'comment',
  body: 'comment',
  tagIds: 'tags',
  fileIds: 'attachment',
}

function issuesByField(issues: readonly Issue[]): Errors {
  const byField = Map.groupBy(issues, ({ field }) => fieldNames[field] ?? field)
  return Object.fromEntries([...byField].map(([field, found]) => [field, found.map(sentence)]))
}

function sentence(issue: Issue): string {
  switch (issue.rule) {
    case 'required':
      return words.required
    case 'blank':
      return words.blank
    case 'too_long':
      return words.tooLong(issue.limit ?? 0)
    case 'too_large':
      return words.fileTooBig
    case 'unknown':
      return words.unknownId(String(issue.value))
    default:
      return words.notAChoice(String(issue.value))
  }
}
