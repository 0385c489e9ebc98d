import { sql } from 'kysely'
import type { Credential, CredentialKind } from '../domain/credential.ts'
import type { Person } from '../domain/person.ts'
import { fromJson, toJson } from './json.ts'
import { keptQuery } from './kept-query.ts'
import { toPerson } from './people.ts'
import type { Db, Row, Tx } from './schema.ts'
import type { Place } from './seal/seal.ts'

const personColumns = [
  'id',
  'guid',
  'kind',
  'name',
  'email',
  'addresses',
  'phone',
  'mobile',
  'is_vip',
  'organisation_id',
  'login_name',
  'login_enabled',
  'password_hash',
  'role_ids',
  'extra',
  'details',
  'created_at',
  'updated_at',
  'deleted_at',
] as const satisfies readonly (keyof Row<'people'>)[]

const findWithOwner = keptQuery(1, (db: Db, lookupHash: string) =>
  db
    .selectFrom('credentials')
    .leftJoin('people as owner', 'owner.id', 'credentials.person_id')
    .selectAll('credentials')
    .select(personColumns.map((column) => `owner.${column} as owner_${column}` as const))
    .where('credentials.lookup_hash', '=', lookupHash),
)

/** A credential as it is looked up by its key: with the hash of its second secret, if it has one, and its person. */
export interface FoundCredential {
  readonly credential: Credential
  readonly secretHash: string | null
  /** The person it belongs to, also a deleted one. */
  readonly owner: Person | null
}

/** @returns the credential of one of the kinds that the hash belongs to; one query, because every request asks it */
export async function findCredentialByHash(
  db: Db,
  kinds: readonly CredentialKind[],
  lookupHash: string,
): Promise<FoundCredential | undefined> {
  const [row] = await findWithOwner(db, lookupHash)
  if (!row || !kinds.some((kind) => kind === row.kind)) return undefined
  const person = Object.fromEntries(personColumns.map((column) => [column, row[`owner_${column}`]]))
  return {
    credential: toCredential(row),
    secretHash: row.secret_hash,
    owner: row.owner_id === null ? null : toPerson(person as Parameters<typeof toPerson>[0], db.seal),
  }
}

/** @returns the credential or undefined */
export async function findCredential(db: Db, id: number): Promise<Credential | undefined> {
  const row = await db.selectFrom('credentials').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toCredential(row)
}

/**
 * @param keepRead of the engine: keeps the credential from being removed or disabled until the transaction ends
 * @returns whether the credential is there and active; an integration key rests while its owner may not log in
 */
export async function isLiveCredential(tx: Tx, id: number, keepRead: '' | 'for share'): Promise<boolean> {
  const found = await sql<{ active: number; kind: string; person_id: number | null }>`
    select active, kind, person_id from credentials where id = ${id} ${sql.raw(keepRead)}`.execute(tx)
  const [row] = found.rows
  if (row?.kind !== 'integration_key' || row.person_id === null) return row?.active === 1
  // Asked once the credential is held, so that an owner who is disabled meanwhile is seen: see `holdCredentials`.
  const owner = await tx
    .selectFrom('people')
    .select(['login_enabled', 'deleted_at'])
    .where('id', '=', row.person_id)
    .executeTakeFirst()
  return row.active === 1 && owner?.login_enabled === 1 && owner.deleted_at === null
}

/**
 * Waits until every change that is under way with a key of the person is committed, and lets no other begin. To be called
 * before anything else of the person is locked: those changes name the person, and each would wait for the other.
 */
export async function holdCredentials(tx: Tx, personId: number): Promise<void> {
  await tx
    .updateTable('credentials')
    .set((of) => ({ active: of.ref('active') }))
    .where('person_id', '=', personId)
    .execute()
}

/** @returns credentials that match all of what is given, by id */
export async function listCredentials(
  db: Db,
  of: { kinds: readonly CredentialKind[]; personId?: number; accountId?: number },
): Promise<Credential[]> {
  let query = db.selectFrom('credentials').selectAll().where('kind', 'in', of.kinds).orderBy('id')
  if (of.personId !== undefined) query = query.where('person_id', '=', of.personId)
  if (of.accountId !== undefined) query = query.where('account_id', '=', of.accountId)
  return (await query.execute()).map(toCredential)
}

