import type { Wire } from './actor.ts'
import type { Millis } from './case.ts'
import type { Issue } from './errors.ts'

/**
 * What a webhook of each wire can be told of, one for each webhook. Case Management §10 calls them items and tells of what
 * becomes of a thing; Messages §9 tells one party what the other did.
 */
export const webhookTopics = {
  'case-management': ['alert', 'case', 'message', 'person', 'file', 'classification', 'group'],
  messages: ['message.created', 'message.confirmed'],
} as const satisfies Partial<Record<Wire, readonly string[]>>

export type WebhookWire = keyof typeof webhookTopics
export type WebhookTopic = (typeof webhookTopics)[WebhookWire][number]

export const webhookMethods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'] as const
export type WebhookMethod = (typeof webhookMethods)[number]

/** A secret that deliveries are signed with; an older one beside it only until it ends. */
export interface WebhookSecret {
  readonly value: string
  readonly until: Millis | null
}

/** Whom we call when something happens, and how. */
export interface Webhook {
  readonly id: number
  readonly guid: string
  readonly wire: WebhookWire
  /** Case Management: the application it belongs to. */
  readonly credentialId: number | null
  /** Messages: the partner or provider it belongs to. */
  readonly organisationId: number | null
  readonly topic: WebhookTopic
  readonly url: string
  readonly method: WebhookMethod
  /** Sent along with every call; they may hold a password of the receiver. */
  readonly headers: Readonly<Record<string, string>>
  /** The newest first. */
  readonly secrets: readonly WebhookSecret[]
  readonly active: boolean
  /** The last event of the feed that it has been told of. */
  readonly position: string
  readonly createdById: number | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** How long a replaced secret goes on signing beside the new one, so that a receiver can change over (threat model §5.3). */
const secretOverlapMs = 86_400_000

/** @returns the secrets that sign now, the newest first */
export function liveSecrets(of: Pick<Webhook, 'secrets'>, now: Millis): string[] {
  return of.secrets.filter(({ until }) => until === null || until > now).map(({ value }) => value)
}

/** @returns the secrets once a new one has taken the place of the present one; the same again changes nothing */
export function withNewSecret(of: Pick<Webhook, 'secrets'>, value: string, now: Millis): WebhookSecret[] {
  const [current] = of.secrets
  if (current?.value === value) return [...of.secrets]
  const old = current ? [{ value: current.value, until: now + secretOverlapMs }] : []
  return [{ value, until: null }, ...old]
}

/** Header names that say how the call is framed or who makes it: ours, never the operator's. */
const ourHeaders =
  /^(?:host|connection|content-length|content-type|transfer-encoding|expect|upgrade|te|trailer|keep-alive|proxy-.*|x-caseloom-.*|x-hub-event|x-hook-signature|x-inbenta-challenge)$/

/** Most constant headers of one webhook, and characters of all together. */
const most = { headers: 20, characters: 8000 }

/** @returns what is wrong with constant headers: nothing in them may end a header or stand in for one of ours */
export function checkWebhookHeaders(headers: Readonly<Record<string, string>>): Issue[] {
  const entries = Object.entries(headers)
  if (entries.length > most.headers) return [{ field: 'headers', rule: 'too_many', limit: most.headers }]
  if (entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > most.characters)
    return [{ field: 'headers', rule: 'too_long', limit: most.characters }]
  const names = entries.map(([name]) => name.toLowerCase())
  return entries.flatMap(([name, value], index): Issue[] => {
    const lower = name.toLowerCase()
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^[\x20-\x7e]*$/.test(value) || names.indexOf(lower) < index)
      return [{ field: 'headers', rule: 'format', value: name }]
    return ourHeaders.test(lower) ? [{ field: 'headers', rule: 'not_allowed', value: name }] : []
  })
}
