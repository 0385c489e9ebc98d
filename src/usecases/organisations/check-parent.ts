import { unknownReference } from '../../domain/errors.ts'
import { findOrganisation, organisationHasParts } from '../../storage/organisations.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'

/**
 * Throws `invalid` unless the organisation can be a part of the other one, which must be there and be part of none itself; two
 * levels are all there is (REST v3 §10.4).
 * @param selfId null for a new one
 */
export async function checkParent(
  desk: Desk,
  tx: Tx,
  parentId: number | null,
  selfId: number | null,
): Promise<void> {
  if (parentId === null) return
  if (Number.isSafeInteger(parentId)) await desk.engine.lockRow(tx, 'organisations', parentId)
  const parent = await findOrganisation(tx, parentId)
  const fits = parent && parent.deletedAt === null && parent.parentId === null && parent.id !== selfId
  if (!fits || (selfId !== null && (await organisationHasParts(tx, selfId)))) {
    throw unknownReference('parentId', 'organisation', parentId)
  }
}
