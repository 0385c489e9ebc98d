import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import { listCaseEvents } from '../../storage/events.ts'
import { type CaseRef, loadCase } from '../cases/load-case.ts'
import type { Desk } from '../desk.ts'
import { type NamedEvents, withNames } from './event-names.ts'
import { eventReader } from './read-feed.ts'

/** @returns what happened to the case and the actor may see, oldest first; throws `not_found` or `out_of_reach` */
export async function listCaseHistory(desk: Desk, actor: Actor, ref: CaseRef): Promise<NamedEvents> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  return withNames(desk, await listCaseEvents(desk.db, of.number, eventReader(actor)))
}
