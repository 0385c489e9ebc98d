import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError, type Fault, type Issue } from '../../domain/errors.ts'
import type { Desk } from '../../usecases/desk.ts'
import { RuleBroken } from './check.ts'

/** What is wrong with the fields of a new case, by their dotted path (Messages §10.3). */
export type FieldProblems = Readonly<Record<string, readonly string[]>>

/** A request that this wire refuses by itself, in its own words. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly details: FieldProblems | undefined

  constructor(status: number, message: string, details?: FieldProblems) {
    super(message)
    this.status = status
    this.details = details
  }
}

/** Status and body of an error; the body is the same whatever the envelope (Messages §1.4, §1.5). */
export interface ErrorAnswer {
  readonly status: number
  readonly body: {
    readonly error: { readonly message: string; readonly details?: FieldProblems }
    /** Beside one error only (Messages §10.3). */
    readonly data?: null
  }
}

const refuse = (status: number, message: string): ErrorAnswer => ({ status, body: { error: { message } } })

/** @returns status and words for what the desk refuses (Messages §1.4, §3.3) */
export function presentFault(fault: Fault): ErrorAnswer {
  switch (fault.code) {
    case 'unauthenticated':
      return refuse(401, 'Unauthorized')
    case 'forbidden':
    case 'out_of_reach':
      return refuse(403, 'No access')
    case 'not_found':
    case 'case_in_trash':
      return refuse(404, 'Not found')
    case 'invalid':
      return refuse(400, fault.issues.map(sentence).join('. '))
    case 'no_provider':
      return { status: 404, body: { error: { message: "Can't process this case" }, data: null } }
    case 'too_large':
      return refuse(413, 'Request body is too large')
    case 'not_unique':
      return refuse(409, `"${fault.field}" is in use already`)
    case 'sealed_field':
      return refuse(400, `"${fault.field}" is encrypted and can only be searched for as a whole`)
    case 'not_editable':
      return refuse(400, `"${fault.field}" is not allowed`)
    case 'idempotency_mismatch':
      return refuse(422, 'Idempotency-Key belongs to another request')
    case 'idempotency_running':
      return refuse(409, 'A request with this Idempotency-Key is being worked on')
    case 'too_many_requests':
      return refuse(429, 'Too many requests')
    case 'in_use':
    case 'already_in_status':
    case 'open_case_limit':
    case 'stale':
    case 'link_spent':
    case 'last_administrator':
      return refuse(409, 'Conflict')
  }
}

/** Our names of values in the words of this wire's tables. */
const keys: Readonly<Record<string, string>> = {
  body: 'content',
  parentId: 'parentMessageId',
  tagIds: 'tags',
}

function sentence(issue: Issue): string {
  const key = keys[issue.field] ?? issue.field
  return `child "${key}" fails because ["${key}" ${ruleWords(key, issue)}]`
}

function ruleWords(key: string, issue: Issue): string {
  if (key === 'parentMessageId') return 'is not a message of this case'
  switch (issue.rule) {
    case 'required':
      return 'is required'
    case 'blank':
      return 'is not allowed to be empty'
    case 'too_long':
      return `length must be less than or equal to ${issue.limit} characters long`
    default:
      return 'contains an invalid value'
  }
}

/** @returns the handler that answers everything thrown in this wire; what nobody foresaw is logged and answered bare */
export function answerError(desk: Desk) {
  return (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
    if (desk.engine.isUnavailable(error)) reply.header('retry-after', '5')
    if (error instanceof DeskError && error.fault.code === 'too_many_requests')
      reply.header('retry-after', String(error.fault.retryAfterSeconds))
    const answer = present(desk, error)
    if (answer.status === 500) request.log.error({ err: error }, 'a request of the Messages API failed')
    return reply.code(answer.status).send(answer.body)
  }
}

function present(desk: Desk, error: Error & { statusCode?: number }): ErrorAnswer {
  if (error instanceof DeskError) return presentFault(error.fault)
  if (error instanceof RuleBroken) return refuse(400, error.message)
  if (error instanceof Refused) {
    const { status, message, details } = error
    return { status, body: { error: { message, ...(details ? { details } : {}) } } }
  }
  if (desk.engine.isUnavailable(error)) return refuse(503, 'Service unavailable')
  if (error.statusCode === 413) return refuse(413, 'Request body is too large')
  if (error.statusCode === 415) return refuse(415, 'Content-Type must be application/json')
  // A body that broke off, or whose length is not what its header says.
  if (error.statusCode !== undefined && error.statusCode < 500) return refuse(400, 'Invalid JSON')
  return refuse(500, 'Internal error')
}
