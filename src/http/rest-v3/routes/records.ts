import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CustomField } from '../../../domain/custom-field.ts'
import { type CustomModule, modulesIn } from '../../../domain/custom-module.ts'
import type { CustomRecord } from '../../../domain/record.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { addRecord, type NewRecord } from '../../../usecases/records/add-record.ts'
import { changeRecord } from '../../../usecases/records/change-record.ts'
import { deleteRecord } from '../../../usecases/records/delete-record.ts'
import {
  listRecords,
  type RecordPage,
  readRecord,
  recordFields,
  showOwnRecord,
} from '../../../usecases/records/read-records.ts'
import type { WireContext } from '../context.ts'
import { refuseStrangeChild, withoutEchoes } from '../echoes.ts'
import { entity, list, plainSuccess, refused } from '../envelope.ts'
import { notFound, notProvided } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { pickFields, presentListInfo, readListInfo, refuseUnknownFields } from '../lists/list-info.ts'
import { recordNames, recordQuery } from '../lists/record-query.ts'
import { idOf } from '../params.ts'
import { presentFields } from '../present-field.ts'
import { personObject } from '../present-people.ts'
import { type FieldReading, readFields } from '../read-field.ts'
import { entityOf, readInput } from '../read-input.ts'
import { formatOf, isEmpty, presentHtml, presentTime, readText } from '../values.ts'

type Given = Readonly<Record<string, unknown>>
type OfModule = { Params: { cm: string } }
type OfRecord = { Params: { cm: string; id: string } }

const path = '/cm_:cm'

/**
 * Records of custom modules (REST v3 §13.1): for a module *book* `cm_books`, wrapper `cm_book`.
 *
 *     GET, POST         /api/v3/cm_books         cm_books.view (section 7), .add
 *     GET, PUT, DELETE  /api/v3/cm_books/{id}    cm_books.view, .edit, .delete (for good)
 */
export function registerRecords(wire: FastifyInstance, context: WireContext): void {
  const { desk } = context
  wire.get<OfModule>(path, async (request) => listOf(context, request, await found(desk, request.params.cm)))
  wire.post<OfModule>(path, async (request, reply) => {
    reply.code(201)
    return add(context, request, await found(desk, request.params.cm))
  })
  wire.get<OfRecord>(`${path}/:id`, async (request) => {
    const module = await found(desk, request.params.cm)
    return answer(context, await readRecord(desk, request.rep, module.id, idOf(request.params.id)))
  })
  wire.put<OfRecord>(`${path}/:id`, async (request) => {
    const module = await found(desk, request.params.cm)
    return change(context, request, module, idOf(request.params.id))
  })
  wire.delete<OfRecord>(`${path}/:id`, async (request) => {
    const module = await found(desk, request.params.cm)
    await deleteRecord(desk, request.rep, module.id, idOf(request.params.id))
    return plainSuccess()
  })
}

/** Paths of modules that there are not are answered without a key, as all unknown ones are (§2.3). Goes before `authenticate`. */
export function answerUnknownModules(wire: FastifyInstance, { desk }: WireContext): void {
  wire.addHook('onRequest', async (request, reply) => {
    const [, name] = /^\/api\/v3\/(cm_[^/?]*)/.exec(request.url) ?? []
    if (name === undefined || (await moduleCalled(desk, name))) return
    return reply.code(404).send(refused(notFound().messages))
  })
}

async function moduleCalled(desk: Desk, name: string): Promise<CustomModule | undefined> {
  return modulesIn(await catalogOf(desk)).find(({ apiPluralName }) => apiPluralName === name)
}

/** @param rest of the path after `cm_` */
async function found(desk: Desk, rest: string): Promise<CustomModule> {
  const module = await moduleCalled(desk, `cm_${rest}`)
  if (!module) throw notFound()
  return module
}

