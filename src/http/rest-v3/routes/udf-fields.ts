import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CustomField } from '../../../domain/custom-field.ts'
import { addField } from '../../../usecases/fields/add-field.ts'
import { changeField } from '../../../usecases/fields/change-field.ts'
import { deleteField } from '../../../usecases/fields/delete-field.ts'
import { allDefinitions, type Definitions } from '../../../usecases/fields/read-definitions.ts'
import type { WireContext } from '../context.ts'
import {
  definitionWords,
  findModuleCalled,
  presentUdfField,
  readDefinition,
  udfFieldNames,
} from '../definitions.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { notFound, notProvided } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithId } from '../params.ts'
import { entityOf, readInput } from '../read-input.ts'
import { isEmpty, noSuch, readReference } from '../values.ts'

/**
 * Definitions of fields, of requests and of custom modules (REST v3 §11.4). All of it takes `admin.setup`.
 *
 *     GET, POST         /api/v3/udf_fields        wrapper udf_field
 *     GET, PUT, DELETE  /api/v3/udf_fields/{id}
 */
export function registerUdfFields(wire: FastifyInstance, { desk }: WireContext): void {
  wire.get('/udf_fields', async (request) => {
    const { fields, modules } = await allDefinitions(desk, request.rep)
    const info = readListInfo((await readInput(request)).data, 'asc')
    const all = fields.map((field) => presentUdfField(field, modules))
    const { rows, more, total } = pageOfRows(info, all, udfFieldNames)
    return list('udf_fields', rows, presentListInfo(info, rows.length, more, total))
  })

  wire.post('/udf_fields', async (request, reply) => {
    const definitions = await allDefinitions(desk, request.rep)
    const { module, ...given } = await givenIn(request)
    const moduleId = readModule(module, definitions)
    const { name, type, id: _id, apiName: _apiName, ...rest } = readDefinition(given, definitions, null)
    if (name === undefined || type === undefined) throw notProvided(['display_name', 'type'])
    const field = await withWords(definitionWords, () =>
      addField(desk, request.rep, moduleId, { ...rest, name, type }),
    )
    reply.code(201)
    return entity('udf_field', presentUdfField(field, definitions.modules))
  })

  wire.get<WithId>('/udf_fields/:id', async (request) => {
    const definitions = await allDefinitions(desk, request.rep)
    const field = found(definitions, request.params.id)
    return entity('udf_field', presentUdfField(field, definitions.modules))
  })

  wire.put<WithId>('/udf_fields/:id', async (request) => {
    const definitions = await allDefinitions(desk, request.rep)
    const current = found(definitions, request.params.id)
    const { module, ...given } = await givenIn(request)
    const shown = presentUdfField(current, definitions.modules)
    const moduleId = isEmpty(module) ? {} : { moduleId: readModule(module, definitions) }
    const change = { ...readDefinition(given, definitions, shown), ...moduleId }
    const field = await withWords(definitionWords, () => changeField(desk, request.rep, current.id, change))
    return entity('udf_field', presentUdfField(field, definitions.modules))
  })

  wire.delete<WithId>('/udf_fields/:id', async (request) => {
    await deleteField(desk, request.rep, idOf(request.params.id))
    return plainSuccess()
  })
}

async function givenIn(request: FastifyRequest): Promise<Readonly<Record<string, unknown>>> {
  return entityOf(await readInput(request), 'udf_field')
}

function found({ fields }: Definitions, id: string): CustomField {
  const field = fields.find((each) => each.id === idOf(id))
  if (!field) throw notFound()
  return field
}

/** @returns whose field it is: null for requests, also when nothing is said */
function readModule(value: unknown, { modules }: Definitions): number | null {
  const named = readReference(value, 'module')
  if (named === null) return null
  if ('name' in named && ['request', 'requests'].includes(named.name.toLowerCase())) return null
  const module =
    'id' in named ? modules.find(({ id }) => id === named.id) : findModuleCalled(modules, named.name)
  if (!module) throw noSuch('module', String(Object.values(named)[0]))
  return module.id
}
