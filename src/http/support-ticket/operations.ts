import { Catalog } from '../../domain/catalog.ts'
import type { Described } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { bodySchema } from './field.ts'
import { statusesByNumber } from './names.ts'
import { paths } from './paths.ts'
import {
  conversationFields,
  createFields,
  logInFields,
  refreshFields,
  statusFields,
  ticketIdFields,
  updateFields,
} from './schema.ts'

/** The tables with nothing behind them: what they look up does not show in their schemas. */
const nowhere = async () => undefined
const noCatalog = new Catalog(0, [])
const ofTicket = ticketIdFields(nowhere)

const withToken = [{ apikey: [], token: [] }]
const withApp = [{ apikey: [] }]
const withEither = [...withToken, ...withApp]

/** Refusals of every operation, and of those that read a body. */
const always = [401, 429, 500, 503]
const reading = [400, 409, 413, 415, 422, ...always]

/** Every operation (§3, §6), below the prefix. */
export function describedOperations(prefix: string): Described[] {
  const at = ([path, ...aliases]: readonly [string, ...string[]]) => {
    const written = (one: string) => `${prefix}/${one.replace(/:(\w+)/g, '{$1}')}`
    return { path: written(path), aliases: aliases.map(written) }
  }
  return [
    {
      ...at(paths.logIn),
      id: 'logIn',
      method: 'POST',
      tag: 'Log-in',
      summary: 'Log in',
      about: 'Gives an access token for an hour and a refresh token for a day. The answer has no envelope.',
      section: '§3.1',
      security: withApp,
      body: body(bodySchema(logInFields)),
      answers: { 200: answered('Both tokens.', json.ref('Tokens')) },
      refusals: reading,
    },
    {
      ...at(paths.refresh),
      id: 'refreshToken',
      method: 'POST',
      tag: 'Log-in',
      summary: 'Get a new access token',
      about: 'The answer has no envelope.',
      section: '§3.2',
      security: withApp,
      body: body(bodySchema(refreshFields)),
      answers: { 200: answered('The token.', json.ref('AccessToken')) },
      refusals: reading,
    },
    {
      ...at(paths.categories),
      aliases: [
        ...at(paths.categories).aliases,
        at(paths.openCategories).path,
        ...at(paths.openCategories).aliases,
      ],
      id: 'listCategories',
      method: 'GET',
      tag: 'Lists',
      summary: 'List categories',
      about: 'At the further addresses the apikey alone is enough.',
      section: '§6.1',
      security: withEither,
      answers: { 200: enveloped(json.object({ CategoryList: json.listOf(json.ref('Category')) })) },
      refusals: always,
    },
    {
      ...at(paths.tags),
      aliases: [...at(paths.tags).aliases, at(paths.openTags).path, ...at(paths.openTags).aliases],
      id: 'listTags',
      method: 'GET',
      tag: 'Lists',
      summary: 'List tags',
      about:
        'At the further address the apikey alone is enough. The two headers may be exchanged, as in the vendor’s table.',
      section: '§6.4',
      security: withEither,
      answers: { 200: enveloped(json.object({ TicketTagList: json.listOf(json.ref('Tag')) })) },
      refusals: always,
    },
    {
      ...at(paths.history),
      id: 'listTickets',
      method: 'GET',
      tag: 'Tickets',
      summary: 'List tickets',
      about: 'The tickets that the caller can reach, newest first.',
      section: '§6.3',
      security: withToken,
      query: json.object({
        'subject?': json.about('A part of the subject.', json.string),
        'category?': json.about('Id of the category.', json.integer),
        'status?': json.about('1 open, 2 pending, 3 closed.', json.oneOf(...statusesByNumber.keys())),
        'limit?': json.about('Tickets of one answer; 50 unless given, at most 200.', json.integer),
        'offset?': json.about('Tickets to leave out first.', json.integer),
      }),
      answers: { 200: enveloped(json.object({ TicketList: json.listOf(json.ref('Ticket')) })) },
      refusals: [400, ...always],
    },
    {
      ...at(paths.create),
      id: 'createTicket',
      method: 'POST',
      tag: 'Tickets',
      summary: 'Create a ticket',
      about:
        'The answer is empty by contract; the header says where the ticket is. 401 also tells that the caller has too many open tickets.',
      section: '§6.2',
      security: withToken,
      body: body(bodySchema(createFields(noCatalog))),
      answers: {
        200: {
          ...enveloped(json.ref('Nothing')),
          headers: { Location: { description: 'Address of the detailed view.', schema: json.string } },
        },
      },
      refusals: reading,
    },
    {
      ...at(paths.update),
      id: 'updateTicket',
      method: 'POST',
      tag: 'Tickets',
      summary: 'Replace tags, change the priority',
      section: '§6.5',
      security: withToken,
      body: body(bodySchema(ofTicket, updateFields(noCatalog, { tagIds: [] }))),
      answers: { 200: enveloped(json.ref('Nothing')) },
      refusals: reading,
    },
    {
      ...at(paths.detail),
      aliases: [`POST ${at(paths.detail).path}`],
      id: 'viewTicket',
      method: 'GET',
      tag: 'Tickets',
      summary: 'View a ticket with its conversations',
      about:
        'The ticket is named in the query, or in a body in any of the forms that the other operations take; bodies on GET are read.',
      section: '§6.6',
      security: withToken,
      query: json.object({ 'ticket_id?': json.about('Id of the ticket.', json.integer) }),
      answers: { 200: enveloped(json.ref('TicketDetail')) },
      refusals: reading,
    },
    {
      ...at(paths.status),
      id: 'changeStatus',
      method: 'POST',
      tag: 'Tickets',
      summary: 'Open or close a ticket',
      about: '2 opens it again, 3 closes it.',
      section: '§6.9',
      security: withToken,
      body: body(bodySchema(statusFields(nowhere))),
      answers: { 200: enveloped(json.ref('Nothing')) },
      refusals: reading,
    },
    {
      ...at(paths.conversation),
      id: 'addConversation',
      method: 'POST',
      tag: 'Conversations',
      summary: 'Add a conversation',
      about: 'It changes no status.',
      section: '§6.8',
      security: withToken,
      body: body(bodySchema(conversationFields(nowhere))),
      answers: { 200: enveloped(json.ref('Nothing')) },
      refusals: reading,
    },
    {
      ...at(paths.download),
      id: 'downloadAttachment',
      method: 'GET',
      tag: 'Conversations',
      summary: 'Download an attachment',
      about: 'The bytes, to be saved and never shown by a browser. The type is that of the file.',
      section: '§6.7',
      security: withToken,
      answers: { 200: { description: 'The file.', content: { '*/*': { schema: json.bytes } } } },
      refusals: [404, ...always],
    },
  ]
}

/** Every form of body means the same (§4). */
function body(schema: json.JsonSchema) {
  return {
    required: true,
    content: {
      'multipart/form-data': { schema },
      'application/x-www-form-urlencoded': { schema },
      'application/json': { schema },
    },
  }
}

function enveloped(data: json.JsonSchema) {
  const schema = json.object({ status_code: { const: 200 }, errors: json.ref('Nothing'), data })
  return answered('Done.', schema)
}

function answered(description: string, schema: json.JsonSchema) {
  return { description, content: { 'application/json': { schema } } }
}
