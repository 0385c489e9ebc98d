import type { FastifyError, FastifyInstance } from 'fastify'
import { DeskError, type Fault, type Issue } from '../../domain/errors.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import type { WireContext } from './context.ts'
import { type Message, refused } from './envelope.ts'
import { fieldName } from './names.ts'

/** A refusal in the words of this wire (REST v3 §5). Thrown while reading input; the desk's own refusals are `Fault`s. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly messages: readonly Message[]

  constructor(status: number, messages: readonly Message[]) {
    super(messages[0]?.message ?? 'refused')
    this.status = status
    this.messages = messages
  }

  /** @returns a refusal (4001) of several attributes at once (§7.1, `fields_required`) */
  static ofFields(fields: readonly string[]): Refusal {
    return new Refusal(400, [{ code: 4001, message: 'Invalid Input', fields }])
  }
}

/** @returns the refusal of a value (4001); `detail` null leaves the message at `Invalid Input` */
export function invalidInput(field: string, detail: string | null): Refusal {
  const message = detail === null ? 'Invalid Input' : `Invalid Input: ${detail}`
  return new Refusal(400, [{ code: 4001, message, field }])
}

/** @returns the refusal of an attribute that the entity does not know (§3.3) */
export function extraKey(field: string): Refusal {
  return new Refusal(400, [{ code: 4001, message: 'Extra key found in JSON', field }])
}

/** @returns the refusal of missing mandatory attributes, all of them in one message (4012) */
export function notProvided(fields: readonly string[]): Refusal {
  return new Refusal(400, [{ code: 4012, message: 'Value not provided', fields }])
}

/** @returns the refusal of a computed attribute that was sent with another value (4014) */
export function readOnly(field: string): Refusal {
  return new Refusal(400, [{ code: 4014, message: 'Field is read only', field }])
}

/** @returns the refusal of an attribute that may not change after creation (4009) */
export function notEditable(field: string): Refusal {
  return new Refusal(400, [{ code: 4009, message: 'Field is not editable', field }])
}

/** @returns the refusal of an unknown path or id (4007) */
export function notFound(): Refusal {
  return new Refusal(404, [{ code: 4007, message: 'Invalid URL' }])
}

/** @returns the refusal of a caller without the right (4002) */
export function notPermitted(): Refusal {
  return new Refusal(403, [{ code: 4002, message: 'User does not have this permission' }])
}

/** @returns a refusal without a better code (4000) */
export function general(status: number, message: string, field?: string): Refusal {
  return new Refusal(status, [{ code: 4000, message, ...(field === undefined ? {} : { field }) }])
}

/** @returns what the desk refused, in the words of this wire; a new `Fault` does not compile until it has an answer here */
export function ofFault(fault: Fault): Refusal {
  switch (fault.code) {
    case 'unauthenticated':
      return new Refusal(401, [
        { code: 401, message: 'AuthToken in the request is invalid. Unable to authenticate.' },
      ])
    case 'forbidden':
      return notPermitted()
    case 'not_found':
    case 'out_of_reach':
      return notFound()
    case 'invalid':
      return ofIssues(fault.issues)
    case 'not_unique':
      return new Refusal(400, [{ code: 4008, message: 'Not unique', field: fieldName(fault.field) }])
    case 'in_use':
      return new Refusal(400, [{ code: 4005, message: 'Reference exists' }])
    case 'not_editable':
      return new Refusal(400, [
        { code: 4009, message: 'Field is not editable', field: fieldName(fault.field) },
      ])
    case 'sealed_field':
      return new Refusal(400, [
        { code: 4001, message: 'Invalid Input: field is encrypted', field: fieldName(fault.field) },
      ])
    case 'case_in_trash':
      return general(400, 'Request is in trash')
    case 'already_in_status':
      return general(400, 'Request is in that status already', 'status')
    case 'open_case_limit':
      return general(400, `The requester has ${fault.limit} open requests already`, 'requester')
    case 'no_provider':
      return general(400, 'There is no provider for this request')
    case 'stale':
      return general(409, 'The request was changed in the meantime')
    case 'too_large':
      return general(413, `The file is larger than ${fault.limit} bytes`)
    case 'too_many_requests':
      return new Refusal(429, [{ code: 4015, message: 'API rate limit reached' }])
    case 'idempotency_mismatch':
      return general(422, 'Another request was sent with this Idempotency-Key')
    case 'idempotency_running':
      return general(409, 'The first request with this Idempotency-Key is still being worked on')
    case 'link_spent':
      return general(400, 'The link was used already')
    case 'last_administrator':
      return general(400, 'The last administrator who can log in must stay one')
    default:
      return fault satisfies never
  }
}

/** Missing attributes become one message, every other issue one of its own. */
function ofIssues(issues: readonly Issue[]): Refusal {
  const isMissing = ({ rule }: Issue) => rule === 'required' || rule === 'blank'
  const missing = issues.filter(isMissing).map((issue) => fieldName(issue.field))
  const others = issues.filter((issue) => !isMissing(issue)).map(messageOf)
  return new Refusal(400, [...(missing.length > 0 ? notProvided(missing).messages : []), ...others])
}

function messageOf(issue: Issue): Message {
  const field = fieldName(issue.field)
  if (issue.rule === 'mismatch' && issue.field === 'endedAt') {
    return { code: 4016, message: 'Time mismatch', field }
  }
  return { code: 4001, message: `Invalid Input: ${detailOf(issue, field)}`, field }
}

function detailOf(issue: Issue, field: string): string {
  const value = typeof issue.value === 'string' || typeof issue.value === 'number' ? ` "${issue.value}"` : ''
  switch (issue.rule) {
    case 'required':
    case 'blank':
      return `${field} is not provided`
    case 'type':
    case 'format':
      return `${field} is not valid`
    case 'too_long':
      return `${field} is longer than ${issue.limit} characters`
    case 'too_many':
      return `${field} holds more than ${issue.limit}`
    case 'too_large':
      return `${field} is larger than ${issue.limit}`
    case 'choice':
    case 'unknown':
      return `${field}${value} does not exist`
    case 'mismatch':
      return `${field}${value} does not belong to the given ${fieldName(issue.what ?? 'value')}`
    case 'past':
      return `${field} is in the past`
    case 'not_allowed':
      return `${field} may not be set to this value`
    default:
      return issue.rule satisfies never
  }
}

/** Answers everything that goes wrong in the wire's own form. */
export function answerErrors(wire: FastifyInstance, { desk }: WireContext): void {
  wire.setErrorHandler((error: FastifyError, request, reply) => {
    if (desk.engine.isUnavailable(error)) {
      request.log.error(error, 'the database cannot be used')
      return reply
        .code(503)
        .header('retry-after', '5')
        .send(refused([{ code: 4000, message: 'The service is not available at the moment' }]))
    }
    const refusal = refusalOf(error)
    if (refusal === null) {
      request.log.error(error, 'a request failed')
      return reply.code(500).send(refused([{ code: 4004, message: 'Internal Error' }]))
    }
    if (error instanceof DeskError && error.fault.code === 'too_many_requests') {
      reply.header('retry-after', String(error.fault.retryAfterSeconds))
    }
    return reply.code(refusal.status).send(refused(refusal.messages))
  })
}

function refusalOf(error: FastifyError): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof DeskError) return ofFault(error.fault)
  if (error instanceof MalformedBody) return invalidInput('input_data', error.message)
  const status = error.statusCode ?? 500
  if (status === 413) return general(413, 'The request is too large')
  return status >= 400 && status < 500 ? general(status, error.message) : null
}
