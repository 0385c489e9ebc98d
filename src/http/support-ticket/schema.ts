import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import {
  asId,
  choice,
  type Field,
  field,
  Invalid,
  idField,
  idOf,
  idsOf,
  optional,
  text,
  upload,
} from './field.ts'
import type { FindTicket } from './find-ticket.ts'
import { prioritiesByNumber, statusWishes } from './names.ts'
import { words } from './words.ts'

/** Longest comment, in characters; the vendor states none (§6.2). */
const longestComment = 1_000_000

/** Log-in (§3.1). A password may begin or end with a space. */
export const logInFields = { username: text(1_000), password: text(1_000, { keepSpace: true }) }

/** Token refresh (§3.2). */
export const refreshFields = { refresh: text(10_000) }

/** Create (§6.2). */
export const createFields = (catalog: Catalog) => ({
  subject: text(500),
  priority: choice(prioritiesByNumber),
  comment: text(longestComment),
  category: idOf((id) => catalog.usable('category', id)?.id),
  attachment: optional(upload),
})

/** Update, its ticket aside (§6.5). A tag that the ticket has may stay although it can no longer be chosen. */
export const updateFields = (catalog: Catalog, current: Pick<Case, 'tagIds'>) => ({
  priority: optional(choice(prioritiesByNumber)),
  tags: idsOf((id) => (current.tagIds.includes(id) ? id : catalog.usable('tag', id)?.id)),
})

/** Add conversation (§6.8). */
export const conversationFields = (find: FindTicket) => ({
  ticket: idOf(find),
  comment: text(longestComment),
  attachment: optional(upload),
})

/** Change status (§6.9). */
export const statusFields = (find: FindTicket) => ({
  ticket: ticketOf('ticket', find, words.statusTicketInvalid),
  status: requestedStatus,
})

/** The ticket of update and detailed view: reported as `ticket` although the parameter is `ticket_id` (§6.5). */
export const ticketIdFields = (find: FindTicket) => ({
  ticket: ticketOf('ticket_id', find, words.ticketInvalid),
})

/** The ticket under the given parameter, refused in the words of update, detailed view and status. */
function ticketOf(parameter: string, find: FindTicket, invalid: string): Field<Case> {
  return idField(parameter, async (from) => {
    const value = from.one(parameter)
    if (isBlank(value)) throw new Invalid(words.ticketMissing)
    const id = asId(value)
    const found = id === undefined || id < 0 ? undefined : await find(id)
    if (!found) throw new Invalid(invalid)
    return found
  })
}

const wish = choice(statusWishes)

const requestedStatus: Field<'open' | 'close'> = field(wish.documented, (from, name) => {
  if (isBlank(from.one(name))) throw new Invalid(words.statusMissing)
  return wish(from, name)
})

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
