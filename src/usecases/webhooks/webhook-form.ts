import type { Happening } from '../../domain/happening.ts'
import type { Webhook, WebhookTopic, WebhookWire } from '../../domain/webhook.ts'

/** How one wire's webhooks speak: given by the wire, used when something is promised and when it is sent. */
export interface WebhookForm {
  /** Most happenings that one call tells of. */
  readonly most: number
  /** @returns the body that tells of them, oldest first */
  body(told: readonly Happening[]): string
  /** @returns a body like any other, for a test: it tells of nothing that has happened */
  sample(topic: WebhookTopic, now: number): string
  /** @returns headers beside the constant ones and our own, with the newest secret if there is one */
  headers(of: Pick<Webhook, 'topic'>, secret: string | null): Readonly<Record<string, string>>
  /** How a receiver proves that it wants the calls; null where nobody asks. */
  readonly challenge: ReceiverChallenge | null
}

/** One GET that a receiver must answer with 200 and the challenge as text. */
export interface ReceiverChallenge {
  headers(secret: string, challenge: string): Readonly<Record<string, string>>
}

export type WebhookForms = Readonly<Record<WebhookWire, WebhookForm>>

/** What came back from a receiver that was asked something. */
export interface ReceiverAnswer {
  readonly status: number
  /** At most 64 KiB of it. */
  readonly text: string
}

/** What an operation may ask of other servers; the network itself belongs to `jobs/outbound`. */
export interface Receivers {
  /** @returns whether the operator's list names the host of the URL, so that it may even be called without TLS */
  isListed(url: string): boolean
  /** @returns the answer to a GET, or null for whatever reason there is none: callers must not learn which */
  ask(url: string, headers: Readonly<Record<string, string>>): Promise<ReceiverAnswer | null>
}
