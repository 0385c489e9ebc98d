import { keep, kept, newStore } from './store.ts'
import type { FileRef, MessageCreate } from './types.ts'

export type Audience = MessageCreate['audience']

/** What somebody began to write; kept in this browser until it is sent. */
export interface Draft {
  /** Who is to read it; null while nobody has chosen. */
  readonly audience: Audience | null
  readonly text: string
  readonly files: readonly FileRef[]
}

const empty: Draft = { audience: null, text: '', files: [] }

/** The drafts read or written since the page was opened, by case. */
export const drafts = newStore<ReadonlyMap<number, Draft>>(new Map())

const place = (number: number) => `caseloom.draft.${number}`

/** @returns what was begun for a case */
export function draftOf(number: number): Draft {
  return drafts.get().get(number) ?? kept(place(number), empty, isDraft)
}

/** Changes a draft and keeps it; an empty one leaves nothing behind. */
export function changeDraft(number: number, change: Partial<Draft>): void {
  const draft = { ...draftOf(number), ...change }
  drafts.set(new Map(drafts.get()).set(number, draft))
  keep(place(number), draft.text === '' && draft.files.length === 0 ? null : draft)
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'text' in value && 'files' in value
}