async function listOf({ desk, settings }: WireContext, request: FastifyRequest, module: CustomModule) {
  const { fields } = await recordFields(desk, request.rep, module.id, 'record.view')
  const info = readListInfo((await readInput(request)).data, 'asc')
  refuseUnknownFields(info, recordNames)
  const page = await listRecords(desk, request.rep, recordQuery(info, module.id, fields))
  const rows = page.records.map((record) => {
    const row = () => presentRecord(record, page, settings.timeZone)
    return pickFields(info, row, row)
  })
  return list(module.apiPluralName, rows, presentListInfo(info, rows.length, page.more, page.total))
}

async function add(context: WireContext, request: FastifyRequest, module: CustomModule) {
  const { desk } = context
  const { fields } = await recordFields(desk, request.rep, module.id, 'record.add')
  const given = await givenIn(request, module)
  refuseStrangeChild(given, writableOfRecord, recordNames, null)
  const { title, ...rest } = await read(readingOf(context, request, fields), given)
  const made = await withWords(wordsOf(fields), () =>
    addRecord(desk, request.rep, module.id, { ...rest, title: title ?? '' }),
  )
  return answer(context, await showOwnRecord(desk, made))
}

async function change(context: WireContext, request: FastifyRequest, module: CustomModule, id: number) {
  const { desk, settings } = context
  const page = await readRecord(desk, request.rep, module.id, id, 'record.edit')
  const given = await givenIn(request, module)
  const shown = presentRecord(page.record, page, settings.timeZone)
  refuseStrangeChild(given, writableOfRecord, recordNames, shown)
  if (given.title !== undefined && isEmpty(given.title)) throw notProvided(['title'])
  const edit = await read(readingOf(context, request, page.fields), withoutEchoes(given, shown))
  const changed = await withWords(wordsOf(page.fields), () =>
    changeRecord(desk, request.rep, module.id, id, edit),
  )
  return answer(context, await showOwnRecord(desk, changed))
}

/** What can be written of a record. */
export const writableOfRecord = ['title', 'description', 'cm_fields'] as const

/** The fields may come under the name that the cloud's API has for them. */
async function givenIn(request: FastifyRequest, module: CustomModule): Promise<Given> {
  const { cm_attributes, ...given } = entityOf(await readInput(request), module.apiName)
  return cm_attributes === undefined ? given : { cm_fields: cm_attributes, ...given }
}

function readingOf(
  { desk, settings }: WireContext,
  request: FastifyRequest,
  fields: readonly CustomField[],
): FieldReading {
  return { desk, actor: request.rep, timeZone: settings.timeZone, fields }
}

async function read(reading: FieldReading, given: Given): Promise<Partial<NewRecord>> {
  return {
    ...(given.title === undefined ? {} : { title: readText(given.title, 'title', 250)?.trim() ?? '' }),
    ...(given.description === undefined
      ? {}
      : { description: readText(given.description, 'description') || null }),
    ...(given.cm_fields === undefined
      ? {}
      : { fields: await readFields(reading, given.cm_fields, 'cm_fields') }),
  }
}

function answer({ settings }: WireContext, page: RecordPage) {
  const [record] = page.records
  return entity(page.module.apiName, record && presentRecord(record, page, settings.timeZone))
}

/** @returns the record as lists and details show it */
function presentRecord(
  record: CustomRecord,
  { fields, people, names }: RecordPage,
  timeZone: string,
): Record<string, unknown> {
  const { description } = record
  return {
    id: String(record.id),
    title: record.title,
    description: description === null ? null : presentHtml(description, formatOf(description)),
    cm_fields: presentFields(fields, record.fields, names, timeZone),
    created_by: personObject(people.get(record.createdById ?? -1)),
    created_time: presentTime(record.createdAt, timeZone),
    last_updated_by: personObject(people.get(record.updatedById ?? -1)),
    last_updated_time: presentTime(record.updatedAt, timeZone),
  }
}

/** How refusals name the fields of a record. */
function wordsOf(fields: readonly CustomField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ apiName }) => [`fields.${apiName}`, `cm_fields.${apiName}`]))
}
