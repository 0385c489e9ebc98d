import { addressKey, type Person, type PersonDraft } from '../domain/person.ts'
import { fromJson, toJson } from './json.ts'
import { keptListQuery, keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { textContains } from './text-match.ts'

const personById = keptQuery(1, (db: Db, id: number) =>
  db.selectFrom('people').selectAll().where('id', '=', id),
)

const peopleByIds = keptListQuery((db: Db, ids: number[]) =>
  db.selectFrom('people').selectAll().where('id', 'in', ids),
)

const personByAddress = keptQuery(1, (db: Db, key: string) =>
  db
    .selectFrom('people')
    .innerJoin('addresses', 'addresses.person_id', 'people.id')
    .selectAll('people')
    .where('addresses.key', '=', key),
)

/** @returns the person, also a deleted one, or undefined */
export async function findPerson(db: Db, id: number): Promise<Person | undefined> {
  const [row] = await personById(db, id)
  return row && toPerson(row)
}

/** @returns the person with that guid */
export async function findPersonByGuid(db: Db, guid: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('guid', '=', guid.toLowerCase())
    .executeTakeFirst()
  return row && toPerson(row)
}

/** @returns the person any of whose addresses it is, without regard to case */
export async function findPersonByAddress(db: Db, address: string): Promise<Person | undefined> {
  const [row] = await personByAddress(db, addressKey(address))
  return row && toPerson(row)
}

/** @returns the person who signs in under that name, without regard to case, with the hash of the password */
export async function findLogin(
  db: Db,
  login: string,
): Promise<{ person: Person; passwordHash: string | null } | undefined> {
  const key = addressKey(login)
  const byName = await db.selectFrom('people').selectAll().where('login_key', '=', key).executeTakeFirst()
  const row =
    byName ??
    (await db
      .selectFrom('people')
      .innerJoin('addresses', 'addresses.person_id', 'people.id')
      .selectAll('people')
      .where('addresses.key', '=', key)
      .executeTakeFirst())
  if (!row || row.deleted_at !== null) return undefined
  return { person: toPerson(row), passwordHash: row.password_hash }
}

/** @returns the people by id; ids that do not exist are not in the map */
export async function findPeople(db: Db, ids: Iterable<number | null>): Promise<Map<number, Person>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await peopleByIds(db, wanted)
  return new Map(rows.map((row) => [row.id, toPerson(row)]))
}

/** Which people to list. Deleted ones are never listed. */
export interface PeopleFilter {
  readonly kind?: Person['kind']
  /** exactly this address */
  readonly address?: string
  readonly nameContains?: string
  /** part of the name or of any address */
  readonly text?: string
  readonly organisationId?: number
}

/** @returns one page of people by id, and how many there are in all */
export async function listPeople(
  db: Db,
  filter: PeopleFilter,
  page: { offset: number; limit: number; order?: 'asc' | 'desc' },
): Promise<{ items: Person[]; total: number }> {
  let query = db.selectFrom('people').where('deleted_at', 'is', null)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.organisationId !== undefined) query = query.where('organisation_id', '=', filter.organisationId)
  if (filter.nameContains) query = query.where(textContains('name', filter.nameContains))
  if (filter.address !== undefined) {
    const key = addressKey(filter.address)
    query = query.where('id', 'in', db.selectFrom('addresses').select('person_id').where('key', '=', key))
  }
  const text = filter.text
  if (text) {
    const found = db.selectFrom('addresses').select('person_id').where(textContains('key', text))
    query = query.where((of) => of.or([textContains('name', text), of('id', 'in', found)]))
  }
  const counted = await query.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirst()
  const rows = await query
    .selectAll()
    .orderBy('id', page.order ?? 'asc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items: rows.map(toPerson), total: Number(counted?.total ?? 0) }
}

/** Adds a person. The caller has checked that name and addresses are free. @returns the id */
export async function addPerson(tx: Tx, draft: PersonDraft, guid: string, now: number): Promise<number> {
  const row: NewRow<'people'> = {
    guid,
    kind: draft.kind,
    name: draft.name,
    email: draft.addresses[0] ?? null,
    addresses: toJson(draft.addresses),
    phone: draft.phone ?? null,
    mobile: draft.mobile ?? null,
    is_vip: draft.isVip ? 1 : 0,
    organisation_id: draft.organisationId ?? null,
    login_name: draft.loginName ?? null,
    login_key: draft.loginName ? addressKey(draft.loginName) : null,
    login_enabled: draft.loginEnabled ? 1 : 0,
    password_hash: null,
    role_ids: toJson(draft.roleIds ?? []),
    extra: toJson(draft.extra ?? []),
    details: toJson(draft.details ?? {}),
    created_at: now,
    updated_at: now,
    deleted_at: null,
  }
  const { id } = await tx.insertInto('people').values(row).returning('id').executeTakeFirstOrThrow()
  await setAddresses(tx, id, draft.addresses)
  return id
}

/** Writes everything of the person but the password. Deleting frees addresses and login name. */
export async function savePerson(tx: Tx, person: Person): Promise<void> {
  const gone = person.deletedAt !== null
  await tx
    .updateTable('people')
    .set({
      kind: person.kind,
      name: person.name,
      email: person.addresses[0] ?? null,
      addresses: toJson(person.addresses),
      phone: person.phone,
      mobile: person.mobile,
      is_vip: person.isVip ? 1 : 0,
      organisation_id: person.organisationId,
      login_name: person.loginName,
      login_key: person.loginName && !gone ? addressKey(person.loginName) : null,
      login_enabled: person.loginEnabled ? 1 : 0,
      role_ids: toJson(person.roleIds),
      extra: toJson(person.extra),
      details: toJson(person.details),
      updated_at: person.updatedAt,
      deleted_at: person.deletedAt,
    })
    .where('id', '=', person.id)
    .execute()
  await tx.deleteFrom('addresses').where('person_id', '=', person.id).execute()
  await setAddresses(tx, person.id, gone ? [] : person.addresses)
}

/** Sets or clears the password hash. */
export async function savePasswordHash(tx: Tx, personId: number, hash: string | null): Promise<void> {
  await tx.updateTable('people').set({ password_hash: hash }).where('id', '=', personId).execute()
}

/** @returns the stored hash of the person's password, or null */
export async function passwordHashOf(db: Db, personId: number): Promise<string | null> {
  const row = await db
    .selectFrom('people')
    .select('password_hash')
    .where('id', '=', personId)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

async function setAddresses(tx: Tx, personId: number, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return
  const rows = addresses.map((address, position) => ({
    key: addressKey(address),
    address: address.trim(),
    person_id: personId,
    position,
  }))
  await tx.insertInto('addresses').values(rows).execute()
}

/** Rows of `people` as the domain sees them. */
export function toPerson(row: Omit<Row<'people'>, 'login_key'>): Person {
  return {
    id: row.id,
    guid: row.guid,
    kind: row.kind as Person['kind'],
    name: row.name,
    email: row.email,
    addresses: fromJson<string[]>(row.addresses),
    phone: row.phone,
    mobile: row.mobile,
    isVip: row.is_vip === 1,
    organisationId: row.organisation_id,
    loginName: row.login_name,
    loginEnabled: row.login_enabled === 1,
    hasPassword: row.password_hash !== null,
    roleIds: fromJson<number[]>(row.role_ids),
    extra: fromJson<Person['extra']>(row.extra),
    details: fromJson<Person['details']>(row.details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  }
}
