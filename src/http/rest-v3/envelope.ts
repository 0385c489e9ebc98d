/** One entry of `messages` in a refusal. `field` names one attribute, `fields` several. */
export interface Message {
  readonly code: number
  readonly message: string
  readonly field?: string
  readonly fields?: readonly string[]
}

const success = { status_code: 2000, status: 'success' } as const

/** @returns the answer with one entity (REST v3 §4): `response_status` is an object */
export function entity(name: string, value: unknown): Record<string, unknown> {
  return { [name]: value, response_status: success }
}

/** @returns the answer with a list: `response_status` is an array of one object, also when there are no rows */
export function list(name: string, rows: readonly unknown[], listInfo: unknown): Record<string, unknown> {
  return { response_status: [success], list_info: listInfo, [name]: rows }
}

/** @returns the answer of an action: no entity, but a message that clients show */
export function action(message: string): Record<string, unknown> {
  return {
    response_status: {
      status_code: 2000,
      messages: [{ status_code: 2000, type: 'success', message }],
      status: 'success',
    },
  }
}

/** @returns the answer that says nothing but success, as deleting a note does (§9.1) */
export function plainSuccess(): Record<string, unknown> {
  return { response_status: success }
}

/** @returns the answer of a refusal: the outer code is always 4000, the first message is the one clients show */
export function refused(messages: readonly Message[]): Record<string, unknown> {
  return {
    response_status: {
      status_code: 4000,
      messages: messages.map(({ code, message, field, fields }) => ({
        status_code: code,
        type: 'failed',
        ...(field === undefined ? {} : { field }),
        ...(fields === undefined ? {} : { fields }),
        message,
      })),
      status: 'failed',
    },
  }
}
