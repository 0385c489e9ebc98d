import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Organisation } from '../../../domain/organisation.ts'
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
import { extraKey, invalidInput, notFound, notProvided, Refusal } from '../errors.ts'
import { pickFields, presentListInfo, readListInfo, refuseUnknownFields } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { peopleFields, peopleQuery } from '../lists/people-list.ts'
import { pageOfRows } from '../lists/rows.ts'
import { presentPerson } from '../present-people.ts'
import { entityOf, readInput } from '../read-input.ts'
import { isEmpty, readText } from '../values.ts'

/** Facts of an account by their name on the wire, which is also the one they are kept under. */
const facts = [
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
const addressParts = ['door_no', 'street', 'landmark', 'city', 'province', 'country', 'zip_code'] as const

/**
 * Accounts (REST v3 §10.4) are the desk's organisations. `contacts.view` reads, `contacts.manage` changes.
 *
 *     GET, POST         /api/v3/accounts
 *     GET, PUT, DELETE  /api/v3/accounts/{id}
 *     GET               /api/v3/accounts/{id}/contacts
 */
export function registerAccounts(wire: FastifyInstance, { desk, settings }: WireContext): void {
  wire.get('/accounts', async (request) => {
    const info = readListInfo((await readInput(request)).data, 'asc')
    const all = (await listOrganisations(desk, request.rep)).map((each) => present(each.organisation))
    const { rows, more, total } = pageOfRows(info, all, new Set(['id', 'name', ...facts, 'address']))
    return list('accounts', rows, presentListInfo(info, rows.length, more, total))
  })
  wire.get('/accounts/:id', async (request) =>
    entity('account', present(await readOrganisation(desk, request.rep, idOf(request)))),
  )
  wire.post('/accounts', async (request, reply) => {
    const given = entityOf(await readInput(request), 'account')
    if (isEmpty(given.name)) throw notProvided(['name'])
    const { name = '', details } = read(given, null)
    const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null))
    const made = await createOrganisation(desk, request.rep, { name, party: null, details: kept })
    reply.code(201)
    return entity('account', present(made))
  })
  wire.put('/accounts/:id', async (request) => {
    const given = entityOf(await readInput(request), 'account')
    const current = await readOrganisation(desk, request.rep, idOf(request))
    return entity(
      'account',
      present(await changeOrganisation(desk, request.rep, current.id, read(given, current))),
    )
  })
  wire.delete('/accounts/:id', async (request) => {
    await deleteOrganisation(desk, request.rep, idOf(request))
    return plainSuccess()
  })
  wire.get('/accounts/:id/contacts', (request) => contactsOf(desk, request, settings.timeZone))
}

async function contactsOf(desk: Desk, request: FastifyRequest, timeZone: string) {
  const { id } = await readOrganisation(desk, request.rep, idOf(request))
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

function present({ id, name, details }: Organisation): Record<string, unknown> {
  const address = asObject(details.address)
  return {
    id: String(id),
    name,
    ...Object.fromEntries(facts.map((key) => [key, details[key] ?? null])),
    address: address ? Object.fromEntries(addressParts.map((key) => [key, address[key] ?? null])) : null,
  }
}

function read(
  given: Readonly<Record<string, unknown>>,
  current: Organisation | null,
): { name?: string; details: Record<string, unknown> } {
  const details: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    if (key === 'id') {
      if (isEmpty(value) || String(value) === String(current?.id)) continue
      throw new Refusal(400, [{ code: 4014, message: 'Field is read only', field: 'id' }])
    }
    if (key === 'address') details.address = readAddress(value, current)
    else if (facts.some((fact) => fact === key)) details[key] = readText(value, key, 10_000) || null
    else if (key !== 'name') throw extraKey(key)
  }
  return { ...(given.name === undefined ? {} : { name: readText(given.name, 'name') ?? '' }), details }
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

function idOf(request: FastifyRequest): number {
  const { id } = request.params as { id: string }
  if (!/^\d{1,15}$/.test(id)) throw notFound()
  return Number(id)
}
