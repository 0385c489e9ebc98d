import type { Actor } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import type { Account } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { recordEvent } from '../../storage/events.ts'
import { addAccount, findOrganisation } from '../../storage/organisations.ts'
import { type IssuedCredential, issueCredential } from '../credentials/issue-credential.ts'
import { type Desk, write } from '../desk.ts'

/**
 * Makes an account of a partner or provider with its first token, shown only now (Messages §10.1).
 * Throws `forbidden`, `not_found` for the organisation, `invalid` for one that is neither.
 */
export async function createAccount(
  desk: Desk,
  actor: Actor,
  draft: { organisationId: number; name: string; allProviders?: boolean },
): Promise<{ account: Account; token: IssuedCredential }> {
  permit(actor, 'keys.manage')
  if (draft.name.trim() === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  return write(desk, async (tx) => {
    const organisation = await findOrganisation(tx, draft.organisationId)
    if (!organisation || organisation.deletedAt !== null) {
      throw new DeskError({ code: 'not_found', what: 'organisation', id: String(draft.organisationId) })
    }
    if (organisation.party === null)
      refuseIssues([{ field: 'organisationId', rule: 'not_allowed', value: organisation.id }])
    const now = desk.now()
    const fresh = {
      organisationId: organisation.id,
      name: draft.name.trim(),
      allProviders: draft.allProviders ?? false,
      createdAt: now,
    }
    const id = await addAccount(tx, fresh)
    await recordEvent(tx, actor, now, { kind: 'account.added', subjectId: id })
    const token = await issueCredential(desk, tx, actor, {
      kind: 'account_token',
      name: fresh.name,
      accountId: id,
    })
    return { account: { ...fresh, id, disabledAt: null }, token }
  })
}
