import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { isEmailAddress } from '../../../domain/person.ts'
import type { Desk } from '../../../usecases/desk.ts'
import {
  changeOrganisation,
  deleteOrganisation,
} from '../../../usecases/organisations/change-organisation.ts'
import { createOrganisation } from '../../../usecases/organisations/create-organisation.ts'
import { listOrganisations } from '../../../usecases/organisations/list-organisations.ts'
import { readOrganisation } from '../../../usecases/organisations/read-organisation.ts'
import { listPeople } from '../../../usecases/people/list-people.ts'
import type { WireContext } from '../context.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { extraKey, invalidInput, notFound, notProvided, readOnly } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { pickFields, presentListInfo, readListInfo, refuseUnknownFields } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { peopleFields, peopleQuery } from '../lists/people-list.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf } from '../params.ts'
import { presentPerson } from '../present-people.ts'
import { readAccount } from '../read-account.ts'
import { entityOf, readInput } from '../read-input.ts'
import { isEmpty, readText } from '../values.ts'

/** Facts of an account by their name on the wire, which is also the one they are kept under. */
export const facts = [
  'annual_revenue',
  'email_id',
  'website',
  'phone',
  'fax',
  'industry',
  'time_zone',
  'account_manager',
  'description',
] as const
/** Parts of an account's address. */
export const addressParts = [
  'door_no',
  'street',
  'landmark',
  'city',
  'province',
  'country',
  'zip_code',
] as const

/** Accounts and the parts of them are offered alike. */
interface Collection {
  readonly path: string
  readonly wrapper: string
  readonly isPart: boolean
}
const collections: readonly Collection[] = [
  { path: 'accounts', wrapper: 'account', isPart: false },
  { path: 'subaccounts', wrapper: 'subaccount', isPart: true },
]

/**
 * Accounts and subaccounts (REST v3 §10.4) are the desk's organisations. `contacts.view` reads, `contacts.manage` changes. A
 * subaccount is an account too, so that whoever finds one named on a request can read it; only the list tells them apart.
 *
 *     GET, POST         /api/v3/accounts · subaccounts
 *     GET, PUT, DELETE  /api/v3/accounts/{id} · subaccounts/{id}
 *     GET               /api/v3/accounts/{id}/contacts · subaccounts/{id}/contacts
 */
export function registerAccounts(wire: FastifyInstance, { desk, settings }: WireContext): void {
  for (const collection of collections) {
    const { path, wrapper, isPart } = collection
    wire.get(`/${path}`, async (request) => {
      const info = readListInfo((await readInput(request)).data, 'asc')
      const names = new Map<number, string>()
      const all = (await listOrganisations(desk, request.rep)).map(({ organisation }) => organisation)
      for (const { id, name } of all) names.set(id, name)
      const shown = all
        .filter((each) => (each.parentId !== null) === isPart)
        .map((each) => present(each, isPart, names))
      const own = isPart ? ['account'] : []
      const { rows, more, total } = pageOfRows(
        info,
        shown,
        new Set(['id', 'name', ...facts, 'address', ...own]),
      )
      return list(path, rows, presentListInfo(info, rows.length, more, total))
    })
    wire.get(`/${path}/:id`, async (request) =>
      answer(desk, collection, request, await find(desk, collection, request)),
    )
    wire.post(`/${path}`, async (request, reply) => {
      const given = entityOf(await readInput(request), wrapper)
      const missing = (isPart ? ['name', 'account'] : ['name']).filter((key) => isEmpty(given[key]))
      if (missing.length > 0) throw notProvided(missing)
      const { name = '', details, ...rest } = await read(desk, request.rep, collection, given, null)
      const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null))
      const made = await withWords(words, () =>
        createOrganisation(desk, request.rep, { name, party: null, details: kept, ...rest }),
      )
      reply.code(201)
      return answer(desk, collection, request, made)
    })
    wire.put(`/${path}/:id`, async (request) => {
      const given = entityOf(await readInput(request), wrapper)
      const current = await find(desk, collection, request)
      const change = await read(desk, request.rep, collection, given, current)
      const changed = await withWords(words, () => changeOrganisation(desk, request.rep, current.id, change))
      return answer(desk, collection, request, changed)
    })
    wire.delete(`/${path}/:id`, async (request) => {
      await deleteOrganisation(desk, request.rep, (await find(desk, collection, request)).id)
      return plainSuccess()
    })
    wire.get(`/${path}/:id/contacts`, async (request) => {
      const { id } = await find(desk, collection, request)
      return contactsOf(desk, request, id, settings.timeZone)
    })
  }
}

