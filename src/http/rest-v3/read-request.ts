import type { Actor } from '../../domain/actor.ts'
import type { CaseChange, CaseLookup, Closure } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import type { Desk } from '../../usecases/desk.ts'
import type { NamedContact } from '../../usecases/people/ensure-contact.ts'
import { findNamed } from '../../usecases/people/find-named.ts'
import { extraKey, invalidInput, notProvided } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { readUdfs } from './udf.ts'
import {
  formatOf,
  isEmpty,
  type NamedPerson,
  noSuch,
  readBoolean,
  readCatalogId,
  readFileIds,
  readPerson,
  readReference,
  readText,
  readTexts,
  readTime,
} from './values.ts'

/** A request as a caller gives it, with one name for every attribute. */
export type GivenRequest = Readonly<Record<string, unknown>>

/** What is given of a request, in the desk's own words. Fits both opening and editing a case. */
export interface RequestChange extends Omit<CaseChange, 'requesterId' | 'template'> {
  readonly requester?: number | NamedContact
  readonly resolution?: string | null
  readonly files?: readonly number[]
}

/** Other spellings of attributes (§8.1). */
const aliases: Readonly<Record<string, string>> = {
  support_rep: 'technician',
  support_group: 'group',
  callbackURL: 'callback_url',
  callbackUrl: 'callback_url',
  callBackURL: 'callback_url',
}

/** Attributes that are sent by shipped integrations and mean nothing here (§8.1). */
const ignored = new Set([
  'assets',
  'resources',
  'scheduled_start_time',
  'scheduled_end_time',
  'on_behalf_of',
  'editor',
  'request_template_task_ids',
  'delete_pre_template_tasks',
])

const lookups = [
  'status',
  'priority',
  'urgency',
  'impact',
  'level',
  'mode',
  'request_type',
  'category',
  'subcategory',
  'item',
  'service_category',
  'group',
] as const

/** Everything that can be written, at creation or later. */
export const writable: ReadonlySet<string> = new Set([
  ...lookups,
  'subject',
  'description',
  'requester',
  'technician',
  'product',
  'site',
  'impact_details',
  'email_ids_to_notify',
  'udf_fields',
  'callback_url',
  'resolution',
  'closure_info',
  'attachments',
  'update_reason',
  'status_change_comments',
  'due_by_time',
  'first_response_due_by_time',
  'is_fcr',
  'template',
])

/** @returns the request under one name for each attribute, without those that mean nothing; the plain name wins over an alias */
export function normalised(given: GivenRequest): GivenRequest {
  const renamed = Object.entries(given).map(([key, value]) => [aliases[key] ?? key, value] as const)
  const plain = Object.entries(given).filter(([key]) => !(key in aliases))
  const all = Object.fromEntries([...renamed, ...plain])
  return Object.fromEntries(Object.entries(all).filter(([key]) => !ignored.has(key)))
}

/**
 * Reads what can be written of a request (REST v3 §8.1). Absent attributes are absent in the result, null clears.
 * @param given as `normalised` returns it
 * @param current look-ups that the request has, for children that are given by name
 * @returns the change; throws a refusal for values that make no sense or name nothing (4001), or clear what must be there (4012)
 */
export async function readRequest(
  desk: Desk,
  actor: Actor,
  timeZone: string,
  catalog: Catalog,
  given: GivenRequest,
  current: Partial<Record<CaseLookup, number | null>>,
): Promise<RequestChange> {
  const has = (key: string) => given[key] !== undefined
  const cleared = ['subject', 'status', 'requester'].filter((key) => has(key) && isEmpty(given[key]))
  if (cleared.length > 0) throw notProvided(cleared)
  const reading = { desk, actor, timeZone, fields: allFieldsIn(catalog, null) }
  const description = has('description') ? (readText(given.description, 'description') ?? '') : undefined
  return {
    ...(has('subject') ? { subject: readText(given.subject, 'subject', 250)?.trim() ?? '' } : {}),
    ...(description === undefined ? {} : { description, descriptionFormat: formatOf(description) }),
    ...readLookups(catalog, given, current),
    ...(has('requester') ? { requester: await requester(desk, given.requester) } : {}),
    ...(has('technician') ? { assigneeId: await technician(desk, given.technician) } : {}),
    ...(has('callback_url') ? { callbackUrl: readCallbackUrl(given.callback_url) } : {}),
    ...(has('due_by_time') ? { dueAt: readTime(given.due_by_time, 'due_by_time', timeZone) } : {}),
    ...(has('first_response_due_by_time')
      ? {
          firstResponseDueAt: readTime(
            given.first_response_due_by_time,
            'first_response_due_by_time',
            timeZone,
          ),
        }
      : {}),
    ...(has('udf_fields') ? { fields: await readUdfs(reading, given.udf_fields) } : {}),
    ...(has('resolution') ? { resolution: readResolution(given.resolution) } : {}),
    ...(has('closure_info') ? { closure: readClosure(catalog, given.closure_info) } : {}),
    ...(has('attachments') ? { files: readFileIds(given.attachments, 'attachments') } : {}),
    ...readDetails(given),
  }
}

