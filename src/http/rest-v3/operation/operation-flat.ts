import type { CustomField } from '../../../domain/custom-field.ts'
import { requestAttributes } from '../lists/request-attributes.ts'
import type { Operation } from './operation-names.ts'

type Flat = Readonly<Record<string, unknown>>
type Data = Readonly<Record<string, unknown>>

/** Attributes of a request by how older clients may write them: without case, spaces and underscores. */
const requestKeys = new Map<string, string>([
  ...Object.keys(requestAttributes).map((name) => [plain(name), name] as const),
  ['requesttemplate', 'template'],
])

/**
 * Turns the older flat form of the data (REST v3 §16, form b) into that of the equivalent call. A text for a reference is its
 * name, which the reader of the entity knows already; keys that nobody knows are left out.
 * @param fields that administrators defined for requests: keys that nothing else is called by are their names
 * @returns the `input_data` of the call, null for calls that need none
 */
export function fromFlat(
  about: Operation['about'],
  details: Flat,
  fields: readonly Pick<CustomField, 'name' | 'apiName'>[],
): Data | null {
  const given = new Map(Object.entries(details).map(([key, value]) => [plain(key), value]))
  switch (about) {
    case 'request':
      return { request: requestOf(given, fields) }
    case 'assignment':
      return { request: picked(given, { technician: 'technician', group: 'group' }) }
    case 'closure':
      return { request: { closure_info: closureOf(given) } }
    case 'reply':
      return {
        notification: {
          ...picked(given, { subject: 'subject', description: 'description' }),
          ...(given.has('to') ? { to: addresses(given.get('to')) } : {}),
          ...(given.has('cc') ? { cc: addresses(given.get('cc')) } : {}),
        },
      }
    case 'resolution':
      return { resolution: picked(given, { resolutiontext: 'content', content: 'content' }) }
    case 'note':
      return {
        note: picked(given, {
          notestext: 'description',
          description: 'description',
          ispublic: 'show_to_requester',
          showtorequester: 'show_to_requester',
        }),
      }
    case 'worklog':
      return { worklog: worklogOf(given) }
    case 'list':
      return { list_info: listInfoOf(given) }
    case 'nothing':
      return null
  }
}

function plain(key: string): string {
  return key.replace(/[\s_]/g, '').toLowerCase()
}

function picked(given: ReadonlyMap<string, unknown>, names: Readonly<Record<string, string>>): Data {
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => (given.has(key) ? [[name, given.get(key)]] : [])),
  )
}

function requestOf(
  given: ReadonlyMap<string, unknown>,
  defined: readonly Pick<CustomField, 'name' | 'apiName'>[],
): Data {
  const request: Record<string, unknown> = {}
  const fields: Record<string, unknown> = {}
  for (const [key, value] of given) {
    const [, type, number] = /^udf(char|long|date)(\d+)$/.exec(key) ?? []
    const name = requestKeys.get(key)
    if (type !== undefined) fields[`udf_${type}${number}`] = value
    else if (key === 'udffields' && typeof value === 'object') Object.assign(fields, value)
    else if (key === 'resolution' && typeof value === 'string') request.resolution = { content: value }
    else if (name !== undefined) request[name] = value
    else {
      const field = defined.find((each) => plain(each.name) === key || plain(each.apiName) === key)
      if (field) fields[field.apiName] = value
    }
  }
  return Object.keys(fields).length === 0 ? request : { ...request, udf_fields: fields }
}

function closureOf(given: ReadonlyMap<string, unknown>): Data {
  const accepted = given.get('closeaccepted')
  return {
    ...(accepted === undefined
      ? {}
      : { requester_ack_resolution: String(accepted).trim().toLowerCase() === 'accepted' }),
    ...picked(given, { closecomment: 'closure_comments', closurecode: 'closure_code' }),
  }
}

function worklogOf(given: ReadonlyMap<string, unknown>): Data {
  const { hours, minutes } = picked(given, { workhours: 'hours', workminutes: 'minutes' })
  const spent = hours === undefined && minutes === undefined ? {} : { time_spent: { hours, minutes } }
  return {
    ...picked(given, {
      technician: 'owner',
      owner: 'owner',
      description: 'description',
      cost: 'other_cost',
      starttime: 'start_time',
      endtime: 'end_time',
      type: 'type',
    }),
    ...spent,
  }
}

/** `from` counts from 0 (§16). */
function listInfoOf(given: ReadonlyMap<string, unknown>): Data {
  const from = given.get('from')
  return {
    ...(from === undefined || from === '' ? {} : { start_index: Number(from) + 1 }),
    ...picked(given, { limit: 'row_count', filterby: 'filter_by' }),
  }
}

/** Older clients write several addresses in one text. */
function addresses(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return String(value ?? '')
    .split(/[,;]/)
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .map((email_id) => ({ email_id }))
}
