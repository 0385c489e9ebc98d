import { addField } from '../../../usecases/fields/add-field.ts'
import { changeField } from '../../../usecases/fields/change-field.ts'
import { deleteField } from '../../../usecases/fields/delete-field.ts'
import { usableDefinitions } from '../../../usecases/fields/read-definitions.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, FieldQuery, Nothing } from '../parameters.ts'
import { presentField, readTarget } from '../present-custom.ts'
import { Field, FieldCreate, FieldList, FieldPatch } from '../schema-custom.ts'

const tags = ['Fields and modules']

/** Fields that administrators define, of cases and of the records of modules. */
export const fieldRoutes: Routes = (app, desk) => {
  app.get(
    '/fields',
    {
      ...access('session'),
      schema: {
        operationId: 'listFields',
        summary: 'List fields of cases and of the modules whose records one may see',
        description: '`deleted=true` lists those that were deleted instead, whose values stay readable.',
        tags,
        querystring: FieldQuery,
        response: { 200: FieldList },
      },
    },
    async (request) => {
      const { fields } = await usableDefinitions(desk, actorOf(request), request.query.deleted === 'true')
      return { items: fields.map(presentField) }
    },
  )

  app.post(
    '/fields',
    {
      ...access('session'),
      schema: {
        operationId: 'createField',
        summary: 'Define a field',
        description:
          'Without a module it is one of cases. Type, reference and encryption never change; texts, addresses, phone numbers and single choices can be encrypted.',
        tags,
        body: FieldCreate,
        response: { 201: Field },
      },
    },
    async (request, reply) => {
      const { moduleId = null, choices = [], refersTo, ...rest } = request.body
      const field = await addField(desk, actorOf(request), moduleId, {
        ...withoutUndefined(rest),
        ...readTarget(refersTo),
        name: rest.name,
        type: rest.type,
        choices: choices.map((name) => ({ name })),
      })
      reply.code(201)
      return presentField(field)
    },
  )

  app.patch(
    '/fields/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeField',
        summary: 'Change a field',
        description: 'Choices that are not given any more stay readable where they were chosen.',
        tags,
        params: ById,
        body: FieldPatch,
        response: { 200: Field },
      },
    },
    async (request) => {
      const { choices, ...rest } = withoutUndefined(request.body)
      return presentField(
        await changeField(desk, actorOf(request), request.params.id, {
          ...rest,
          ...(choices ? { choices: choices.map(({ id, name }) => ({ name, ...(id ? { id } : {}) })) } : {}),
        }),
      )
    },
  )

  app.delete(
    '/fields/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteField',
        summary: 'Delete a field',
        description: 'Its values stay readable where there are some.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteField(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
