import type { PeopleCriterion } from '../../../domain/people-query.ts'
import { createPerson } from '../../../usecases/people/create-person.ts'
import { listPeople, readPerson } from '../../../usecases/people/list-people.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ContactQuery } from '../parameters.ts'
import { presentContact } from '../present-admin.ts'
import { Contact, ContactCreate, ContactList } from '../schema.ts'

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
}

function holding(text: string): PeopleCriterion {
  return {
    any: [
      { of: { column: 'name' }, is: 'contains', text },
      { of: { addresses: 'all' }, is: 'contains', text },
    ],
  }
}
