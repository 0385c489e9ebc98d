import type { Party } from '../domain/actor.ts'
import type { Account, Organisation } from '../domain/organisation.ts'
import { fromJson, toJson } from './json.ts'
import type { Db, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'

/** @returns the organisation, also a deleted one, or undefined */
export async function findOrganisation(db: Db, id: number): Promise<Organisation | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toOrganisation(row, db.seal)
}

/** @returns the organisations by id */
export async function findOrganisations(
  db: Db,
  ids: Iterable<number | null>,
): Promise<Map<number, Organisation>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('organisations').selectAll().where('id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, toOrganisation(row, db.seal)]))
}

/** @returns all that are not deleted, of one party if given, by id */
export async function listOrganisations(db: Db, party?: Party): Promise<Organisation[]> {
  let query = db.selectFrom('organisations').selectAll().where('deleted_at', 'is', null).orderBy('id')
  if (party) query = query.where('party', '=', party)
  return (await query.execute()).map((row) => toOrganisation(row, db.seal))
}

/** @returns whether anybody who is not deleted belongs to the organisation */
export async function organisationHasPeople(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('organisation_id', '=', id)
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** @returns whether the organisation has parts that are not deleted */
export async function organisationHasParts(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('organisations')
    .select('id')
    .where('parent_id', '=', id)
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Adds an organisation. @returns the id */
export async function addOrganisation(
  tx: Tx,
  draft: Omit<Organisation, 'id' | 'updatedAt' | 'deletedAt'>,
): Promise<number> {
  const { id } = await tx
    .insertInto('organisations')
    .values(
      closeRow(tx.seal, 'organisations', {
        guid: draft.guid,
        name: draft.name,
        name_key: draft.name.trim().toLowerCase(),
        party: draft.party,
        default_provider_id: draft.defaultProviderId,
        parent_id: draft.parentId,
        details: toJson(draft.details),
        created_at: draft.createdAt,
        updated_at: draft.createdAt,
        deleted_at: null,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes the organisation. Deleting frees its name. */
export async function saveOrganisation(tx: Tx, organisation: Organisation): Promise<void> {
  await tx
    .updateTable('organisations')
    .set(
      closeRow(tx.seal, 'organisations', {
        guid: organisation.guid,
        name: organisation.name,
        name_key: organisation.deletedAt === null ? organisation.name.trim().toLowerCase() : null,
        party: organisation.party,
        default_provider_id: organisation.defaultProviderId,
        parent_id: organisation.parentId,
        details: toJson(organisation.details),
        updated_at: organisation.updatedAt,
        deleted_at: organisation.deletedAt,
      }),
    )
    .where('id', '=', organisation.id)
    .execute()
}

/** @returns the account or undefined */
export async function findAccount(db: Db, id: number): Promise<Account | undefined> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toAccount(row)
}

/** @returns the accounts of one organisation, or all, by id */
export async function listAccounts(db: Db, organisationId?: number): Promise<Account[]> {
  let query = db.selectFrom('accounts').selectAll().orderBy('id')
  if (organisationId !== undefined) query = query.where('organisation_id', '=', organisationId)
  return (await query.execute()).map(toAccount)
}

/** Adds an account. @returns the id */
export async function addAccount(tx: Tx, draft: Omit<Account, 'id' | 'disabledAt'>): Promise<number> {
  const { id } = await tx
    .insertInto('accounts')
    .values({
      organisation_id: draft.organisationId,
      name: draft.name,
      all_providers: draft.allProviders ? 1 : 0,
      disabled_at: null,
      created_at: draft.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes the account. */
export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ name: account.name, all_providers: account.allProviders ? 1 : 0, disabled_at: account.disabledAt })
    .where('id', '=', account.id)
    .execute()
}

function toOrganisation(stored: Row<'organisations'>, seal: Seal): Organisation {
  const row = openRow(seal, 'organisations', stored)
  return {
    id: row.id,
    guid: row.guid,
    name: row.name,
    party: row.party as Party | null,
    defaultProviderId: row.default_provider_id,
    parentId: row.parent_id,
    details: fromJson<Organisation['details']>(row.details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  }
}

function toAccount(row: Row<'accounts'>): Account {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    name: row.name,
    allProviders: row.all_providers === 1,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  }
}
