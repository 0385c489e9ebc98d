import type { Described } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { type Hints, schemaOfReader } from './fields-schema.ts'
import { readPage } from './query.ts'
import { ticketingPath } from './routes/auth.ts'
import { readNewMedium } from './routes/media.ts'
import { readNewReply } from './routes/replies.ts'
import { readTicketQuery } from './routes/ticket-list.ts'
import { readNewTicket, readTicketChange } from './routes/tickets.ts'
import { readNewUser, readPublicQuery, readUserChange, readUserQuery } from './routes/users.ts'
import { readNewWebhook, readWebhookChange } from './routes/webhooks.ts'
import type { Fields } from './schema.ts'

const extra = json.about(
  'Further facts by their number; merged, and "" clears one.',
  json.listOf(json.object({ id: { type: ['integer', 'string'] }, content: json.stringUpTo(2000) })),
)
const history = json.about(
  'Earlier chat, kept with the ticket and shown again.',
  json.object({ 'messages?': json.listOf(json.object({ message: json.string, 'user?': json.string })) }),
)
const hints: Hints = {
  extra,
  history,
  iql: json.about('An expression in IQL; takes the place of all filters.', json.string),
  content: json.about('The bytes.', { type: 'string', contentEncoding: 'base64' }),
}
const secrets = json.object({
  secret: json.about('The Secret of the application.', json.string),
  'user_personal_secret?': json.about('Binds the token to a person.', json.string),
})

const always = [401, 403, 429, 500, 503]
const reading = [...always, 400, 404]
const writing = [...reading, 409, 413, 422]

/** Every operation (Case Management §5 to §8, §10). */
export function describedOperations(): Described[] {
  return [
    {
      ...operation('POST', '/auth', 'startSession', 'Access', '§5.1', 'Trade the Secret for a token'),
      security: [{ key: [] }],
      body: body(secrets),
      answers: done(json.ref('Session')),
      refusals: writing,
    },
    {
      ...operation(
        'POST',
        '/refreshToken',
        'refreshToken',
        'Access',
        '§5.2',
        'Get a new token for a live one',
      ),
      about: 'The old token stays valid until its end.',
      answers: done(json.ref('Token')),
      refusals: always,
    },
    {
      ...operation('GET', '/apis', 'listApis', 'Access', '§5.3', 'Ask where the ticketing operations are'),
      answers: done(json.object({ apis: json.ref('Apis') })),
      refusals: always,
    },
    ...ticketing().map((each) => ({ ...each, elsewhere: elsewhere(each) })),
  ]
}

/** The ticketing operations are at three addresses, and PATCH does what PUT does (§1). */
function elsewhere({ method, path }: Described): string[] {
  const below = path.replace(/^\/v1/, '')
  const paths = ['/v1', `${ticketingPath}/v1`, '/ticketing/v1'].map((prefix) => prefix + below)
  return method === 'PUT' ? [...paths.slice(1), ...paths.map((each) => `PATCH ${each}`)] : paths.slice(1)
}

function ticketing(): Described[] {
  return [...tickets(), ...replies(), ...users(), ...media(), ...webhooks(), ...settings()]
}

function tickets(): Described[] {
  return [
    create('/tickets', 'createTicket', 'Tickets', '§7.1', 'Open a ticket', {
      reads: (of) => readNewTicket(of, (fields, name) => fields.id(name)),
    }),
    create(
      '/tickets/public',
      'createPublicTicket',
      'Tickets',
      '§7.7',
      'Open a ticket for users by `hash_uuid`',
      {
        about: 'As for other tickets, but creator and solver are ids that nobody can guess.',
        reads: (of) => readNewTicket(of, (fields, name) => fields.textualId(name)),
      },
    ),
    list('/tickets', 'listTickets', 'Tickets', '§7.2', 'List tickets', {
      about: 'Newest first unless `sort` and `order` say otherwise. An unknown parameter is refused.',
      of: 'Ticket',
      reads: readTicketQuery,
    }),
    read('/tickets/{id}', 'readTicket', 'Tickets', '§7.3', 'Read a ticket', json.ref('Ticket')),
    change('/tickets/{id}', 'changeTicket', 'Tickets', '§7.4', 'Change a ticket', {
      about: 'Writing back what was read changes nothing. Null empties `queue`, `solver` and `external_id`.',
      reads: readTicketChange,
    }),
    list('/tickets/{id}/history', 'listHistory', 'Tickets', '§7.7', 'List what happened to a ticket', {
      about: 'Oldest first.',
      of: 'Change',
    }),
  ]
}

function replies(): Described[] {
  return [
    list('/tickets/{id}/replies', 'listReplies', 'Replies', '§7.5', 'List replies', {
      about: 'The public messages, oldest first, without the first message of the ticket itself.',
      of: 'Reply',
    }),
    create('/tickets/{id}/replies', 'createReply', 'Replies', '§7.6', 'Reply to a ticket', {
      about: 'Changes no status.',
      reads: readNewReply,
    }),
    read('/tickets/{id}/replies/{reply}', 'readReply', 'Replies', '§7.6', 'Read a reply', json.ref('Reply')),
  ]
}

function users(): Described[] {
  return [
    create('/users', 'createUser', 'Users', '§6.1', 'Register a user', {
      about: 'A known address answers the user that has it, unchanged.',
      reads: readNewUser,
      answer: json.ref('UserIds'),
    }),
    list('/users', 'listUsers', 'Users', '§6.2', 'List users', {
      about: 'Oldest first. An unknown parameter is refused.',
      of: 'User',
      reads: readUserQuery,
    }),
    {
      ...read(
        '/users/public',
        'readPublicUser',
        'Users',
        '§6.5',
        'Find a user’s `hash_uuid` by address',
        json.ref('PublicUser'),
      ),
      query: query(readPublicQuery),
    },
    read('/users/{id}', 'readUser', 'Users', '§6.3', 'Read a user', json.ref('User')),
    change('/users/{id}', 'changeUser', 'Users', '§6.4', 'Change a user', { reads: readUserChange }),
  ]
}

