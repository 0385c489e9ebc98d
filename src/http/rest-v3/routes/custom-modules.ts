import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CustomModule } from '../../../domain/custom-module.ts'
import { allDefinitions, type Definitions } from '../../../usecases/fields/read-definitions.ts'
import { addModule } from '../../../usecases/modules/add-module.ts'
import { changeModule, type GivenField } from '../../../usecases/modules/change-module.ts'
import { deleteModule } from '../../../usecases/modules/delete-module.ts'
import type { WireContext } from '../context.ts'
import { presentDefinition, readDefinition } from '../definitions.ts'
import { refuseStrangeChild } from '../echoes.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { invalidInput, notFound, notProvided } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithId } from '../params.ts'
import { entityOf, queryOf, readInput } from '../read-input.ts'
import { isEmpty, readBoolean, readText } from '../values.ts'

type Given = Readonly<Record<string, unknown>>

/** What can be written of a module. */
export const writableOfModule = ['name', 'plural_name', 'description', 'fields'] as const
const names = new Set<string>([...writableOfModule, 'id', 'api_name', 'api_plural_name'])

/** Refusals of a module's fields name them below the module. */
const words = {
  choices: 'fields.allowed_values',
  refersTo: 'fields.reference_to',
  encrypted: 'fields.encrypted',
  type: 'fields.type',
}

/**
 * Custom modules with their fields (REST v3 §13.2). All of it takes `admin.setup`. A list of fields in a change is the whole list:
 * fields that it leaves out are deleted.
 *
 *     GET, POST         /api/v3/custom_modules        wrapper custom_module
 *     GET, PUT, DELETE  /api/v3/custom_modules/{id}   ?force=true deletes records too
 */
export function registerCustomModules(wire: FastifyInstance, { desk }: WireContext): void {
  wire.get('/custom_modules', async (request) => {
    const definitions = await allDefinitions(desk, request.rep)
    const info = readListInfo((await readInput(request)).data, 'asc')
    const all = definitions.modules.map((module) => present(module, definitions))
    const { rows, more, total } = pageOfRows(info, all, names)
    return list('custom_modules', rows, presentListInfo(info, rows.length, more, total))
  })

  wire.post('/custom_modules', async (request, reply) => {
    const definitions = await allDefinitions(desk, request.rep)
    const given = await givenIn(request)
    refuseStrangeChild(given, writableOfModule, names, null)
    const missing = ['name', 'plural_name'].filter((key) => isEmpty(given[key]))
    if (missing.length > 0) throw notProvided(missing)
    const { name = '', pluralName = '', description = null, fields = [] } = read(given, definitions, null)
    const drafts = fields.map(({ name: displayName = '', type = 'sline', ...rest }) => ({
      ...rest,
      name: displayName,
      type,
    }))
    const made = await withWords(words, () =>
      addModule(desk, request.rep, { name, pluralName, description, fields: drafts }),
    )
    reply.code(201)
    return entity('custom_module', present(made, await allDefinitions(desk, request.rep)))
  })

  wire.get<WithId>('/custom_modules/:id', async (request) => {
    const definitions = await allDefinitions(desk, request.rep)
    return entity('custom_module', present(found(definitions, request.params.id), definitions))
  })

  wire.put<WithId>('/custom_modules/:id', async (request) => {
    const definitions = await allDefinitions(desk, request.rep)
    const current = found(definitions, request.params.id)
    const given = await givenIn(request)
    const shown = present(current, definitions)
    refuseStrangeChild(given, [...writableOfModule, 'api_name', 'api_plural_name'], names, shown)
    const cleared = ['name', 'plural_name'].filter((key) => given[key] !== undefined && isEmpty(given[key]))
    if (cleared.length > 0) throw notProvided(cleared)
    const change = {
      ...read(given, definitions, shown),
      ...(isEmpty(given.api_name) ? {} : { apiName: String(given.api_name) }),
      ...(isEmpty(given.api_plural_name) ? {} : { apiPluralName: String(given.api_plural_name) }),
    }
    const changed = await withWords(words, () => changeModule(desk, request.rep, current.id, change))
    return entity('custom_module', present(changed, await allDefinitions(desk, request.rep)))
  })

  wire.delete<WithId>('/custom_modules/:id', async (request) => {
    const withRecords = readBoolean(queryOf(request).get('force'), 'force') === true
    await deleteModule(desk, request.rep, idOf(request.params.id), { withRecords })
    return plainSuccess()
  })
}

async function givenIn(request: FastifyRequest): Promise<Given> {
  return entityOf(await readInput(request), 'custom_module')
}

function found({ modules }: Definitions, id: string): CustomModule {
  const module = modules.find((each) => each.id === idOf(id))
  if (!module) throw notFound()
  return module
}

function present(module: CustomModule, { fields, modules }: Definitions): Record<string, unknown> {
  return {
    id: String(module.id),
    name: module.name,
    plural_name: module.pluralName,
    api_name: module.apiName,
    api_plural_name: module.apiPluralName,
    description: module.description,
    fields: fields
      .filter((field) => field.moduleId === module.id)
      .map((field) => presentDefinition(field, modules)),
  }
}

function read(given: Given, definitions: Definitions, shown: Given | null) {
  const text = (key: string) => readText(given[key], key, 250)?.trim()
  const shownFields = Array.isArray(shown?.fields) ? shown.fields.map(asObject) : []
  return {
    ...(given.name === undefined ? {} : { name: text('name') ?? '' }),
    ...(given.plural_name === undefined ? {} : { pluralName: text('plural_name') ?? '' }),
    ...(given.description === undefined
      ? {}
      : { description: readText(given.description, 'description') || null }),
    ...(given.fields === undefined ? {} : { fields: readFields(given.fields, definitions, shownFields) }),
  }
}

function readFields(
  value: unknown,
  definitions: Definitions,
  shown: readonly (Given | undefined)[],
): GivenField[] {
  if (isEmpty(value)) return []
  if (!Array.isArray(value)) throw invalidInput('fields', 'a list is expected')
  return value.map((each: unknown) => {
    const given = asObject(each)
    if (!given) throw invalidInput('fields', 'an object is expected')
    const current = shown.find((field) => field && isMeant(given, field)) ?? null
    const read = readDefinition(given, definitions, current, 'fields.')
    return current ? { ...read, id: Number(current.id) } : read
  })
}

/** A field that there is, is meant by its id, its API name or its name, by the first of them that is given. */
function isMeant(given: Given, field: Given): boolean {
  if (!isEmpty(given.id)) return String(given.id) === field.id
  if (!isEmpty(given.api_name)) return given.api_name === field.api_name
  return String(given.display_name).trim().toLowerCase() === String(field.display_name).toLowerCase()
}
