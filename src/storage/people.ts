import { addressKey, type Person, type PersonDraft } from '../domain/person.ts'
import { fromJson, toJson } from './json.ts'
import { keptListQuery, keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { closeRow, marksOf, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'
import { addMarks, replaceMarks } from './sealed-index.ts'
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
  return row && toPerson(row, db.seal)
}

/** @returns the person with that guid */
export async function findPersonByGuid(db: Db, guid: string): Promise<Person | undefined> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('guid', '=', guid.toLowerCase())
    .executeTakeFirst()
  return row && toPerson(row, db.seal)
}

/** @returns the person any of whose addresses it is, without regard to case */
export async function findPersonByAddress(db: Db, address: string): Promise<Person | undefined> {
  const [row] = await personByAddress(db, addressMark(db.seal, address))
  return row && toPerson(row, db.seal)
}

/** @returns the person who signs in under that name, without regard to case, with the hash of the password */
export async function findLogin(
  db: Db,
  login: string,
): Promise<{ person: Person; passwordHash: string | null } | undefined> {
  const byName = await db
    .selectFrom('people')
    .selectAll()
    .where('login_key', '=', db.seal.mark('login', login))
    .executeTakeFirst()
  const row =
    byName ??
    (await db
      .selectFrom('people')
      .innerJoin('addresses', 'addresses.person_id', 'people.id')
      .selectAll('people')
      .where('addresses.key', '=', addressMark(db.seal, login))
      .executeTakeFirst())
  if (!row || row.deleted_at !== null) return undefined
  return { person: toPerson(row, db.seal), passwordHash: row.password_hash }
}

/** @returns the people by id; ids that do not exist are not in the map */
export async function findPeople(db: Db, ids: Iterable<number | null>): Promise<Map<number, Person>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await peopleByIds(db, wanted)
  return new Map(rows.map((row) => [row.id, toPerson(row, db.seal)]))
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
    const key = addressMark(db.seal, filter.address)
    query = query.where('id', 'in', db.selectFrom('addresses').select('person_id').where('key', '=', key))
  }
  const text = filter.text
  if (text) {
    const whole = db.selectFrom('addresses').select('person_id').where('key', '=', addressMark(db.seal, text))
    // Sealed addresses are found whole only (REST v3 §14).
    const part = db.seal.covers('contacts') ? [] : [textContains('addresses', text)]
    query = query.where((of) => of.or([textContains('name', text), of('id', 'in', whole), ...part]))
  }
  const counted = await query.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirst()
  const rows = await query
    .selectAll()
    .orderBy('id', page.order ?? 'asc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items: rows.map((row) => toPerson(row, db.seal)), total: Number(counted?.total ?? 0) }
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
    login_key: draft.loginName ? tx.seal.mark('login', draft.loginName) : null,
    login_enabled: draft.loginEnabled ? 1 : 0,
    password_hash: null,
    role_ids: toJson(draft.roleIds ?? []),
    extra: toJson(draft.extra ?? []),
    details: toJson(draft.details ?? {}),
    created_at: now,
    updated_at: now,
    deleted_at: null,
  }
  const { id } = await tx
    .insertInto('people')
    .values(closeRow(tx.seal, 'people', row))
    .returning('id')
    .executeTakeFirstOrThrow()
  await addMarks(tx, 'people', id, marksOf(tx.seal, 'people', row))
  await setAddresses(tx, id, draft.addresses)
  return id
}

/** Writes everything of the person but the password. Deleting frees addresses and login name. */
export async function savePerson(tx: Tx, person: Person): Promise<void> {
  const gone = person.deletedAt !== null
  const row = {
    guid: person.guid,
    kind: person.kind,
    name: person.name,
    email: person.addresses[0] ?? null,
    addresses: toJson(person.addresses),
    phone: person.phone,
    mobile: person.mobile,
    is_vip: person.isVip ? 1 : 0,
    organisation_id: person.organisationId,
    login_name: person.loginName,
    login_key: person.loginName && !gone ? tx.seal.mark('login', person.loginName) : null,
    login_enabled: person.loginEnabled ? 1 : 0,
    role_ids: toJson(person.roleIds),
    extra: toJson(person.extra),
    details: toJson(person.details),
    updated_at: person.updatedAt,
    deleted_at: person.deletedAt,
  }
  await tx
    .updateTable('people')
    .set(closeRow(tx.seal, 'people', row))
    .where('id', '=', person.id)
    .execute()
  await replaceMarks(tx, 'people', person.id, marksOf(tx.seal, 'people', row))
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
    key: addressMark(tx.seal, address),
    address: '',
    person_id: personId,
    position,
  }))
  await tx.insertInto('addresses').values(rows).execute()
}

/** @returns under which key the address stands in `addresses` */
export function addressMark(seal: Seal, address: string): string {
  return seal.mark('address', addressKey(address))
}

/** Rows of `people` as the domain sees them. */
export function toPerson(stored: Omit<Row<'people'>, 'login_key'>, seal: Seal): Person {
  const row = openRow(seal, 'people', stored)
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
