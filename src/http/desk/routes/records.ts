import type { CustomField } from '../../../domain/custom-field.ts'
import type { RecordOperand } from '../../../domain/record.ts'
import { addRecord, type NewRecord } from '../../../usecases/records/add-record.ts'
import { changeRecord } from '../../../usecases/records/change-record.ts'
import { deleteRecord } from '../../../usecases/records/delete-record.ts'
import {
  listRecords,
  readRecord,
  recordFields,
  showOwnRecord,
} from '../../../usecases/records/read-records.ts'
import { textToHtml } from '../../shared/html.ts'
import { access, basePath, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { readFieldValues } from '../field-values.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing, RecordOfModule, RecordQuery } from '../parameters.ts'
import { presentRecord } from '../present-custom.ts'
import { ModuleRecord, RecordCreate, RecordList, RecordPatch } from '../schema-custom.ts'

const tags = ['Records']

const sorts = {
  id: 'id',
  title: 'title',
  created: 'created_at',
  updated: 'updated_at',
} as const satisfies Record<string, Extract<RecordOperand, { column: string }>['column']>

/** Records of modules. Each call takes its right, on the records of all modules or of the one. */
export const recordRoutes: Routes = (app, desk) => {
  app.get(
    '/modules/:id/records',
    {
      ...access('session'),
      schema: {
        operationId: 'listRecords',
        summary: 'List records of a module',
        description: '`q` stands in the title.',
        tags,
        params: ById,
        querystring: RecordQuery,
        response: { 200: RecordList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { q, sort = 'id', order = 'asc', offset = 0, limit = 50 } = request.query
      const page = await listRecords(desk, actor, {
        moduleId: request.params.id,
        where: q === undefined ? [] : [{ of: { column: 'title' }, is: 'contains', text: q }],
        sort: { by: { column: sorts[sort] }, order },
        limit,
        offset,
        withTotal: true,
      })
      const items = page.records.map((record) => presentRecord(actor, record, page))
      return { items, total: page.total ?? items.length }
    },
  )

  app.post(
    '/modules/:id/records',
    {
      ...access('session'),
      schema: {
        operationId: 'createRecord',
        summary: 'Add a record',
        tags,
        params: ById,
        body: RecordCreate,
        response: { 201: ModuleRecord },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { id } = request.params
      const { fields } = await recordFields(desk, actor, id, 'record.add')
      const draft = { title: request.body.title, ...read(fields, request.body) }
      const record = await addRecord(desk, actor, id, draft)
      reply.code(201).header('location', `${basePath}/modules/${id}/records/${record.id}`)
      return presentRecord(actor, record, await showOwnRecord(desk, record))
    },
  )

  app.get(
    '/modules/:id/records/:recordId',
    {
      ...access('session'),
      schema: {
        operationId: 'readRecord',
        summary: 'Read a record',
        tags,
        params: RecordOfModule,
        response: { 200: ModuleRecord },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const page = await readRecord(desk, actor, request.params.id, request.params.recordId)
      return presentRecord(actor, page.record, page)
    },
  )

  app.patch(
    '/modules/:id/records/:recordId',
    {
      ...access('session'),
      schema: {
        operationId: 'changeRecord',
        summary: 'Change a record',
        description: 'What is not given stays as it is, also among the fields.',
        tags,
        params: RecordOfModule,
        body: RecordPatch,
        response: { 200: ModuleRecord },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { id, recordId } = request.params
      const { fields } = await recordFields(desk, actor, id, 'record.edit')
      const record = await changeRecord(desk, actor, id, recordId, read(fields, request.body))
      return presentRecord(actor, record, await showOwnRecord(desk, record))
    },
  )

  app.delete(
    '/modules/:id/records/:recordId',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteRecord',
        summary: 'Delete a record for good',
        tags,
        params: RecordOfModule,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteRecord(desk, actorOf(request), request.params.id, request.params.recordId)
      return reply.code(204).send(null)
    },
  )
}

/** Texts become HTML, because one of the other wires writes them so. */
function read(
  fields: readonly CustomField[],
  given: {
    title?: string | undefined
    text?: string | null | undefined
    fields?: Record<string, unknown> | undefined
  },
): Partial<NewRecord> {
  const { title, text, fields: values } = given
  return withoutUndefined({
    title,
    description: typeof text === 'string' ? textToHtml(text) : text,
    fields: values && readFieldValues(fields, values),
  })
}
