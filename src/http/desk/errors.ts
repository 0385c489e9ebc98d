import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError, type Fault } from '../../domain/errors.ts'
import type { Desk } from '../../usecases/desk.ts'
import { type ProblemIssue, presentIssue } from './issues.ts'
import type { Problem } from './schema.ts'

/** Every problem that this API answers with, by its stable code; docs/errors.md says what to do about each. */
export const problems = {
  malformed: { status: 400, title: 'The request cannot be read' },
  invalid: { status: 400, title: 'Some of the given values are not accepted' },
  sealed_field: { status: 400, title: 'The field is encrypted and can only be searched for as a whole' },
  unauthenticated: { status: 401, title: 'Sign in or send a valid token first' },
  wrong_login: { status: 401, title: 'Login or password is wrong' },
  link_spent: { status: 401, title: 'This sign-in link is used up or over' },
  csrf: { status: 403, title: 'The change lacks proof that it comes from this site' },
  session_required: { status: 403, title: 'Only a person signed in with a browser can do this' },
  forbidden: { status: 403, title: 'Your rights do not cover this' },
  not_found: { status: 404, title: 'There is no such thing, or not for you' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  not_unique: { status: 409, title: 'The value is in use already' },
  in_use: { status: 409, title: 'It is still in use' },
  not_editable: { status: 409, title: 'This cannot be changed' },
  case_in_trash: { status: 409, title: 'The case is in the trash; restore it first' },
  already_in_status: { status: 409, title: 'The case has that status already' },
  open_case_limit: { status: 409, title: 'The requester has too many open cases' },
  no_provider: { status: 409, title: 'No provider can take the case' },
  last_administrator: { status: 409, title: 'The last administrator who can sign in must stay one' },
  idempotency_running: { status: 409, title: 'The first request with this key is still being worked on' },
  stale: { status: 412, title: 'Somebody changed it meanwhile' },
  too_large: { status: 413, title: 'It is larger than accepted' },
  unsupported_media_type: { status: 415, title: 'Send JSON, with content-type application/json' },
  idempotency_mismatch: { status: 422, title: 'The key belongs to another request' },
  too_many_requests: { status: 429, title: 'Too many tries; wait a while' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The desk cannot work right now; try again shortly' },
} as const satisfies Record<string, { status: number; title: string }>
export type ProblemCode = keyof typeof problems

/** A problem before it is put into words on the wire. */
export interface Trouble {
  readonly code: ProblemCode
  readonly detail?: string
  readonly issues?: readonly ProblemIssue[]
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that this wire refuses by itself. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.code)
    this.trouble = trouble
  }
}

/** @returns the problem for what the desk refuses */
function troubleOf(fault: Fault): Trouble {
  switch (fault.code) {
    case 'unauthenticated':
      return fault.reason === 'wrong_secret'
        ? { code: 'wrong_login' }
        : { code: 'unauthenticated', headers: { 'www-authenticate': 'Bearer realm="Caseloom"' } }
    case 'forbidden':
      return { code: 'forbidden', detail: `It takes the right ${fault.need}.` }
    case 'not_found':
    case 'out_of_reach':
      return { code: 'not_found' }
    case 'invalid':
      return { code: 'invalid', issues: fault.issues.map((issue) => presentIssue(issue)) }
    case 'not_unique':
      return {
        code: 'not_unique',
        issues: [presentIssue({ field: fault.field, rule: 'mismatch' }, 'is in use already')],
      }
    case 'sealed_field':
      return { code: 'sealed_field', detail: `${fault.field} is encrypted.` }
    case 'not_editable':
      return { code: 'not_editable', detail: `${fault.field} cannot be changed.` }
    case 'stale':
      return { code: 'stale', headers: { etag: etagOf(fault.version) } }
    case 'too_large':
      return { code: 'too_large', detail: `At most ${fault.limit} bytes are accepted.` }
    case 'too_many_requests':
      return { code: fault.code, headers: { 'retry-after': String(fault.retryAfterSeconds) } }
    case 'open_case_limit':
      return { code: fault.code, detail: `The limit is ${fault.limit}.` }
    case 'in_use':
    case 'case_in_trash':
    case 'already_in_status':
    case 'no_provider':
    case 'idempotency_mismatch':
    case 'idempotency_running':
    case 'link_spent':
    case 'last_administrator':
      return { code: fault.code }
  }
}

/** @returns the entity tag of a version of a case */
export function etagOf(version: number): string {
  return `"v${version}"`
}

/** @returns the body of the problem (RFC 9457) */
function presentProblem(trouble: Trouble, requestId: string): Problem {
  const { status, title } = problems[trouble.code]
  return {
    type: `/api/desk/v1/reference#error-${trouble.code}`,
    title,
    status,
    code: trouble.code,
    ...(trouble.detail === undefined ? {} : { detail: trouble.detail }),
    requestId,
    ...(trouble.issues && trouble.issues.length > 0 ? { errors: [...trouble.issues] } : {}),
  }
}

/** Answers with the problem. */
function sendProblem(request: FastifyRequest, reply: FastifyReply, trouble: Trouble): FastifyReply {
  return (
    reply
      .code(problems[trouble.code].status)
      .headers({ ...trouble.headers })
      .type('application/problem+json')
      // As bytes, because to a text Fastify would add a charset, which this media type does not have.
      .send(Buffer.from(JSON.stringify(presentProblem(trouble, request.id))))
  )
}

/** @returns the handler that answers everything thrown in this wire; what nobody foresaw is logged and answered bare */
export function answerError(desk: Desk) {
  return (error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) => {
    const trouble = seen(desk, error)
    if (trouble.code === 'internal') request.log.error({ err: error }, 'a request of the Desk API failed')
    return sendProblem(request, reply, trouble)
  }
}

function seen(desk: Desk, error: Error & { statusCode?: number; limit?: unknown }): Trouble {
  if (error instanceof DeskError) return troubleOf(error.fault)
  if (error instanceof Refused) return error.trouble
  if (desk.engine.isUnavailable(error)) return { code: 'unavailable', headers: { 'retry-after': '5' } }
  const status = error.statusCode ?? 500
  if (status === 413) {
    const known =
      typeof error.limit === 'number' ? { detail: `At most ${error.limit} bytes are accepted.` } : {}
    return { code: 'too_large', ...known }
  }
  if (status === 415) return { code: 'unsupported_media_type' }
  if (status >= 400 && status < 500) return { code: 'malformed' }
  return { code: 'internal' }
}
