import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../../../domain/errors.ts'
import type { PeopleCriterion } from '../../../domain/people-query.ts'
import { isEmailAddress } from '../../../domain/person.ts'
import { changePerson } from '../../../usecases/people/change-person.ts'
import { listPeople, readPerson } from '../../../usecases/people/list-people.ts'
import { registerContact } from '../../../usecases/people/register-contact.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { locate } from '../created.ts'
import { notValid, required } from '../errors.ts'
import { usersByIql } from '../iql/users.ts'
import { userInPath } from '../people.ts'
import { presentUser, presentUserIds } from '../present.ts'
import { listAnswer, readIql, readListQuery } from '../query.ts'
import { bodyOf } from '../read-body.ts'
import { type Fields, idOf, readFields } from '../schema.ts'

/** Longest values, in characters (Case Management §6.1). */
const longest = { name: 255, address: 254, extra: 2000 }

const filters = ['address', 'name']

interface UserPath {
  readonly Params: { readonly id: string }
}

/*
 * POST /v1/users   body: name, address, extra? (§6.1)
 * 200 { uuid, id, full_uuid, hash_uuid }; a known address answers the user that has it, unchanged
 */
export const createUser =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const input = readFields(bodyOf(request), readNewUser)
    const person = await registerContact(desk, actorOf(request), input)
    locate(request, reply, person.id)
    return presentUserIds(person)
  }

/*
 * GET /v1/users?address=&name=&offset=&length=   200 list of users, oldest first (§6.2); iql= in place of the filters (§10)
 */
export const listUsers = (context: WireContext) => async (request: FastifyRequest) => {
  const { desk } = context
  const query = readListQuery(request, [...filters, 'iql'], readUserQuery)
  const where: PeopleCriterion[] = []
  if (query.iql !== undefined) where.push(await usersByIql(context, request, query.iql))
  if (query.address !== undefined) where.push(hasAddress(query.address))
  if (query.name !== undefined) where.push({ of: { column: 'name' }, is: 'contains', text: query.name })
  const { people, total } = await listPeople(desk, actorOf(request), 'all', {
    where,
    sort: { by: { column: 'id' }, order: 'asc' },
    offset: query.offset,
    limit: query.limit,
    withTotal: true,
  })
  return listAnswer(total ?? 0, query, people.map(presentUser))
}

/*
 * GET /v1/users/public?address=   200 { name, address, hash_uuid } of the one user with the address, else 404 (§6.5)
 */
export const readPublicUser =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest) => {
    const { address } = readListQuery(request, ['address'], readPublicQuery)
    const { people } = await listPeople(desk, actorOf(request), 'all', {
      where: [hasAddress(address)],
      sort: { by: { column: 'id' }, order: 'asc' },
      offset: 0,
      limit: 1,
    })
    const [person] = people
    if (!person) throw new DeskError({ code: 'not_found', what: 'person', id: address })
    return { name: person.name, address: person.email ?? '', hash_uuid: person.guid }
  }

/*
 * GET /v1/users/{id}   200 one user (§6.3)
 */
export const readUser = (context: WireContext) => async (request: FastifyRequest<UserPath>) => {
  const id = await userInPath(context, request, idOf(request.params.id))
  return presentUser((await readPerson(context.desk, actorOf(request), 'all', id)).person)
}

/*
 * PUT, PATCH /v1/users/{id}   body: any of name, address, extra (merged by id, "" clears) (§6.4)
 * 200 { uuid, id }
 */
export const changeUser = (context: WireContext) => async (request: FastifyRequest<UserPath>) => {
  const input = readFields(bodyOf(request), readUserChange)
  const id = await userInPath(context, request, idOf(request.params.id))
  const person = await changePerson(context.desk, actorOf(request), 'all', id, input)
  return { uuid: person.id, id: person.id }
}

/** Reads a new user (§6.1). */
export function readNewUser(of: Fields) {
  return {
    name: of.requiredText('name', longest.name).trim(),
    address: requiredAddress(of),
    extra: readExtra(of) ?? [],
  }
}

/** Reads what shall become different of a user (§6.4). */
export function readUserChange(of: Fields) {
  return {
    ...(of.raw('name') === undefined ? {} : { name: of.requiredText('name', longest.name).trim() }),
    ...(of.raw('address') === undefined ? {} : { mainAddress: requiredAddress(of) }),
    ...(of.raw('extra') === undefined ? {} : { extra: readExtra(of) ?? [] }),
  }
}

/** Reads the filters of users (§6.2). */
export function readUserQuery(of: Fields) {
  return { address: of.text('address', 1000), name: of.text('name', 1000), iql: readIql(of, filters) }
}

/** Reads who is looked for (§6.5). */
export function readPublicQuery(of: Fields) {
  return { address: of.requiredText('address', 1000) }
}

function requiredAddress(of: Fields): string {
  const address = of.text('address', 1000)?.trim()
  if (of.raw('address') === undefined || address === '') of.problems.push(required('address'))
  else if (address !== undefined && !isEmailAddress(address)) of.problems.push(notValid('address'))
  return address ?? ''
}

function readExtra(of: Fields) {
  return of.list('extra', of.raw('extra'), (item) => {
    const id = typeof item.id === 'string' && /^\d+$/.test(item.id) ? Number(item.id) : item.id
    const { content } = item
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) return undefined
    if (typeof content !== 'string' || content.includes('\0') || content.length > longest.extra)
      return undefined
    return { id, content }
  })
}

/** No address holds a space, so one that does was a plus sign that nobody encoded (§3). */
function hasAddress(address: string): PeopleCriterion {
  const plus = address.replaceAll(' ', '+')
  return { any: [...new Set([address.trim(), plus])].map((each) => ({ address: each })) }
}