function media(): Described[] {
  return [
    create('/media', 'createMedium', 'Media', '§8.1', 'Upload a file', {
      about: 'Attached to nothing, it is gone after an hour.',
      reads: readNewMedium,
      answer: json.ref('NewMedium'),
    }),
    read(
      '/media/{id}',
      'readMedium',
      'Media',
      '§8.2',
      'Read a file with its bytes',
      json.ref('MediumWithContent'),
    ),
    {
      ...operation('GET', '/media/{id}/download', 'downloadMedium', 'Media', '§8.2', 'Download a file'),
      about: 'The bytes, to be saved and never shown by a browser. The type is that of the file.',
      answers: { 200: { description: 'The file.', content: { '*/*': { schema: json.bytes } } } },
      refusals: reading,
    },
  ]
}

function webhooks(): Described[] {
  return [
    create('/webhooks', 'createWebhook', 'Webhooks', '§10', 'Register a webhook', {
      about: 'The address is asked at once whether it wants the calls.',
      reads: readNewWebhook,
    }),
    list('/webhooks', 'listWebhooks', 'Webhooks', '§10', 'List webhooks', {
      about: 'Those of the application, oldest first, never with their secrets.',
      of: 'Webhook',
    }),
    read('/webhooks/{id}', 'readWebhook', 'Webhooks', '§10', 'Read a webhook', json.ref('Webhook')),
    change('/webhooks/{id}', 'changeWebhook', 'Webhooks', '§10', 'Change a webhook', {
      about: 'A new address is asked like a first one.',
      reads: readWebhookChange,
    }),
    {
      ...operation('DELETE', '/webhooks/{id}', 'deleteWebhook', 'Webhooks', '§10', 'Remove a webhook'),
      about: 'What it still waits for is dropped.',
      answers: done(json.ref('ShortIds')),
      refusals: [...reading, 409, 422],
    },
  ]
}

function settings(): Described[] {
  return [
    {
      ...operation(
        'GET',
        '/settings/work-timetable',
        'readWorkTimetable',
        'Settings',
        '§7.7',
        'Read the working hours',
      ),
      about: 'Nobody has set any, so both lists are empty.',
      answers: done(json.object({ weeks: json.listOf(json.anything), holidays: json.listOf(json.anything) })),
      refusals: always,
    },
  ]
}

interface More {
  readonly about?: string
  readonly reads?: (of: Fields) => unknown
}

type Named = [path: string, id: string, tag: string, section: string, summary: string]

function operation(method: Described['method'], ...[path, id, tag, section, summary]: Named) {
  return { method, path: `/v1${path}`, id, tag, section, summary, security: [{ key: [], token: [] }] }
}

function create(
  ...[path, id, tag, section, summary, more]: [...Named, More & { answer?: json.JsonSchema }]
): Described {
  const { about = '', reads = () => {}, answer = json.ref('Ids') } = more
  const headers = { Location: { description: 'Address of the new thing.', schema: json.string } }
  return {
    ...operation('POST', path, id, tag, section, summary),
    about,
    body: body(schemaOfReader(reads, hints)),
    answers: { 200: { ...done(answer)[200], headers } },
    refusals: writing,
  }
}

function change(...[path, id, tag, section, summary, more]: [...Named, More]): Described {
  const { about = '', reads = () => {} } = more
  return {
    ...operation('PUT', path, id, tag, section, summary),
    about: `${about} PATCH does the same.`.trim(),
    body: body(schemaOfReader(reads, hints)),
    answers: done(json.ref('ShortIds')),
    refusals: writing,
  }
}

function list(...[path, id, tag, section, summary, more]: [...Named, More & { of: string }]): Described {
  const { about = '', reads = () => {}, of } = more
  const page = { total_count: json.integer, offset: json.integer, length: json.integer }
  return {
    ...operation('GET', path, id, tag, section, summary),
    about,
    query: query((fields) => [reads(fields), readPage(fields)]),
    answers: done(json.object({ ...page, data: json.listOf(json.ref(of)) })),
    refusals: reading,
  }
}

function read(...[path, id, tag, section, summary, answer]: [...Named, json.JsonSchema]): Described {
  return { ...operation('GET', path, id, tag, section, summary), answers: done(answer), refusals: reading }
}

/** What the parameters of queries mean. */
const queryWords: Readonly<Record<string, string>> = {
  offset: 'Entries to leave out first.',
  length: 'Entries of one page; 20 unless given, at most 100.',
  created_from: 'Earliest creation, in Unix seconds.',
  created_to: 'Latest creation, in Unix seconds.',
  address: 'E-mail address.',
  name: 'A part of the name.',
  sort: 'By which time; `created` unless given.',
  order: '`desc` unless given.',
  creator: 'Id of a user.',
  solver: 'Id of a user.',
}

function query(read: (of: Fields) => unknown): json.JsonSchema {
  const schema = schemaOfReader(read, hints)
  const properties = Object.entries(schema.properties ?? {}).map(([name, each]) => [
    name,
    {
      ...each,
      description: queryWords[name] ?? each.description ?? `The ${name.replace('_', ' ')} that is wanted.`,
    },
  ])
  return { ...schema, properties: Object.fromEntries(properties) }
}

/** Every form of body means the same (§3). */
function body(schema: json.JsonSchema) {
  return {
    required: true,
    content: { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } },
  }
}

function done(schema: json.JsonSchema) {
  return { 200: { description: 'Done.', content: { 'application/json': { schema } } } }
}
