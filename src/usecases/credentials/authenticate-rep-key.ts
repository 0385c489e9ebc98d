import type { Actor, Wire } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { integrationActor, repActor } from './actors.ts'
import { findActiveCredential } from './find-active.ts'

/**
 * @param key a rep's key or an integration key (REST v3 §2, §12)
 * @returns who it stands for; throws `unauthenticated`. An integration key rests while its owner's login is disabled.
 */
export async function authenticateRepKey(
  desk: Desk,
  wire: Wire,
  key: string | null | undefined,
): Promise<Actor> {
  const { credential, owner } = await findActiveCredential(desk, ['rep_key', 'integration_key'], key)
  const catalog = await catalogOf(desk)
  const rests = credential.personId !== null && (!owner?.loginEnabled || owner.deletedAt !== null)
  if (rests) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  if (credential.kind === 'integration_key') return integrationActor(wire, credential, owner, catalog)
  if (owner?.kind !== 'rep') throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  return repActor(wire, owner, credential, catalog)
}
