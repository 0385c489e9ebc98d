import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { findCredential, revealedKey } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findPerson, passwordHashOf } from '../../storage/people.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { beginTry } from '../session/sign-in-throttle.ts'
import { verifyPassword } from './passwords.ts'

/**
 * Shows an integration key again to whoever proves with their own login password that it is them (REST v3 §12.2). A wrong
 * password counts like one at sign-in, and both outcomes are recorded.
 * @param address where the call comes from
 * @returns the key, null for one that was made before keys were kept; throws `not_found`, `too_many_requests`, and `forbidden`
 *   for a wrong password, for a caller who has none, and for one who has not every right of the key (threat model §1.9)
 */
export async function revealIntegrationKey(
  desk: Desk,
  actor: Actor,
  id: number,
  password: string,
  address: string,
): Promise<string | null> {
  permit(actor, 'keys.manage')
  const key = await findCredential(desk.db, id)
  if (key?.kind !== 'integration_key') {
    throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
  }
  const catalog = await catalogOf(desk)
  for (const right of catalog.rightsOf(key.roleIds)) permit(actor, right)
  await provePassword(desk, actor, password, address)
  return write(desk, async (tx) => {
    await recordEvent(tx, actor, desk.now(), {
      kind: 'credential.changed',
      subjectId: id,
      changes: { revealed: { from: null, to: true } },
    })
    return revealedKey(tx, id)
  })
}

async function provePassword(desk: Desk, actor: Actor, password: string, address: string): Promise<void> {
  const person = actor.personId === null ? undefined : await findPerson(desk.db, actor.personId)
  const login = person?.loginName ?? person?.email ?? `person ${actor.personId}`
  const tries = beginTry(desk, [
    { kind: 'account', value: login },
    { kind: 'address', value: address },
  ])
  const hash = person ? await passwordHashOf(desk.db, person.id) : null
  if (await verifyPassword(password, hash)) {
    tries.succeed()
    return
  }
  await write(desk, (tx) =>
    recordEvent(tx, actor, desk.now(), {
      kind: 'session.refused',
      ...(person ? { subjectId: person.id } : {}),
      changes: { address: { from: null, to: address } },
    }),
  )
  throw new DeskError({ code: 'forbidden', need: 'own' })
}
