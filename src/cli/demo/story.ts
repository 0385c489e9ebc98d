import type { MessageType } from '../../domain/message.ts'
import type { ContactName, RepName } from './cast.ts'

/** One sample case: how it began and what happened since. Times are hours. */
export interface Story {
  readonly hoursAgo: number
  /** How it came in: the customer themselves, the shop's chat, a rep on the telephone, or the chain of shops. */
  readonly by: 'customer' | 'shop' | RepName | 'partner'
  readonly requester: ContactName
  readonly subject: string
  readonly text: string
  readonly html?: true
  readonly priority?: 'low' | 'normal' | 'medium' | 'high'
  readonly category?: 'General' | 'Billing' | 'Technical'
  readonly tags?: readonly ('Question' | 'Refund')[]
  readonly group?: 'Network' | 'Hardware Problems'
  readonly assignee?: RepName
  /** Hours from the beginning until it should be done. */
  readonly dueAfter?: number
  readonly file?: SampleFile
  readonly steps?: readonly Step[]
}

export interface SampleFile {
  readonly name: string
  readonly contentType: string
  readonly text: string
}

/** What happened, so many hours after the beginning. */
export type Step = { readonly after: number } & (
  | {
      readonly does: 'reply'
      readonly by: RepName | 'customer'
      readonly text: string
      readonly html?: true
      readonly file?: SampleFile
    }
  | { readonly does: 'note'; readonly by: RepName; readonly text: string }
  | {
      readonly does: 'tell'
      readonly by: 'partner' | 'provider'
      readonly type: MessageType
      readonly text: string
      readonly internal?: true
    }
  | { readonly does: 'assign'; readonly by: RepName; readonly to: RepName }
  | {
      readonly does: 'set'
      readonly by: RepName
      readonly status: 'onHold' | 'inProgress' | 'open' | 'closed' | 'cancelled'
    }
  | { readonly does: 'resolve'; readonly by: RepName; readonly text: string }
)
