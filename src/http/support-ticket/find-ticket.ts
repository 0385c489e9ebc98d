import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { loadCase } from '../../usecases/cases/load-case.ts'
import type { Desk } from '../../usecases/desk.ts'
import { Invalid } from './field.ts'

/** Looks a ticket up by its id. @returns it, or undefined; throws `Invalid` when it is somebody else's */
export type FindTicket = (id: number) => Promise<Case | undefined>

/** @param notOwner what the operation says of a ticket that is not the caller's */
export function ticketFinder(desk: Desk, actor: Actor, notOwner: string): FindTicket {
  return async (id) => {
    try {
      const found = await loadCase(desk.db, actor, id)
      // What is in the trash is gone from this wire, for staff as well (mapping.md).
      return found.trashedAt === null ? found : undefined
    } catch (error) {
      if (!(error instanceof DeskError)) throw error
      if (error.fault.code === 'out_of_reach') throw new Invalid(notOwner)
      if (error.fault.code === 'not_found') return undefined
      throw error
    }
  }
}
