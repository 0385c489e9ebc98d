import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError, refuseIssues, unknownReference } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import {
  findCredential,
  listCredentials,
  removeCredentials,
  saveCredential,
} from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import { type Desk, write } from '../desk.ts'
import { removeWebhooksOf } from '../webhooks/remove-webhook.ts'
import { freshKey, type IssuedCredential, issueCredential } from './issue-credential.ts'

export type AppKind = 'case_management_app' | 'support_ticket_app'

/**
 * @param app with the partner whose cases it opens, if it is one's
 * @returns a new application with its key, and its secret where its wire has one, shown only now; needs `keys.manage`; throws
 *   `invalid` for its name and for an organisation that is no partner
 */
export async function makeApp(
  desk: Desk,
  actor: Actor,
  app: { kind: AppKind; name: string; organisationId?: number | null },
): Promise<IssuedCredential> {
  permit(actor, 'keys.manage')
  if (app.name.trim() === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  const { organisationId = null } = app
  return write(desk, async (tx) => {
    const partner = organisationId === null ? undefined : await findOrganisation(tx, organisationId)
    if (organisationId !== null && (partner?.party !== 'partner' || partner.deletedAt !== null)) {
      throw unknownReference('organisationId', 'organisation', organisationId)
    }
    return issueCredential(desk, tx, actor, app)
  })
}

/** @returns all applications without their keys, by id; needs `keys.manage` */
export async function listApps(desk: Desk, actor: Actor): Promise<Credential[]> {
  permit(actor, 'keys.manage')
  return listCredentials(desk.db, { kinds: ['case_management_app', 'support_ticket_app'] })
}

/** Gives an application a new key and secret; the old ones stop working at once. @returns both, shown only now */
export async function renewApp(desk: Desk, actor: Actor, id: number): Promise<IssuedCredential> {
  permit(actor, 'keys.manage')
  return write(desk, async (tx) => {
    const credential = await findApp(tx, id)
    const { key, secret } = freshKey(desk, credential.kind)
    const renewed = { ...credential, hint: key.slice(-4) }
    await saveCredential(tx, renewed, {
      lookup: desk.secrets.hash(key),
      secret: secret === null ? null : desk.secrets.hash(secret),
    })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.changed', subjectId: id })
    return { credential: renewed, key, secret }
  })
}

/** Removes an application: its key and every token issued through it stop working at once. */
export async function deleteApp(desk: Desk, actor: Actor, id: number): Promise<void> {
  permit(actor, 'keys.manage')
  await write(desk, async (tx) => {
    await findApp(tx, id)
    await removeWebhooksOf(desk, tx, actor, { credentialId: id })
    await removeCredentials(tx, { id })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: id })
  })
}

async function findApp(tx: Parameters<typeof findCredential>[0], id: number) {
  const credential = await findCredential(tx, id)
  if (credential?.kind !== 'case_management_app' && credential?.kind !== 'support_ticket_app') {
    throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
  }
  return credential
}
