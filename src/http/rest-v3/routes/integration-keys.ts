import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Catalog } from '../../../domain/catalog.ts'
import type { Credential } from '../../../domain/credential.ts'
import type { Person } from '../../../domain/person.ts'
import {
  changeIntegrationKey,
  deleteIntegrationKey,
  listIntegrationKeys,
  makeIntegrationKey,
  reassignIntegrationKey,
} from '../../../usecases/credentials/integration-keys.ts'
import { revealIntegrationKey } from '../../../usecases/credentials/reveal-integration-key.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { peopleByIds } from '../../../usecases/people/list-people.ts'
import type { WireContext } from '../context.ts'
import { withoutEchoes } from '../echoes.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { extraKey, general, invalidInput, notEditable, notFound, notProvided, readOnly } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithId } from '../params.ts'
import { personObject } from '../present-people.ts'
import { entityOf, readInput } from '../read-input.ts'
import { personId } from '../read-request.ts'
import { isEmpty, presentReference, readCatalogId, readNumber, readPerson, readText } from '../values.ts'

/** What an integration key shows. */
export const integrationKeyNames = new Set([
  ...['id', 'name', 'roles', 'validity', 'status', 'description', 'technician', 'key'],
])
const words = { expiresAt: 'validity.value', personId: 'technician' }

/**
 * Keys of integrations (REST v3 §12.2), for `admin.keys`.
 *
 *     GET, POST         /api/v3/integration_keys
 *     GET, PUT, DELETE  /api/v3/integration_keys/{id}
 *     PUT               /api/v3/integration_keys/{id}/reassign   another administrator, why in comments
 *     POST              /api/v3/integration_keys/{id}/reveal     the key again, for the caller's own password
 */
export function registerIntegrationKeys(wire: FastifyInstance, { desk }: WireContext): void {
  wire.get('/integration_keys', async (request) => {
    const info = readListInfo((await readInput(request)).data, 'asc')
    const keys = await listIntegrationKeys(desk, request.rep)
    const { rows, more, total } = pageOfRows(info, await present(desk, keys), integrationKeyNames)
    return list('integration_keys', rows, presentListInfo(info, rows.length, more, total))
  })
  wire.post('/integration_keys', async (request, reply) => {
    const given = entityOf(await readInput(request), 'integration_key')
    const missing = ['name', 'roles'].filter((name) => isEmpty(given[name]))
    if (missing.length > 0) throw notProvided(missing)
    if (!isEmpty(given.technician)) throw notEditable('technician')
    const { roleIds = [], ...facts } = read(given, await catalogOf(desk))
    const name = readText(given.name, 'name') ?? ''
    const made = await withWords(words, () =>
      makeIntegrationKey(desk, request.rep, { ...facts, roleIds, name }),
    )
    reply.code(201)
    const [shown] = await present(desk, [made.credential])
    return entity('integration_key', { ...shown, key: made.key })
  })
  wire.get<WithId>('/integration_keys/:id', async (request) => answer(desk, await find(desk, request)))
  wire.put<WithId>('/integration_keys/:id', async (request) => {
    const given = entityOf(await readInput(request), 'integration_key')
    const current = await find(desk, request)
    const [shown = {}] = await present(desk, [current])
    const fresh = withoutEchoes(given, shown)
    for (const name of ['name', 'technician']) if (!isEmpty(fresh[name])) throw notEditable(name)
    const change = read(fresh, await catalogOf(desk))
    return answer(
      desk,
      await withWords(words, () => changeIntegrationKey(desk, request.rep, current.id, change)),
    )
  })
  wire.put<WithId>('/integration_keys/:id/reassign', async (request) => {
    const given = entityOf(await readInput(request), 'integration_key')
    const strange = Object.keys(given).find((key) => key !== 'technician' && key !== 'comments')
    if (strange !== undefined) throw extraKey(strange)
    const current = await find(desk, request)
    const named = readPerson(given.technician, 'technician')
    if (named === null) throw notProvided(['technician'])
    const ownerId = await personId(desk, named, 'technician')
    const comments = readText(given.comments, 'comments', 10_000)?.trim() || null
    return answer(
      desk,
      await withWords(words, () => reassignIntegrationKey(desk, request.rep, current.id, ownerId, comments)),
    )
  })
  wire.post<WithId>('/integration_keys/:id/reveal', async (request) => {
    const current = await find(desk, request)
    const password = await readPassword(request)
    const key = await revealIntegrationKey(desk, request.rep, current.id, password, request.ip)
    if (key === null) throw general(400, 'The key was made before keys were kept and cannot be shown again')
    const [shown] = await present(desk, [current])
    return entity('integration_key', { ...shown, key })
  })
  wire.delete<WithId>('/integration_keys/:id', async (request) => {
    await deleteIntegrationKey(desk, request.rep, idOf(request.params.id))
    return plainSuccess()
  })
}

