import type { Actor } from './actor.ts'
import type { Millis } from './case.ts'
import type { WebhookTopic } from './webhook.ts'

/** What the receiver of a callback is told; fixed when the case is resolved (REST v3 §15.3). */
export interface ResolvedSnapshot {
  readonly eventId: string
  readonly occurredAt: Millis
  readonly number: number
  readonly subject: string
  readonly status: { readonly id: number; readonly name: string; readonly color: string | null }
  readonly resolution: string | null
  readonly assignee: { readonly id: number; readonly name: string; readonly email: string | null } | null
  readonly resolvedAt: Millis | null
  readonly closure: { readonly code: string | null; readonly comments: string | null } | null
}

/** A file that is to be fetched from elsewhere and attached to a case. */
export interface FileToFetch {
  /** The guid that the file will have, by which a second run sees that the first one was done. */
  readonly guid: string
  readonly url: string
  readonly name: string
  readonly contentType: string
  /** What kind of paper it is, as in `GivenFile`. */
  readonly paper: string | null
  readonly caseNumber: number
  /** Who asked for it, as the history names them. */
  readonly by: Pick<Actor, 'wire' | 'name' | 'personId' | 'accountId' | 'credentialId' | 'credentialName'>
}

/** Work that was promised. Every kind has a handler in `jobs/handlers.ts`, or the build fails. */
export type Job =
  | { readonly kind: 'call-back'; readonly url: string; readonly snapshot: ResolvedSnapshot }
  | { readonly kind: 'fetch-file'; readonly file: FileToFetch }
  | {
      readonly kind: 'webhook'
      readonly webhookId: number
      /** Stays the same however often it is tried. */
      readonly deliveryId: string
      readonly topic: WebhookTopic
      /** Fixed when it is promised. */
      readonly body: string
      /** Sent because somebody wanted to see it arrive: nothing has happened. */
      readonly isTest?: true
    }
  | { readonly kind: 'sweep-files' }
  | { readonly kind: 'sweep-expired' }
  /** Brings what is stored into the form in which it would be stored now (REST v3 §14). */
  | { readonly kind: 'reseal' }

export type JobKind = Job['kind']
export type JobOf<K extends JobKind> = Extract<Job, { kind: K }>