const words = { parentId: 'account' }

async function find(desk: Desk, { isPart }: Collection, request: FastifyRequest): Promise<Organisation> {
  const found = await readOrganisation(desk, request.rep, idOf((request.params as { id: string }).id))
  if (isPart && found.parentId === null) throw notFound()
  return found
}

async function answer(
  desk: Desk,
  { wrapper, isPart }: Collection,
  request: FastifyRequest,
  of: Organisation,
) {
  const names = new Map<number, string>()
  if (isPart && of.parentId !== null) {
    names.set(of.parentId, (await readOrganisation(desk, request.rep, of.parentId)).name)
  }
  return entity(wrapper, present(of, isPart, names))
}

async function contactsOf(desk: Desk, request: FastifyRequest, id: number, timeZone: string) {
  const info = readListInfo((await readInput(request)).data, 'asc')
  refuseUnknownFields(info, peopleFields())
  const query = peopleQuery(info, true)
  const page = await listPeople(desk, request.rep, 'contact', {
    ...query,
    where: [{ of: { column: 'organisation_id' }, is: 'in', values: [id] }, ...query.where],
  })
  const rows = page.people.map((person) => {
    const row = () => presentPerson(person, page, request.rep, timeZone)
    return pickFields(info, row, row)
  })
  return list('contacts', rows, presentListInfo(info, rows.length, page.more, page.total))
}

function present(
  { id, name, parentId, details }: Organisation,
  isPart: boolean,
  names: ReadonlyMap<number, string>,
): Record<string, unknown> {
  const address = asObject(details.address)
  return {
    id: String(id),
    name,
    ...Object.fromEntries(facts.map((key) => [key, details[key] ?? null])),
    address: address ? Object.fromEntries(addressParts.map((key) => [key, address[key] ?? null])) : null,
    ...(isPart && parentId !== null
      ? { account: { id: String(parentId), name: names.get(parentId) ?? null } }
      : {}),
  }
}

async function read(
  desk: Desk,
  actor: Actor,
  { isPart }: Collection,
  given: Readonly<Record<string, unknown>>,
  current: Organisation | null,
): Promise<{ name?: string; parentId?: number | null; details: Record<string, unknown> }> {
  const details: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    if (key === 'id') {
      if (isEmpty(value) || String(value) === String(current?.id)) continue
      throw readOnly('id')
    }
    if (key === 'address') details.address = readAddress(value, current)
    else if (facts.some((fact) => fact === key)) details[key] = readFact(key, value)
    else if (key !== 'name' && !(isPart && key === 'account')) throw extraKey(key)
  }
  const cleared = ['name', ...(isPart ? ['account'] : [])].filter(
    (key) => given[key] !== undefined && isEmpty(given[key]),
  )
  if (cleared.length > 0) throw notProvided(cleared)
  return {
    ...(given.name === undefined ? {} : { name: readText(given.name, 'name') ?? '' }),
    ...(given.account === undefined ? {} : { parentId: await readAccount(desk, actor, given.account) }),
    details,
  }
}

function readFact(key: string, value: unknown): string | null {
  const text = readText(value, key, 10_000) || null
  if (key === 'email_id' && text !== null && !isEmailAddress(text.trim())) {
    throw invalidInput('email_id', 'email_id is not valid')
  }
  return text
}

function readAddress(value: unknown, current: Organisation | null): Record<string, unknown> | null {
  if (isEmpty(value)) return null
  const given = asObject(value)
  if (!given) throw invalidInput('address', 'an object is expected')
  const address = { ...asObject(current?.details.address) }
  for (const [key, part] of Object.entries(given)) {
    if (!addressParts.some((each) => each === key)) throw extraKey(`address.${key}`)
    address[key] = readText(part, `address.${key}`, 1_000) || null
  }
  return address
}
