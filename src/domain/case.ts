import type { Wire } from './actor.ts'
import { withoutSecrets } from './secret-value.ts'

/** Milliseconds since 1970-01-01 UTC. */
export type Millis = number

/** How a text was sent. Wires convert for their own audience; what is stored is what arrived. */
export type TextFormat = 'text' | 'html'

/** Look-ups a case points to, each by the id of a catalog entry of that kind. */
export const caseLookups = [
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
  'template',
  'site',
  'group',
  'source',
] as const
export type CaseLookup = (typeof caseLookups)[number]

/** Catalog ids by look-up; status is always set. */
export type Classification = { readonly [K in CaseLookup]: K extends 'status' ? number : number | null }

export interface Resolution {
  readonly content: string
  readonly byId: number | null
  readonly at: Millis
}

export interface Closure {
  readonly codeId: number | null
  readonly comments: string | null
  readonly requesterAcknowledged: boolean | null
  readonly requesterComments: string | null
}

/** One case: what some wires call a ticket or a request. */
export interface Case extends Classification {
  readonly number: number
  readonly guid: string
  readonly subject: string
  /** The opening text. */
  readonly description: string
  readonly descriptionFormat: TextFormat
  readonly requesterId: number
  readonly createdById: number | null
  readonly assigneeId: number | null
  readonly partnerId: number | null
  readonly providerId: number | null
  /** When the provider accepted it (Messages §10.2); null until then. */
  readonly acceptedAt: Millis | null
  readonly wire: Wire
  readonly credentialId: number | null
  readonly accountId: number | null
  readonly externalId: string | null
  readonly tagIds: readonly number[]
  readonly resolution: Resolution | null
  readonly closure: Closure | null
  readonly callbackUrl: string | null
  readonly dueAt: Millis | null
  readonly firstResponseDueAt: Millis | null
  readonly assignedAt: Millis | null
  readonly respondedAt: Millis | null
  readonly onHoldAt: Millis | null
  readonly resolvedAt: Millis | null
  readonly completedAt: Millis | null
  readonly trashedAt: Millis | null
  readonly reopened: boolean
  /** User-defined fields by their key. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Facts only one wire speaks of (order data, chat transcript, impact details …), by their neutral name. */
  readonly details: Readonly<Record<string, unknown>>
  readonly createdAt: Millis
  /** Last time anything of the case changed, messages included; equal to `createdAt` at first. */
  readonly updatedAt: Millis
  /** Rises with every change; the Desk API's ETag. */
  readonly version: number
}

/** What may be changed on a case; absent keys stay as they are. */
export type CaseChange = Partial<
  Pick<
    Case,
    | CaseLookup
    | 'subject'
    | 'description'
    | 'descriptionFormat'
    | 'requesterId'
    | 'assigneeId'
    | 'providerId'
    | 'externalId'
    | 'tagIds'
    | 'closure'
    | 'callbackUrl'
    | 'dueAt'
    | 'firstResponseDueAt'
    | 'fields'
    | 'details'
  >
>

/** One changed value, as the history keeps it. */
export interface ValueChange {
  readonly from: unknown
  readonly to: unknown
}

/** @returns the values of `after` that differ from `before`, long texts cut to 200 characters, secret ones left out. */
export function changesBetween(
  before: Case,
  after: Case,
  keys: readonly (keyof Case)[],
): Record<string, ValueChange> {
  const changes: Record<string, ValueChange> = {}
  for (const key of keys) {
    const from = before[key]
    const to = after[key]
    if (from === to || JSON.stringify(from) === JSON.stringify(to)) continue
    changes[key] = { from: brief(from), to: brief(to) }
  }
  return changes
}

function brief(value: unknown): unknown {
  return typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : withoutSecrets(value)
}
