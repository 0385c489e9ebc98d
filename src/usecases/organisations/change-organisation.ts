import type { Actor } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { recordEvent } from '../../storage/events.ts'
import {
  findOrganisation,
  listAccounts,
  listOrganisations,
  organisationHasParts,
  organisationHasPeople,
  saveOrganisation,
} from '../../storage/organisations.ts'
import type { Tx } from '../../storage/schema.ts'
import { type Desk, write } from '../desk.ts'
import { removeWebhooksOf } from '../webhooks/remove-webhook.ts'
import { checkDefaultProvider } from './check-default-provider.ts'
import { checkParent } from './check-parent.ts'

/**
 * Changes name, place, default provider and facts of an organisation; facts given as null are removed.
 * @returns it as it now is; throws `not_found`, `forbidden`, `invalid` or `not_unique` for its name
 */
export async function changeOrganisation(
  desk: Desk,
  actor: Actor,
  id: number,
  change: {
    name?: string
    parentId?: number | null
    defaultProviderId?: number | null
    details?: Organisation['details']
  },
): Promise<Organisation> {
  permit(actor, 'contact.manage')
  const name = change.name?.trim()
  if (name === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  if (name !== undefined && name.length > 255) refuseIssues([{ field: 'name', rule: 'too_long', limit: 255 }])
  return write(desk, async (tx) => {
    const current = await load(desk, tx, id)
    const taken = (await listOrganisations(tx)).some(
      (each) => each.id !== id && each.name.toLowerCase() === name?.toLowerCase(),
    )
    if (taken && name !== undefined) {
      throw new DeskError({ code: 'not_unique', what: 'organisation', field: 'name', value: name })
    }
    const parentId = change.parentId === undefined ? current.parentId : change.parentId
    if (parentId !== current.parentId) await checkParent(desk, tx, parentId, id)
    const defaultProviderId =
      change.defaultProviderId === undefined ? current.defaultProviderId : change.defaultProviderId
    if (defaultProviderId !== current.defaultProviderId) await checkDefaultProvider(tx, defaultProviderId)
    const facts = Object.entries({ ...current.details, ...change.details })
    const next: Organisation = {
      ...current,
      name: name ?? current.name,
      parentId,
      defaultProviderId,
      details: Object.fromEntries(facts.filter(([, value]) => value !== null)),
      updatedAt: desk.now(),
    }
    await saveOrganisation(tx, next)
    await recordEvent(tx, actor, next.updatedAt, { kind: 'organisation.changed', subjectId: id })
    return next
  })
}

/**
 * Deletes an organisation; its cases go on naming it.
 * @returns nothing; throws `not_found`, `forbidden`, or `in_use` while it has people, parts or accounts
 */
export async function deleteOrganisation(desk: Desk, actor: Actor, id: number): Promise<void> {
  permit(actor, 'contact.manage')
  await write(desk, async (tx) => {
    const current = await load(desk, tx, id)
    const used =
      (await organisationHasPeople(tx, id)) ||
      (await organisationHasParts(tx, id)) ||
      (await listAccounts(tx, id)).length > 0
    if (used) {
      throw new DeskError({ code: 'in_use', what: 'organisation', id: String(id) })
    }
    const now = desk.now()
    await removeWebhooksOf(desk, tx, actor, { organisationId: id })
    await saveOrganisation(tx, { ...current, updatedAt: now, deletedAt: now })
    await recordEvent(tx, actor, now, { kind: 'organisation.removed', subjectId: id })
  })
}

async function load(desk: Desk, tx: Tx, id: number): Promise<Organisation> {
  if (Number.isSafeInteger(id)) await desk.engine.lockRow(tx, 'organisations', id)
  const found = Number.isSafeInteger(id) ? await findOrganisation(tx, id) : undefined
  if (!found || found.deletedAt !== null) {
    throw new DeskError({ code: 'not_found', what: 'organisation', id: String(id) })
  }
  return found
}
