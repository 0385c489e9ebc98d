import { join } from 'node:path'
import { type WireDescription, writeDocument } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { readExchanges } from '../shared/openapi/recorded.ts'
import type { Reference } from '../wire.ts'
import { prioritiesByNumber, statusesByNumber } from './names.ts'
import { describedOperations } from './operations.ts'
import { prefixOf } from './paths.ts'

const about = `People log in through an application, open tickets, talk, attach files, close. Clients of Epixel’s support tickets speak it.

Every request carries the \`apikey\` of its application; all but log-in and refresh an access token as well. Bodies are multipart, forms
or JSON, whatever the method. A slash at the end of a path changes nothing.

Answers are \`{ status_code, errors, data }\`, where \`status_code\` is the status of HTTP and \`errors\` says by parameter what is wrong.`

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: json.ref('Refusal') } },
})
const later = {
  'Retry-After': { description: 'Seconds until another try makes sense.', schema: json.integer },
}

const ticket = {
  id: json.integer,
  subject: json.string,
  priority: json.oneOf(...prioritiesByNumber.keys()),
  category: json.orNull(json.integer),
  comment: json.string,
  status: json.oneOf(...statusesByNumber.keys()),
}

/** @returns what the wire says of itself, with its operations below the prefix */
function supportTicketDescription(prefix: string): WireDescription {
  return {
    title: 'Support Ticket API',
    version: '1.0.0',
    summary: 'For clients of Epixel’s support tickets: people log in, open tickets and talk.',
    about,
    tags: {
      'Log-in': 'Tokens for people.',
      Lists: 'What tickets can be filed under.',
      Tickets: 'What people ask for.',
      Conversations: 'What is said about a ticket, and its files.',
    },
    security: {
      apikey: { type: 'apiKey', in: 'header', name: 'apikey', description: 'The key of the application.' },
      token: { type: 'http', scheme: 'bearer', description: 'The access token of a person, from log-in.' },
    },
    schemas: {
      Nothing: json.object({}, { additionalProperties: false }),
      Refusal: json.object({
        status_code: json.integer,
        errors: json.about('By parameter, `detail` or `non_field_errors`, all that is wrong.', {
          type: 'object',
          additionalProperties: json.listOf(json.string),
        }),
        data: json.ref('Nothing'),
      }),
      Tokens: json.object({ refresh: json.string, access: json.string }),
      AccessToken: json.object({ access: json.string }),
      Category: json.object({ id: json.integer, category: json.string, description: json.string }),
      Tag: json.object({ id: json.integer, tag: json.string, keyword: json.string }),
      Ticket: json.object({ ...ticket, category_title: json.orNull(json.string) }),
      TicketDetail: json.object({
        ticket: json.object({ ...ticket, tags: json.listOf(json.integer) }),
        author: json.about('Address or name of the requester.', json.string),
        conversations: json.listOf(
          json.object({ id: json.integer, ticket: json.integer, comment: json.string, author: json.string }),
        ),
        attachments: json.listOf(
          json.object({
            id: json.integer,
            conversation_id: json.about('Null for the ticket’s own.', json.orNull(json.integer)),
          }),
        ),
      }),
    },
    inPath: { id: json.about('Id of the attachment.', json.integer) },
    refusals: {
      400: refusal('Something is missing or wrong; a file over 2 MiB as well.'),
      401: refusal('The apikey, the token or the login is not accepted.'),
      404: refusal('There is no such thing, or not for the caller.'),
      409: refusal('The first request with this `Idempotency-Key` is still being worked on.'),
      413: refusal('The body is too large.'),
      415: refusal('The body is of a type that is not read.'),
      422: refusal('The `Idempotency-Key` was used for another request.'),
      429: { ...refusal('Too many wrong tries.'), headers: later },
      500: refusal('Our own defect.'),
      503: { ...refusal('The database cannot be used at the moment.'), headers: later },
    },
    operations: describedOperations(prefix),
  }
}

/** Where the recordings were made. */
const recordedPrefix = '/api/v1'

/** What the recordings of this wire stand for. */
const recordings = {
  folders: [join(import.meta.dirname, 'recordings')],
  fillings: {
    '<apikey>': 'k3yOfTheApplication',
    '<username>': 'ann@example.com',
    '<password>': 'correct horse battery',
    '<access>': 'eyJhbGciOiJIUzI1NiJ9.access',
    '<refresh>': 'eyJhbGciOiJIUzI1NiJ9.refresh',
  },
}

/** What `/docs` shows of this API. */
export const supportTicketReference: Reference = {
  name: 'support-ticket',
  async document(_app, settings) {
    const prefix = prefixOf(settings)
    const recorded = (await readExchanges(recordings)).map((each) =>
      each.path.startsWith(`${recordedPrefix}/`)
        ? { ...each, path: prefix + each.path.slice(recordedPrefix.length) }
        : each,
    )
    return writeDocument(supportTicketDescription(prefix), recorded, settings.publicUrl ?? '/')
  },
}
