import type { Actor } from '../../domain/actor.ts'
import { columnIs } from '../../domain/case-query.ts'
import { inProgress } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { countCases } from '../../storage/cases.ts'
import { holdCredentials, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { savePerson } from '../../storage/people.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { loadPerson } from './change-person.ts'
import { joinGroups } from './join-groups.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { permitActingFor } from './permit-acting-for.ts'

/**
 * Deletes a contact or a rep. Cases and messages go on naming them; addresses, login name and keys are free at once.
 * @param kind what the caller takes the person for; another kind is `not_found`
 * @returns nothing; throws `not_found`, `forbidden`, `last_administrator`, or `in_use` for a rep who has cases in progress
 *   (REST v3 §10.2)
 */
export async function deletePerson(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'] | 'all',
  id: number,
): Promise<void> {
  await write(desk, async (tx) => {
    if (Number.isSafeInteger(id)) await holdCredentials(tx, id)
    const person = await loadPerson(desk, tx, kind, id)
    const catalog = await catalogOf(desk, tx)
    await permitActingFor(desk, tx, actor, person)
    if (person.kind === 'rep') {
      const open = await countCases(tx, desk.engine.name, {
        reach: { kind: 'all' },
        trash: 'without',
        where: [columnIs('assignee_id', id), columnIs('status', ...catalog.statusesIn(inProgress))],
      })
      if (open > 0) throw new DeskError({ code: 'in_use', what: 'person', id: String(id) })
      await joinGroups(tx, catalog, id, [])
    }
    await keepAdministrator(desk, tx, person, null)
    const now = desk.now()
    await removeCredentials(tx, {
      personId: id,
      kinds: ['rep_key', 'desk_token', 'personal_secret', 'session', 'sign_in_link'],
    })
    await savePerson(tx, { ...person, loginEnabled: false, updatedAt: now, deletedAt: now })
    await recordEvent(tx, actor, now, { kind: 'person.removed', subjectId: id })
  })
}