/**
 * Adds a credential with the keyed hashes of its key and secret.
 * @param hashes with `key` the key itself is kept too, sealed, to be shown again
 * @returns the id
 */
export async function addCredential(
  tx: Tx,
  draft: Omit<Credential, 'id' | 'lastUsedAt'>,
  hashes: { lookup: string; secret: string | null; key?: string },
): Promise<number> {
  const { id } = await tx
    .insertInto('credentials')
    .values({
      guid: draft.guid,
      kind: draft.kind,
      name: draft.name,
      lookup_hash: hashes.lookup,
      secret_hash: hashes.secret,
      hint: draft.hint,
      person_id: draft.personId,
      account_id: draft.accountId,
      organisation_id: draft.organisationId,
      role_ids: toJson(draft.roleIds),
      scopes: toJson(draft.scopes),
      active: draft.active ? 1 : 0,
      description: draft.description,
      created_by_id: draft.createdById,
      created_at: draft.createdAt,
      expires_at: draft.expiresAt,
      last_used_at: null,
      sealed_key: hashes.key === undefined ? null : tx.seal.close(keyPlace(draft.guid), hashes.key),
      name_key: nameKey(draft),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes what may change of a credential; with `hashes` also its key and secret. */
export async function saveCredential(
  tx: Tx,
  credential: Credential,
  hashes?: { lookup?: string; secret?: string | null },
): Promise<void> {
  await tx
    .updateTable('credentials')
    .set({
      name: credential.name,
      hint: credential.hint,
      person_id: credential.personId,
      organisation_id: credential.organisationId,
      role_ids: toJson(credential.roleIds),
      scopes: toJson(credential.scopes),
      active: credential.active ? 1 : 0,
      description: credential.description,
      expires_at: credential.expiresAt,
      ...(hashes?.lookup === undefined ? {} : { lookup_hash: hashes.lookup }),
      ...(hashes?.secret === undefined ? {} : { secret_hash: hashes.secret }),
    })
    .where('id', '=', credential.id)
    .execute()
}

/** Removes credentials. @returns how many there were */
export async function removeCredentials(
  tx: Tx,
  of: { id: number } | { personId: number; kinds: readonly CredentialKind[]; exceptId?: number },
): Promise<number> {
  let query = tx.deleteFrom('credentials')
  if ('id' in of) query = query.where('id', '=', of.id)
  else {
    query = query.where('person_id', '=', of.personId).where('kind', 'in', of.kinds)
    if (of.exceptId !== undefined) query = query.where('id', '!=', of.exceptId)
  }
  const done = await query.executeTakeFirst()
  return Number(done.numDeletedRows)
}

/** Removes sessions and links that ended before `now`. */
export async function removeExpiredCredentials(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom('credentials')
    .where('kind', 'in', ['session', 'sign_in_link'])
    .where('expires_at', '<', now)
    .execute()
}

/** Notes that the credentials were used; a fact for people, so it may be late and is never waited for. */
export async function markCredentialsUsed(tx: Tx, used: ReadonlyMap<number, number>): Promise<void> {
  for (const [id, at] of used) {
    await tx.updateTable('credentials').set({ last_used_at: at }).where('id', '=', id).execute()
  }
}

/** @returns the key itself where it was kept to be shown again, else null */
export async function revealedKey(db: Db, id: number): Promise<string | null> {
  const row = await db
    .selectFrom('credentials')
    .select(['guid', 'sealed_key'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.sealed_key == null ? null : db.seal.open(keyPlace(row.guid), row.sealed_key)
}

function keyPlace(guid: string): Place {
  return { table: 'credentials', column: 'sealed_key', row: guid }
}

/** Only integrations are known by their names. */
function nameKey({ kind, name }: Pick<Credential, 'kind' | 'name'>): string | null {
  return kind === 'integration_key' ? name.trim().toLowerCase() : null
}

function toCredential(row: Row<'credentials'>): Credential {
  return {
    id: row.id,
    guid: row.guid,
    kind: row.kind as CredentialKind,
    name: row.name,
    hint: row.hint,
    personId: row.person_id,
    accountId: row.account_id,
    organisationId: row.organisation_id,
    roleIds: fromJson<number[]>(row.role_ids),
    scopes: fromJson<string[]>(row.scopes),
    active: row.active === 1,
    description: row.description,
    createdById: row.created_by_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }
}
