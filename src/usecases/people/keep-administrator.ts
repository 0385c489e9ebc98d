import { builtIn } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import { isAdministrator, type Person } from '../../domain/person.ts'
import { findPerson } from '../../storage/people.ts'
import { holdersOf } from '../../storage/people-query.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'

/**
 * Throws `last_administrator` when with this change nobody could administer the desk any more, whoever asks for it.
 * @param before the person as stored, locked
 * @param after the same as it shall be; null when they are deleted
 */
export async function keepAdministrator(
  desk: Desk,
  tx: Tx,
  before: Person,
  after: Person | null,
): Promise<void> {
  if (!isAdministrator(before) || (after !== null && isAdministrator(after))) return
  for (const id of await holdersOf(tx, builtIn.role.administrator)) {
    if (id === before.id) continue
    // Two administrators who disable each other at the same moment meet here: one of them stays.
    await desk.engine.lockRow(tx, 'people', id)
    const other = await findPerson(tx, id)
    if (other && isAdministrator(other)) return
  }
  throw new DeskError({ code: 'last_administrator' })
}
