import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../../domain/actor.ts'
import { columnIs } from '../../../domain/case-query.ts'
import type { Person } from '../../../domain/person.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { changePerson } from '../../../usecases/people/change-person.ts'
import { createPerson } from '../../../usecases/people/create-person.ts'
import { deletePerson } from '../../../usecases/people/delete-person.ts'
import { listPeople, readPerson } from '../../../usecases/people/list-people.ts'
import type { WireContext } from '../context.ts'
import { withoutEchoes } from '../echoes.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { notFound, notProvided } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { pickFields, presentListInfo, readListInfo, refuseUnknownFields } from '../lists/list-info.ts'
import { peopleFields, peopleQuery } from '../lists/people-list.ts'
import { presentPerson } from '../present-people.ts'
import { readAccount } from '../read-account.ts'
import { entityOf, type Input, readInput } from '../read-input.ts'
import { readPersonChange } from '../read-person.ts'
import { personId } from '../read-request.ts'
import { isEmpty, readPerson as readNamedPerson } from '../values.ts'
import { listRequests } from './requests.ts'

/** One name under which people are offered (REST v3 §10.2, §10.3). */
interface Collection {
  readonly path: string
  readonly wrapper: string
  readonly others: readonly string[]
  /** Who is listed. */
  readonly kind: Person['kind'] | 'all'
  /** What a new one becomes. */
  readonly makes: Person['kind']
}

const reps = ['technician', 'support_rep']
const contacts = ['user', 'requester', 'contact']
const collections: readonly Collection[] = [
  { path: 'technicians', wrapper: 'technician', others: reps, kind: 'rep', makes: 'rep' },
  { path: 'support_reps', wrapper: 'support_rep', others: reps, kind: 'rep', makes: 'rep' },
  { path: 'users', wrapper: 'user', others: contacts, kind: 'all', makes: 'contact' },
  { path: 'requesters', wrapper: 'requester', others: contacts, kind: 'contact', makes: 'contact' },
  { path: 'contacts', wrapper: 'contact', others: contacts, kind: 'contact', makes: 'contact' },
]

/**
 * Support reps and requesters (REST v3 §10). Reps: everybody may list, `admin.users` sees and changes all of them; requesters:
 * `contacts.view` reads, `contacts.manage` changes.
 *
 *     GET, POST         /api/v3/technicians (support_reps) · users · requesters (contacts)
 *     GET, PUT, DELETE  /api/v3/<path>/{id}
 *     GET               /api/v3/<path>/{id}/requests   the requests that the person is the requester of
 */
export function registerPeople(wire: FastifyInstance, context: WireContext): void {
  const { desk, settings } = context
  const { timeZone } = settings
  for (const collection of collections) {
    const { path, wrapper, kind } = collection
    wire.get(`/${path}`, (request) => listOf(desk, collection, request, timeZone))
    wire.get<WithId>(`/${path}/:id`, async (request) => {
      const page = await readPerson(desk, request.rep, kind, idOf(request))
      return entity(wrapper, presentPerson(page.person, page, request.rep, timeZone))
    })
    wire.get<WithId>(`/${path}/:id/requests`, async (request) => {
      const { person } = await readPerson(desk, request.rep, kind, idOf(request))
      return listRequests(context, request, [columnIs('requester_id', person.id)])
    })
    wire.post(`/${path}`, async (request, reply) => {
      const made = await create(desk, collection, request)
      reply.code(201)
      return answer(desk, collection, request.rep, made.id, timeZone)
    })
    wire.put<WithId>(`/${path}/:id`, async (request) => {
      await change(desk, collection, request, idOf(request), timeZone)
      return answer(desk, collection, request.rep, idOf(request), timeZone)
    })
    wire.delete<WithId>(`/${path}/:id`, async (request) => {
      await deletePerson(desk, request.rep, kind, idOf(request))
      return plainSuccess()
    })
  }
}

type WithId = { Params: { id: string } }

/** Neutral names of people in the words of §10. */
const words = {
  roleIds: 'associated_roles',
  groupIds: 'associated_groups',
  'details.reporting_to': 'reporting_to',
}

async function listOf(desk: Desk, collection: Collection, request: FastifyRequest, timeZone: string) {
  const { path, kind } = collection
  const { data } = await readInput(request)
  const info = readListInfo(data, 'asc')
  refuseUnknownFields(info, peopleFields())
  const seesAll = kind === 'contact' || request.rep.permissions.has('people.manage')
  const page = await listPeople(desk, request.rep, kind, peopleQuery(info, seesAll))
  const rows = page.people.map((person) => {
    const row = () => presentPerson(person, page, request.rep, timeZone)
    return pickFields(info, row, row)
  })
  return list(path, rows, presentListInfo(info, rows.length, page.more, page.total))
}

async function create(desk: Desk, { makes, wrapper, others }: Collection, request: FastifyRequest) {
  const given = entityIn(await readInput(request), wrapper, others)
  if (isEmpty(given.name)) throw notProvided(['name'])
  const {
    name = '',
    addresses = [],
    password,
    ...rest
  } = await readChange(desk, request.rep, makes, given, null)
  return withWords(words, () =>
    createPerson(desk, request.rep, {
      ...rest,
      kind: makes,
      name,
      addresses,
      details: withoutNulls(rest.details),
      ...(password == null ? {} : { password }),
    }),
  )
}

async function change(
  desk: Desk,
  { kind, wrapper, others }: Collection,
  request: FastifyRequest,
  id: number,
  timeZone: string,
) {
  const given = entityIn(await readInput(request), wrapper, others)
  const page = await readPerson(desk, request.rep, kind, id)
  const { person } = page
  // Written back as it was read, nothing of a person changes.
  const fresh = withoutEchoes(given, presentPerson(person, page, request.rep, timeZone))
  const edit = await readChange(desk, request.rep, person.kind, fresh, person)
  await withWords(words, () => changePerson(desk, request.rep, kind, id, edit))
}

async function readChange(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'],
  given: Readonly<Record<string, unknown>>,
  current: Person | null,
) {
  const edit = readPersonChange(kind, given, await catalogOf(desk), current)
  const { reporting_to, account } = given
  return {
    ...edit,
    ...(account === undefined ? {} : { organisationId: await readAccount(desk, actor, account) }),
    ...(reporting_to === undefined
      ? {}
      : { details: { ...edit.details, reporting_to: await managerId(desk, reporting_to) } }),
  }
}

/** Whom somebody reports to, by id, address, login name or name. */
async function managerId(desk: Desk, value: unknown): Promise<number | null> {
  const named = readNamedPerson(value, 'reporting_to')
  return named && personId(desk, named, 'reporting_to')
}

async function answer(desk: Desk, { kind, wrapper }: Collection, actor: Actor, id: number, timeZone: string) {
  const page = await readPerson(desk, actor, kind, id)
  return entity(wrapper, presentPerson(page.person, page, actor, timeZone))
}

function entityIn(input: Input, wrapper: string, others: readonly string[]) {
  return entityOf(input, wrapper, ...others)
}

function withoutNulls(details: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null))
}

/** Ids are digits; anything else names nobody (§5). */
function idOf(request: FastifyRequest): number {
  const { id } = request.params as { id: string }
  if (!/^\d{1,15}$/.test(id)) throw notFound()
  return Number(id)
}
