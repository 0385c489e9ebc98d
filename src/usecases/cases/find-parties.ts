import type { Actor } from '../../domain/actor.ts'
import { unknownReference } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { readSetting } from '../../storage/meta.ts'
import { findOrganisation, listOrganisations } from '../../storage/organisations.ts'
import type { Db } from '../../storage/schema.ts'

/**
 * Who stands on the two sides of a new case (mapping.md, Messages §10.3). Partner: the account that opens it, else the
 * requester's organisation if it is a partner, else the credential's, else the installation's default. Provider: the one
 * asked for, else the partner's default, else the installation's default or only one.
 * @returns the ids, null where there is none; throws `invalid` for a provider that does not exist
 */
export async function findParties(
  db: Db,
  actor: Actor,
  requester: Pick<Person, 'organisationId'>,
  wantedProviderId: number | null,
): Promise<{ partnerId: number | null; providerId: number | null }> {
  const partnerId = await findPartner(db, actor, requester)
  if (wantedProviderId !== null) {
    const wanted = await findOrganisation(db, wantedProviderId)
    if (wanted?.party !== 'provider' || wanted.deletedAt !== null) {
      throw unknownReference('providerId', 'organisation', wantedProviderId)
    }
    return { partnerId, providerId: wanted.id }
  }
  const partner = partnerId === null ? undefined : await findOrganisation(db, partnerId)
  return { partnerId, providerId: partner?.defaultProviderId ?? (await defaultProvider(db)) }
}

async function findPartner(
  db: Db,
  actor: Actor,
  requester: Pick<Person, 'organisationId'>,
): Promise<number | null> {
  if (actor.kind === 'account' && actor.party === 'partner') return actor.organisationId
  const own =
    requester.organisationId === null ? undefined : await findOrganisation(db, requester.organisationId)
  if (own?.party === 'partner') return own.id
  if (actor.organisationId !== null) return actor.organisationId
  return asId(await readSetting(db, 'default_partner'))
}

async function defaultProvider(db: Db): Promise<number | null> {
  const chosen = asId(await readSetting(db, 'default_provider'))
  if (chosen !== null) return chosen
  const all = await listOrganisations(db, 'provider')
  return all.length === 1 ? (all[0]?.id ?? null) : null
}

function asId(text: string | null): number | null {
  return text === null ? null : Number(text)
}
