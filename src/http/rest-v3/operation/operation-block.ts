import { asObject } from '../lists/list-values.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * The `operation` block that older clients read (REST v3 §16).
 * @param done sentence of the operation
 * @param requestId the request it is about, if its path says so
 * @param status HTTP status of the answer
 * @param payload the answer of the equivalent call
 */
export function operationBlock(
  name: string,
  done: string,
  requestId: string | null,
  status: number,
  payload: unknown,
): Json {
  const answer = asObject(payload) ?? {}
  if (status >= 400) {
    return {
      name,
      result: { statuscode: String(status), status: 'Failed', message: firstMessage(answer) },
    }
  }
  const entities = Object.entries(answer).filter(
    ([key]) => key !== 'response_status' && key !== 'list_info' && key !== 'operation',
  )
  const [key = '', value] = entities[0] ?? []
  const id = requestId ?? (key === 'request' ? asObject(value)?.id : undefined)
  return {
    name,
    result: {
      statuscode: '200',
      status: 'Success',
      message: id === undefined || id === null ? done : `${done} ${id}`,
    },
    details: Array.isArray(value)
      ? value.map((each) => detailsOf(key, each))
      : detailsOf(key, value, requestId),
  }
}

function firstMessage(answer: Json): unknown {
  const messages = asObject(answer.response_status)?.messages
  return (Array.isArray(messages) ? asObject(messages[0])?.message : undefined) ?? 'Failed'
}

/** What older clients look for: a request's number, subject and status, the id of anything else. */
function detailsOf(key: string, value: unknown, requestId: string | null = null): Json {
  const entity = asObject(value)
  if (entity && (key === 'request' || key === 'requests')) {
    const status = asObject(entity.status)?.name
    return {
      WORKORDERID: entity.id ?? null,
      ...(entity.subject === undefined ? {} : { SUBJECT: entity.subject }),
      ...(status === undefined ? {} : { STATUS: status }),
    }
  }
  return {
    ...(requestId === null ? {} : { WORKORDERID: requestId }),
    ...(entity?.id === undefined ? {} : { ID: entity.id }),
    ...(entity?.name === undefined ? {} : { NAME: entity.name }),
  }
}
