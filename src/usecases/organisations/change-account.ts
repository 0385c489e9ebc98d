import type { Actor } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import type { Account } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { findCredential, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findAccount, saveAccount } from '../../storage/organisations.ts'
import type { Tx } from '../../storage/schema.ts'
import { type IssuedCredential, issueCredential } from '../credentials/issue-credential.ts'
import { type Desk, write } from '../desk.ts'

/** Renames an account, or disables it: its tokens rest until it is enabled again. Needs `keys.manage`. @returns it */
export async function changeAccount(
  desk: Desk,
  actor: Actor,
  id: number,
  change: { readonly name?: string; readonly disabled?: boolean },
): Promise<Account> {
  permit(actor, 'keys.manage')
  if (change.name?.trim() === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  return write(desk, async (tx) => {
    const current = await loadAccount(tx, id)
    const now = desk.now()
    const disabledAt =
      change.disabled === undefined
        ? current.disabledAt
        : change.disabled
          ? (current.disabledAt ?? now)
          : null
    const next = { ...current, name: change.name?.trim() ?? current.name, disabledAt }
    await saveAccount(tx, next)
    await recordEvent(tx, actor, now, { kind: 'account.changed', subjectId: id })
    return next
  })
}

/** Gives an account one more token; earlier ones go on working, so that it can change over. @returns it, shown only now */
export async function addAccountToken(
  desk: Desk,
  actor: Actor,
  accountId: number,
): Promise<IssuedCredential> {
  permit(actor, 'keys.manage')
  return write(desk, async (tx) => {
    const account = await loadAccount(tx, accountId)
    return issueCredential(desk, tx, actor, { kind: 'account_token', name: account.name, accountId })
  })
}

/** Removes a token of an account, which stops working at once. Throws `not_found`, also for one of another account. */
export async function deleteAccountToken(
  desk: Desk,
  actor: Actor,
  tokenId: number,
  accountId?: number,
): Promise<void> {
  permit(actor, 'keys.manage')
  await write(desk, async (tx) => {
    const token = await findCredential(tx, tokenId)
    const elsewhere = accountId !== undefined && token?.accountId !== accountId
    if (token?.kind !== 'account_token' || elsewhere)
      throw new DeskError({ code: 'not_found', what: 'credential', id: String(tokenId) })
    await removeCredentials(tx, { id: tokenId })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: tokenId })
  })
}

async function loadAccount(tx: Tx, id: number): Promise<Account> {
  const account = await findAccount(tx, id)
  if (!account) throw new DeskError({ code: 'not_found', what: 'account', id: String(id) })
  return account
}
