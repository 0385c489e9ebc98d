import { join } from 'node:path'
import { type WireDescription, writeDocument } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { readExchanges } from '../shared/openapi/recorded.ts'
import type { Reference } from '../wire.ts'
import { priorityWords, statusWords } from './names.ts'
import { describedOperations } from './operations.ts'
import { webhookItems } from './webhook-form.ts'

const about = `Opens and answers tickets for chats and bots that were written for Inbenta’s ticketing (Case Management, Messenger, Assist).

Every request carries the API key in \`x-inbenta-key\`; all but \`/v1/auth\` a token as well, which \`/v1/auth\` gives for the Secret.

The ticketing operations are the same below \`/v1\`, \`/ticketing/v1\` and \`/prod/ticketing/v1\`; \`/v1/apis\` tells the last. Bodies are
JSON or forms with PHP’s brackets, whatever their type says. \`uuid\` is an integer; ids are taken as integers, as digits and as the
textual \`full_uuid\`. Times are Unix seconds.

An error says the same three times, in the three shapes that clients read.`

const problem = json.object({ code: json.integer, message: json.string, 'field?': json.string })
const refusal = (description: string, headers = {}) => ({
  description,
  headers,
  content: { 'application/json': { schema: json.ref('Refusal') } },
})
const later = {
  'Retry-After': { description: 'Seconds until another try makes sense.', schema: json.integer },
}

const ids = { uuid: json.integer, id: json.integer, full_uuid: json.string }
const token = { accessToken: json.string, expiration: json.integer, expires_in: json.integer }
const medium = {
  uuid: json.integer,
  id: json.integer,
  name: json.string,
  type: json.string,
  size: json.integer,
}
const person = json.orNull(json.integer)
const extra = json.listOf(json.object({ id: json.integer, content: json.string }))

const schemas: WireDescription['schemas'] = {
  Refusal: json.object({
    error: json.object({ code: json.integer, message: json.string }),
    errors: json.listOf(problem),
    message: json.string,
    'Message?': json.string,
  }),
  Token: json.object(token),
  Apis: json.object({ ticketing: json.string }),
  Session: json.object({ ...token, apis: json.ref('Apis') }),
  Ids: json.object(ids),
  ShortIds: json.object({ uuid: json.integer, id: json.integer }),
  UserIds: json.object({ ...ids, hash_uuid: json.string }),
  User: json.object({ ...ids, hash_uuid: json.string, name: json.string, address: json.string, extra }),
  PublicUser: json.object({ name: json.string, address: json.string, hash_uuid: json.string }),
  Medium: json.object(medium),
  NewMedium: json.object({ ...ids, name: json.string, size: json.integer }),
  MediumWithContent: json.object({
    ...medium,
    full_uuid: json.string,
    content: { type: 'string', contentEncoding: 'base64' },
  }),
  Ticket: json.object({
    ...ids,
    external_id: json.orNull(json.string),
    title: json.string,
    message: json.string,
    status: json.oneOf(...new Set(Object.values(statusWords))),
    priority: json.oneOf(...Object.keys(priorityWords)),
    queue: person,
    source: person,
    creator: json.integer,
    solver: person,
    attachments: json.listOf(json.ref('Medium')),
    history: json.object({
      messages: json.listOf(json.object({ message: json.string, user: json.string })),
    }),
    created: json.integer,
    last_update: json.integer,
  }),
  Reply: json.object({
    ...ids,
    ticket: json.integer,
    creator: person,
    type: json.about(
      '`reply` from the creator’s side, `answer` from the desk’s.',
      json.oneOf('reply', 'answer'),
    ),
    message: json.orNull(json.string),
    attachments: json.listOf(json.ref('Medium')),
    created: json.integer,
  }),
  Change: json.object({
    id: json.integer,
    item: json.oneOf('ticket', 'reply', 'media'),
    action: json.oneOf('add', 'update', 'remove'),
    resource: json.orNull(json.integer),
    parent: json.orNull(json.integer),
    timestamp: json.integer,
    actor: person,
    actor_name: json.orNull(json.string),
    changes: json.listOf(json.object({ field: json.string, from: json.anything, to: json.anything })),
  }),
  Webhook: json.object({
    ...ids,
    item: json.oneOf(...Object.keys(webhookItems)),
    url: json.string,
    active: json.yesOrNo,
    created: json.integer,
    last_update: json.integer,
  }),
}

function description(): WireDescription {
  return {
    title: 'Case Management API',
    version: '1.0.0',
    summary: 'For clients of Inbenta’s ticketing: chats and bots open tickets and answer them.',
    about,
    tags: {
      Access: 'Keys, tokens and addresses.',
      Tickets: 'What users ask for.',
      Replies: 'What is said about a ticket.',
      Users: 'Who asks.',
      Media: 'Files.',
      Webhooks: 'Calls when something happens.',
      Settings: 'How the desk works.',
    },
    security: {
      key: {
        type: 'apiKey',
        in: 'header',
        name: 'x-inbenta-key',
        description: 'The API key of the application.',
      },
      token: { type: 'http', scheme: 'bearer', description: 'The token of `/v1/auth`.' },
    },
    schemas,
    inPath: {
      id: json.about('An integer, or the textual id.', json.string),
      reply: json.about('An integer, or the textual id.', json.string),
    },
    refusals: {
      400: refusal('Something is missing or wrong, or the Secret is not the one.'),
      401: refusal('Key or token is missing.'),
      403: refusal('Key or token is not known, or the right is missing.'),
      404: refusal('There is no such thing.'),
      409: refusal('The first request with this `Idempotency-Key` is still in progress.'),
      413: refusal('The body is larger than 10 MB.'),
      422: refusal('A reference leads nowhere, or the `Idempotency-Key` was used for another request.'),
      429: refusal('Too many requests.', later),
      500: refusal('Our own defect.'),
      503: refusal('The database cannot be used at the moment.', later),
    },
    operations: describedOperations(),
  }
}

const guid = '5f0c7f0e-4f7e-4b5a-9d6a-1f0a2b3c4d5e'
const now = 1_767_603_600
const recordings = {
  folders: [join(import.meta.dirname, 'recordings')],
  fillings: {
    '<any guid>': guid,
    '<any accessToken>': 'eyJhbGciOiJIUzI1NiJ9.token',
    '<id>': 17,
    '<key>': 'k3yOfTheApplication',
    '<secret>': 's3cretOfTheApplication',
    '<token>': 'eyJhbGciOiJIUzI1NiJ9.token',
    '<user>': 4,
    '<user guid>': guid,
    '<other user>': 5,
    '<medium>': 8,
    '<medium guid>': guid,
    '<ticket>': 17,
    '<ticket guid>': guid,
    '<other ticket>': 18,
    '<reply>': 31,
    '<reply guid>': guid,
    '<webhook>': 2,
    '<webhook guid>': guid,
    '<other webhook>': 3,
    '<third webhook>': 6,
    '<quiet ticket>': 19,
    '<any actor_name>': 'Shop chat',
    '<receiver>': 'https://bot.example.org/hook',
    '<now>': now,
    '<in 20 minutes>': now + 1200,
  },
}

/** What `/docs` shows of this API. */
export const caseManagementReference: Reference = {
  name: 'case-management',
  document: async (_app, settings) =>
    writeDocument(description(), await readExchanges(recordings), settings.publicUrl ?? '/'),
}
