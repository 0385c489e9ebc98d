import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { DeskError, type Fault, type Issue } from '../../domain/errors.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import type { WireContext } from './context.ts'
import { parameterName, thingName } from './names.ts'

/** One thing that is wrong with a request, in the words of this wire. */
export interface Problem {
  readonly message: string
  /** The parameter it is about. */
  readonly field?: string
}

/** A refusal in the words of this wire (Case Management §4.2). Several problems at once are told all. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly problems: readonly Problem[]

  constructor(status: number, ...problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'refused')
    this.status = status
    this.problems = problems
  }
}

/** Texts that clients compare (§2, §5.1, §8.1). */
const texts = {
  unauthorized: 'Unauthorized',
  denied: 'User is not authorized to access this resource with an explicit deny',
  wrongSecret: 'Secret token not valid',
  unreadable: 'Invalid JSON body',
  tooLarge: 'Request payload is larger than 10 MB',
  tooMany: 'The maximum number of request per minute has been exceeded.',
} as const

/** @returns the problem of a parameter that is missing */
export function required(field: string): Problem {
  return { message: `The "${field}" parameter is required`, field }
}

/** @returns the problem of a parameter with a wrong type or value */
export function notValid(field: string): Problem {
  return { message: `The "${field}" parameter is not valid`, field }
}

/** @returns the problem of a text with more than `most` characters */
export function tooLong(field: string, most: number | undefined): Problem {
  return { message: `The "${field}" parameter is longer than ${most} characters`, field }
}

/** @returns the body of every answer from 400 on: all three shapes that clients read, in one (§4.2) */
function errorBody(status: number, problems: readonly Problem[]): Record<string, unknown> {
  const message = problems[0]?.message ?? ''
  return {
    error: { code: status, message },
    errors: problems.map((problem) => ({ code: status, ...problem })),
    message,
    ...(status === 403 ? { Message: message } : {}),
  }
}

/** @returns what the desk refused, in the words of this wire; a new `Fault` does not compile until it has an answer here */
function ofFault(fault: Fault): Refusal {
  switch (fault.code) {
    case 'unauthenticated':
      if (fault.reason === 'missing') return new Refusal(401, { message: texts.unauthorized })
      if (fault.reason === 'wrong_secret') return new Refusal(400, { message: texts.wrongSecret })
      return new Refusal(403, { message: texts.denied })
    case 'forbidden':
      return new Refusal(403, { message: texts.denied })
    case 'not_found':
    case 'out_of_reach':
      return new Refusal(404, { message: `${thingName(fault.what)} ${shown(fault.id)} does not exist` })
    case 'case_in_trash':
      return new Refusal(404, { message: `Ticket ${fault.caseNumber} does not exist` })
    case 'invalid':
      return ofIssues(fault.issues)
    case 'not_unique': {
      const field = parameterName(fault.field)
      return new Refusal(422, { message: `The "${field}" parameter is used by another user`, field })
    }
    case 'sealed_field':
      return new Refusal(400, notValid(parameterName(fault.field)))
    case 'not_editable':
      return new Refusal(400, notValid(parameterName(fault.field)))
    case 'too_large':
      return new Refusal(413, { message: texts.tooLarge })
    case 'too_many_requests':
      return new Refusal(429, { message: texts.tooMany })
    case 'idempotency_mismatch':
      return new Refusal(422, { message: 'Another request was sent with this Idempotency-Key' })
    case 'idempotency_running':
      return new Refusal(409, { message: 'The first request with this Idempotency-Key is still in progress' })
    case 'open_case_limit':
      return new Refusal(422, { message: `The user has ${fault.limit} open tickets already` })
    case 'no_provider':
      return new Refusal(422, { message: 'Nobody can work on this ticket' })
    case 'in_use':
    case 'already_in_status':
    case 'stale':
    case 'link_spent':
    case 'last_administrator':
      return new Refusal(409, { message: 'The request does not fit the current state' })
    default:
      return fault satisfies never
  }
}

/** References to what does not exist are 422, everything else about values 400 (§4.3). */
function ofIssues(issues: readonly Issue[]): Refusal {
  const status = issues.every(({ rule }) => rule === 'unknown') ? 422 : 400
  return new Refusal(status, ...issues.map(ofIssue))
}

function ofIssue(issue: Issue): Problem {
  const field = parameterName(issue.field)
  switch (issue.rule) {
    case 'required':
    case 'blank':
      return required(field)
    case 'too_long':
      return tooLong(field, issue.limit)
    case 'too_many':
    case 'too_large':
      return { message: `The "${field}" parameter has more than ${issue.limit} entries`, field }
    case 'unknown': {
      const expired = issue.what === 'file' ? ' or has expired' : ''
      return { message: `${thingName(issue.what)} ${shown(issue.value)} does not exist${expired}`, field }
    }
    case 'mismatch':
      if (issue.what === 'challenge')
        return { message: `The "${field}" did not answer the verification with its challenge`, field }
      return notValid(field)
    case 'type':
    case 'format':
    case 'choice':
    case 'past':
    case 'not_allowed':
      return notValid(field)
    default:
      return issue.rule satisfies never
  }
}

/** An id as it was given, but not a novel of it. */
function shown(id: unknown): string {
  return String(id).slice(0, 100)
}

/** Answers everything that goes wrong in the wire's own form. */
export function answerErrors(wire: FastifyInstance, { desk }: WireContext): void {
  wire.setErrorHandler((error: FastifyError, request, reply) => {
    if (desk.engine.isUnavailable(error)) {
      request.log.error({ err: error }, 'the database cannot be used')
      reply.header('retry-after', '5')
      return answer(reply, 503, [{ message: 'The service is not available at the moment' }])
    }
    const refusal = refusalOf(error)
    if (refusal === null) {
      request.log.error({ err: error }, 'a request of the Case Management API failed')
      return answer(reply, 500, [{ message: 'Internal error' }])
    }
    if (error instanceof DeskError && error.fault.code === 'too_many_requests')
      reply.header('retry-after', String(error.fault.retryAfterSeconds))
    return answer(reply, refusal.status, refusal.problems)
  })
}

function answer(reply: FastifyReply, status: number, problems: readonly Problem[]): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(errorBody(status, problems))
}

function refusalOf(error: FastifyError): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof DeskError) return ofFault(error.fault)
  if (error instanceof MalformedBody) return new Refusal(400, { message: texts.unreadable })
  const status = error.statusCode ?? 500
  if (status === 413) return new Refusal(413, { message: texts.tooLarge })
  return status >= 400 && status < 500 ? new Refusal(status, { message: error.message }) : null
}
