import type { Actor, Party } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { recordEvent } from '../../storage/events.ts'
import { addOrganisation, listOrganisations } from '../../storage/organisations.ts'
import { type Desk, write } from '../desk.ts'
import { checkDefaultProvider } from './check-default-provider.ts'
import { checkParent } from './check-parent.ts'

/** @returns a new organisation; throws `forbidden`, `invalid` or `not_unique` for its name */
export async function createOrganisation(
  desk: Desk,
  actor: Actor,
  draft: {
    name: string
    party: Party | null
    defaultProviderId?: number | null
    /** The organisation that it is a part of. */
    parentId?: number | null
    details?: Organisation['details']
  },
): Promise<Organisation> {
  permit(actor, 'contact.manage')
  const name = draft.name.trim()
  if (name === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  if (name.length > 255) refuseIssues([{ field: 'name', rule: 'too_long', limit: 255 }])
  return write(desk, async (tx) => {
    const taken = (await listOrganisations(tx)).some((each) => each.name.toLowerCase() === name.toLowerCase())
    if (taken) throw new DeskError({ code: 'not_unique', what: 'organisation', field: 'name', value: name })
    const providerId = draft.defaultProviderId ?? null
    await checkDefaultProvider(tx, providerId)
    const parentId = draft.parentId ?? null
    await checkParent(desk, tx, parentId, null)
    const now = desk.now()
    const fresh = {
      guid: desk.newId(),
      name,
      party: draft.party,
      defaultProviderId: providerId,
      parentId,
      details: draft.details ?? {},
      createdAt: now,
    }
    const id = await addOrganisation(tx, fresh)
    await recordEvent(tx, actor, now, { kind: 'organisation.added', subjectId: id })
    return { ...fresh, id, updatedAt: now, deletedAt: null }
  })
}
