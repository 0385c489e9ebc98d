import type { PeopleCriterion } from '../../../domain/people-query.ts'
import { changePerson } from '../../../usecases/people/change-person.ts'
import { createPerson } from '../../../usecases/people/create-person.ts'
import { deletePerson } from '../../../usecases/people/delete-person.ts'
import { listPeople, readPerson } from '../../../usecases/people/list-people.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, ContactQuery, Nothing } from '../parameters.ts'
import { presentContact } from '../present-admin.ts'
import { Contact, ContactList } from '../schema.ts'
import { ContactCreate, ContactPatch } from '../schema-admin.ts'

const tags = ['Contacts']

/** Customers' people. */
export const contactRoutes: Routes = (app, desk) => {
  app.get(
    '/contacts',
    {
      ...access('session'),
      schema: {
        operationId: 'listContacts',
        summary: 'List contacts by name',
        description: '`q` is part of a name or address.',
        tags,
        querystring: ContactQuery,
        response: { 200: ContactList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { q, offset = 0, limit = 50 } = request.query
      const page = await listPeople(desk, actor, 'contact', {
        where: q === undefined || q.trim() === '' ? [] : [holding(q.trim())],
        sort: { by: { column: 'name' }, order: 'asc' },
        limit,
        offset,
        withTotal: true,
      })
      return {
        items: page.people.map((contact) => presentContact(actor, contact, page)),
        total: page.total ?? 0,
      }
    },
  )

  app.post(
    '/contacts',
    {
      ...access('session'),
      schema: {
        operationId: 'createContact',
        summary: 'Register a contact',
        description: 'With a password the contact can log in on the Support Ticket wire.',
        tags,
        body: ContactCreate,
        response: { 201: Contact },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { name, email, phone, organisationId, password } = request.body
      const contact = await createPerson(desk, actor, {
        kind: 'contact',
        name,
        addresses: [email],
        loginEnabled: password !== undefined,
        ...withoutUndefined({ phone, organisationId, password }),
      })
      reply.code(201)
      return presentContact(actor, contact, await readPerson(desk, actor, 'contact', contact.id))
    },
  )

  app.get(
    '/contacts/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'readContact',
        summary: 'Read a contact',
        tags,
        params: ById,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const page = await readPerson(desk, actor, 'contact', request.params.id)
      return presentContact(actor, page.person, page)
    },
  )

  app.patch(
    '/contacts/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeContact',
        summary: 'Change a contact',
        tags,
        params: ById,
        body: ContactPatch,
        response: { 200: Contact },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { email, ...given } = request.body
      const change = withoutUndefined({ ...given, mainAddress: email })
      const contact = await changePerson(desk, actor, 'contact', request.params.id, change)
      return presentContact(actor, contact, await readPerson(desk, actor, 'contact', contact.id))
    },
  )

  app.delete(
    '/contacts/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteContact',
        summary: 'Delete a contact',
        description: 'Cases and messages go on naming them; their addresses are free at once.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deletePerson(desk, actorOf(request), 'contact', request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function holding(text: string): PeopleCriterion {
  return {
    any: [
      { of: { column: 'name' }, is: 'contains', text },
      { of: { addresses: 'all' }, is: 'contains', text },
    ],
  }
}
