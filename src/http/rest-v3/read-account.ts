import type { Actor } from '../../domain/actor.ts'
import type { Desk } from '../../usecases/desk.ts'
import { listOrganisations } from '../../usecases/organisations/list-organisations.ts'
import { isEmpty, noSuch, readReference } from './values.ts'

/**
 * @returns the id of the account that is named by id or name, null for none; throws a refusal (4001) for a name that there is
 *   not. Whether an id exists, the desk decides
 */
export async function readAccount(desk: Desk, actor: Actor, value: unknown): Promise<number | null> {
  const named = isEmpty(value) ? null : readReference(value, 'account')
  if (named === null) return null
  if ('id' in named) return named.id
  const wanted = named.name.toLowerCase()
  const all = await listOrganisations(desk, actor)
  const found = all.find(({ organisation }) => organisation.name.trim().toLowerCase() === wanted)
  if (!found) throw noSuch('account', named.name)
  return found.organisation.id
}
