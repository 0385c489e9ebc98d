import { unknownReference } from '../../domain/errors.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import type { Tx } from '../../storage/schema.ts'

/** Throws `invalid` unless the organisation can get a partner's cases: a provider that is there, or null for none (Messages §10.3). */
export async function checkDefaultProvider(tx: Tx, providerId: number | null): Promise<void> {
  if (providerId === null) return
  const provider = await findOrganisation(tx, providerId)
  if (provider?.party !== 'provider' || provider.deletedAt !== null) {
    throw unknownReference('defaultProviderId', 'organisation', providerId)
  }
}