/** `{"password":"…"}` as it is, or inside the entity like everything else. */
async function readPassword(request: FastifyRequest): Promise<string> {
  const input = await readInput(request)
  const { password } =
    input.data && 'password' in input.data ? input.data : entityOf(input, 'integration_key')
  const text = readText(password, 'password', 1_000)
  if (!text) throw notProvided(['password'])
  return text
}

async function find(desk: Desk, request: FastifyRequest<WithId>): Promise<Credential> {
  const id = idOf(request.params.id)
  const found = (await listIntegrationKeys(desk, request.rep)).find((key) => key.id === id)
  if (!found) throw notFound()
  return found
}

async function answer(desk: Desk, key: Credential) {
  const [shown] = await present(desk, [key])
  return entity('integration_key', shown)
}

async function present(desk: Desk, keys: readonly Credential[]): Promise<Record<string, unknown>[]> {
  const [catalog, owners] = await Promise.all([
    catalogOf(desk),
    peopleByIds(
      desk,
      keys.map((key) => key.personId),
    ),
  ])
  return keys.map((key) => presentKey(key, catalog, owners))
}

function presentKey(key: Credential, catalog: Catalog, owners: ReadonlyMap<number, Person>) {
  return {
    id: String(key.id),
    name: key.name,
    roles: key.roleIds.map((id) => presentReference(catalog, 'role', id)),
    validity: { value: key.expiresAt ?? 0 },
    status: key.active ? 'active' : 'inactive',
    description: key.description,
    technician: personObject(owners.get(key.personId ?? 0)),
    key: `********-****-****-****-********${key.hint}`,
  }
}

function read(given: Readonly<Record<string, unknown>>, catalog: Catalog) {
  const strange = Object.keys(given).find((key) => !integrationKeyNames.has(key))
  if (strange !== undefined) throw extraKey(strange)
  for (const name of ['id', 'key']) if (!isEmpty(given[name])) throw readOnly(name)
  const { roles, validity, status, description } = given
  return {
    ...(roles === undefined ? {} : { roleIds: readRoles(roles, catalog) }),
    ...(validity === undefined ? {} : { expiresAt: readValidity(validity) }),
    ...(status === undefined ? {} : { active: readStatus(status) }),
    ...(description === undefined
      ? {}
      : { description: readText(description, 'description', 10_000) || null }),
  }
}

function readRoles(value: unknown, catalog: Catalog): number[] {
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return [...new Set(all.flatMap((each) => readCatalogId(catalog, 'role', each, 'roles') ?? []))]
}

/** 0 is for ever, anything else the end in ms. */
function readValidity(value: unknown): number | null {
  const end = readNumber(asObject(value)?.value ?? (asObject(value) ? null : value), 'validity.value')
  return end === null || end === 0 ? null : end
}

function readStatus(value: unknown): boolean {
  if (value === 'active' || value === 'inactive') return value === 'active'
  throw invalidInput('status', 'active or inactive is expected')
}
