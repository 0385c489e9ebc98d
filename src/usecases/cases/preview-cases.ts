import type { Actor } from '../../domain/actor.ts'
import type { Case, TextFormat } from '../../domain/case.ts'
import { type Catalog, isCompleted } from '../../domain/catalog.ts'
import type { Message } from '../../domain/message.ts'
import { isStaff } from '../../domain/permission.ts'
import { newestWords } from '../../storage/messages.ts'
import type { Desk } from '../desk.ts'

/** What a list says of a case besides its own values. */
export interface CasePreview {
  /** The beginning of the newest words that the actor sees, else of the opening text. */
  readonly text: string
  readonly format: TextFormat
  /** The requester's side wrote last, or only opened the case, and it is still in progress. */
  readonly awaitsAnswer: boolean
}

/** Enough for a line of plain text, even when most of it is markup. */
const shown = 2000

/** @returns the previews of cases that the actor has listed, by case number */
export async function previewCases(
  desk: Desk,
  actor: Actor,
  cases: readonly Case[],
  catalog: Catalog,
): Promise<Map<number, CasePreview>> {
  const audience = isStaff(actor) ? 'staff' : actor.party === 'provider' ? 'provider' : 'everyone'
  const newest = await newestWords(
    desk.db,
    cases.map((of) => of.number),
    audience,
  )
  return new Map(
    cases.map((of) => {
      const words = newest.get(of.number)
      return [of.number, preview(of, words?.seen ?? null, words?.public ?? null, catalog)]
    }),
  )
}

/** @returns the preview of a case whose messages, as the actor sees them, are at hand */
export function previewOf(of: Case, messages: readonly Message[], catalog: Catalog): CasePreview {
  const lastPublic = messages.findLast((message) => !message.internal && message.form !== 'system')
  return preview(of, messages.at(-1) ?? null, lastPublic ?? null, catalog)
}

function preview(
  of: Case,
  seen: Pick<Message, 'body' | 'bodyFormat'> | null,
  lastPublic: Pick<Message, 'side'> | null,
  catalog: Catalog,
): CasePreview {
  const words = seen?.body ? { text: seen.body, format: seen.bodyFormat } : null
  const opening = { text: of.description, format: of.descriptionFormat }
  const { text, format } = words ?? opening
  const unanswered = lastPublic === null || lastPublic.side === 'requester'
  return {
    text: text.slice(0, shown),
    format,
    awaitsAnswer: unanswered && !isCompleted(catalog.find('status', of.status)),
  }
}