function readLookups(
  catalog: Catalog,
  given: GivenRequest,
  current: Partial<Record<CaseLookup, number | null>>,
): Pick<CaseChange, CaseLookup> {
  const found: { -readonly [K in CaseLookup]?: number | null } = {}
  for (const kind of lookups) {
    if (given[kind] === undefined) continue
    const parent = kind === 'subcategory' ? 'category' : kind === 'item' ? 'subcategory' : null
    const parentId = parent === null ? null : (found[parent] ?? current[parent] ?? null)
    found[kind] = readCatalogId(catalog, kind, given[kind], kind, parentId)
  }
  if (given.site !== undefined) {
    const named = readReference(given.site, 'site')
    const site =
      named && ('id' in named ? catalog.usable('site', named.id) : catalog.byName('site', named.name))
    // Sites may be unused: one that is not known here is no reason to refuse a request (§8.1).
    if (site || named === null) found.site = site?.id ?? null
  }
  return found as Pick<CaseChange, CaseLookup>
}

/** Attributes that only this wire speaks of. */
function readDetails(given: GivenRequest): { details?: Record<string, unknown> } {
  const details: Record<string, unknown> = {}
  for (const key of ['impact_details', 'update_reason', 'status_change_comments'] as const) {
    if (given[key] !== undefined) details[key] = readText(given[key], key, 250) || null
  }
  if (given.is_fcr !== undefined) details.is_fcr = readBoolean(given.is_fcr, 'is_fcr')
  if (given.email_ids_to_notify !== undefined) {
    const all = readTexts(given.email_ids_to_notify, 'email_ids_to_notify')
    details.email_ids_to_notify = all.length === 0 ? null : all
  }
  if (given.product !== undefined) {
    const product = readReference(given.product, 'product')
    details.product =
      product && ('id' in product ? { id: String(product.id), name: null } : { id: null, name: product.name })
  }
  return Object.keys(details).length === 0 ? {} : { details }
}

async function requester(desk: Desk, value: unknown): Promise<number | NamedContact> {
  const named = readPerson(value, 'requester')
  if (named === null) throw notProvided(['requester'])
  if ('id' in named) return named.id
  if ('email' in named) return named
  return personId(desk, named, 'requester')
}

async function technician(desk: Desk, value: unknown): Promise<number | null> {
  const named = readPerson(value, 'technician')
  return named && personId(desk, named, 'technician')
}

/** @returns the id of the person who is named; throws a refusal (4001) for nobody. Whether they fit, the desk decides */
export async function personId(desk: Desk, named: NamedPerson, field: string): Promise<number> {
  const person = await findNamed(desk, named)
  if (person) return person.id
  const [word] = Object.values(named)
  throw noSuch(field, String(word))
}

/** The fragment means nothing to a server and is dropped (§15.1). */
function readCallbackUrl(value: unknown): string | null {
  return readText(value, 'callback_url', 2_000)?.trim().replace(/#.*$/s, '') || null
}

function readResolution(value: unknown): string | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  if (!object) throw invalidInput('resolution', 'resolution is not an object')
  const known = [
    'content',
    'add_to_linked_requests',
    'resolution_attachments',
    'submitted_by',
    'submitted_on',
  ]
  for (const key of Object.keys(object)) if (!known.includes(key)) throw extraKey(`resolution.${key}`)
  const content = readText(object.content, 'resolution.content')
  return isEmpty(content) ? null : content
}

/** @returns what is said about closing (§8.6), null for nothing; throws a refusal (4001) */
export function readClosure(catalog: Catalog, value: unknown): Closure | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  if (!object) throw invalidInput('closure_info', 'closure_info is not an object')
  const known = ['requester_ack_resolution', 'requester_ack_comments', 'closure_comments', 'closure_code']
  for (const key of Object.keys(object)) if (!known.includes(key)) throw extraKey(`closure_info.${key}`)
  const place = (key: string) => `closure_info.${key}`
  return {
    codeId: readCatalogId(catalog, 'closure_code', object.closure_code, place('closure_code')),
    comments: readText(object.closure_comments, place('closure_comments')) || null,
    requesterAcknowledged: readBoolean(object.requester_ack_resolution, place('requester_ack_resolution')),
    requesterComments: readText(object.requester_ack_comments, place('requester_ack_comments')) || null,
  }
}
