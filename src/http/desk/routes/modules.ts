import { readModule, usableDefinitions } from '../../../usecases/fields/read-definitions.ts'
import { addModule } from '../../../usecases/modules/add-module.ts'
import { changeModule } from '../../../usecases/modules/change-module.ts'
import { deleteModule } from '../../../usecases/modules/delete-module.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, ForceQuery, Nothing } from '../parameters.ts'
import { presentModule, readTarget } from '../present-custom.ts'
import { Module, ModuleCreate, ModuleList, ModulePatch } from '../schema-custom.ts'

const tags = ['Fields and modules']

/** Kinds of records that administrators make. Their fields are changed one by one (`fields.ts`). */
export const moduleRoutes: Routes = (app, desk) => {
  app.get(
    '/modules',
    {
      ...access('session'),
      schema: {
        operationId: 'listModules',
        summary: 'List modules whose records one may see, with their fields',
        tags,
        response: { 200: ModuleList },
      },
    },
    async (request) => {
      const { modules, fields } = await usableDefinitions(desk, actorOf(request))
      return { items: modules.map((module) => presentModule(module, fields)) }
    },
  )

  app.post(
    '/modules',
    {
      ...access('session'),
      schema: {
        operationId: 'createModule',
        summary: 'Make a module with its fields',
        description: 'Its API names follow from its names and never change.',
        tags,
        body: ModuleCreate,
        response: { 201: Module },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { fields = [], ...rest } = request.body
      const module = await addModule(desk, actor, {
        ...withoutUndefined(rest),
        name: rest.name,
        pluralName: rest.pluralName,
        fields: fields.map(({ choices = [], refersTo, ...field }) => ({
          ...withoutUndefined(field),
          ...readTarget(refersTo),
          name: field.name,
          type: field.type,
          choices: choices.map((name) => ({ name })),
        })),
      })
      reply.code(201)
      return presentModule(module, (await readModule(desk, actor, module.id)).fields)
    },
  )

  app.get(
    '/modules/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'readModule',
        summary: 'Read a module with its fields',
        tags,
        params: ById,
        response: { 200: Module },
      },
    },
    async (request) => {
      const { module, fields } = await readModule(desk, actorOf(request), request.params.id)
      return presentModule(module, fields)
    },
  )

  app.patch(
    '/modules/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeModule',
        summary: 'Rename or describe a module',
        tags,
        params: ById,
        body: ModulePatch,
        response: { 200: Module },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const module = await changeModule(desk, actor, request.params.id, withoutUndefined(request.body))
      return presentModule(module, (await readModule(desk, actor, module.id)).fields)
    },
  )

  app.delete(
    '/modules/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteModule',
        summary: 'Delete a module',
        description: 'With records it is in use; `force=true` deletes them too, for good.',
        tags,
        params: ById,
        querystring: ForceQuery,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const withRecords = request.query.force === 'true'
      await deleteModule(desk, actorOf(request), request.params.id, { withRecords })
      return reply.code(204).send(null)
    },
  )
}
