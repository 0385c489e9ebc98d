import { priorityForWord } from '../../../domain/basic-words.ts'
import { builtIn } from '../../../domain/catalog.ts'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { openOrCloseCase } from '../../../usecases/cases/open-or-close-case.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { readFields } from '../field.ts'
import { ticketFinder } from '../find-ticket.ts'
import type { Handler } from '../handler.ts'
import { paths, prefixOf } from '../paths.ts'
import { succeed } from '../present.ts'
import { createFields, statusFields, ticketIdFields, updateFields } from '../schema.ts'
import { stage } from '../stage.ts'
import { words } from '../words.ts'

/** Create (§6.2). The answer is empty by contract; `Location` says where the ticket is. */
export function createTicket(desk: Desk, settings: WireSettings): Handler {
  const [detail] = paths.detail
  const address = `${settings.publicUrl ?? ''}${prefixOf(settings)}/${detail}/`
  return async (request, reply, body) => {
    const actor = actorOf(request)
    const catalog = await catalogOf(desk)
    const given = await readFields(body, createFields(catalog))
    const { number } = await openCase(desk, actor, {
      subject: given.subject,
      description: given.comment,
      descriptionFormat: 'text',
      requester: actor.personId,
      priority: priorityForWord(catalog, null, given.priority) ?? builtIn.priority.medium,
      category: given.category,
      limited: true,
      files: await stage(desk, actor, given.attachment),
    })
    reply.header('location', `${address}?ticket_id=${number}`)
    return succeed(reply)
  }
}

/** Update (§6.5): the tags are replaced, the priority changes unless it shows as the one asked for already. */
export function updateTicket(desk: Desk): Handler {
  return async (request, reply, body) => {
    const actor = actorOf(request)
    const { ticket } = await readFields(body, ticketIdFields(ticketFinder(desk, actor, words.notOwner)))
    const catalog = await catalogOf(desk)
    const { priority, tags } = await readFields(body, updateFields(catalog, ticket))
    await changeCase(desk, actor, ticket.number, {
      tagIds: [...new Set(tags)],
      decide: (current) =>
        priority === undefined ? {} : { priority: priorityForWord(catalog, current.priority, priority) },
    })
    return succeed(reply)
  }
}

/** Change status (§6.9). */
export function changeStatus(desk: Desk): Handler {
  return async (request, reply, body) => {
    const actor = actorOf(request)
    const find = ticketFinder(desk, actor, words.statusNotOwner)
    const { ticket, status } = await readFields(body, statusFields(find))
    await openOrCloseCase(desk, actor, ticket.number, status)
    return succeed(reply)
  }
}
