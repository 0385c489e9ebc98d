import { join } from 'node:path'
import { type WireDescription, writeDocument } from '../../shared/openapi/describe.ts'
import * as json from '../../shared/openapi/json-schema.ts'
import { type Exchange, readExchanges } from '../../shared/openapi/recorded.ts'
import type { Reference } from '../../wire.ts'
import { lookups } from '../lookups.ts'
import { givenSchemas } from './given.ts'
import { describedOperations } from './operations.ts'
import { shownSchemas } from './shown.ts'

const about = `What ManageEngine SupportCenter Plus speaks to its integrations: monitoring tools that open requests and are called back, and scripts.

The key of a technician or integration stands in \`technician_key\`, \`authtoken\`, \`Authorization\` or, for older clients, in query or
form. Data is \`input_data\`, JSON in a form, in the query, or the body itself; a printed dictionary is read too. An entity stands
under its wrapper: \`{"request": {"subject": "Disk full"}}\`.

All of it is also below \`/app/<portal>/api/v3\`. Whatever is read may be written back: attributes that say what is shown already are
left out. \`response_status\` is an object, in lists an array of one, and in a refusal an object again.`

const refusal = (description: string, headers = {}) => ({
  description,
  headers,
  content: { 'application/json': { schema: json.ref('Refusal') } },
})
const later = {
  'Retry-After': { description: 'Seconds until another try makes sense.', schema: json.integer },
}
const digits = (description: string) => json.about(description, json.integer)

function description(): WireDescription {
  return {
    title: 'REST API v3',
    version: '3.0.0',
    summary: 'For clients of ManageEngine SupportCenter Plus: monitoring tools and scripts.',
    about,
    tags: {
      Requests: 'What people ask for.',
      Messages: 'Notes, worklogs, resolutions, replies.',
      Attachments: 'Files.',
      'Look-ups': 'Values that requests are filed under.',
      People: 'Technicians, requesters and accounts.',
      Keys: 'Who may call.',
      'Set-up': 'Filters, fields and modules of one’s own.',
      Records: 'What is kept in modules of one’s own.',
      'Older clients': 'Operations by name.',
    },
    security: {
      technicianKey: {
        type: 'apiKey',
        in: 'header',
        name: 'technician_key',
        description: 'The key of a technician or integration.',
      },
      authorization: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'The same key.' },
      keyInQuery: {
        type: 'apiKey',
        in: 'query',
        name: 'TECHNICIAN_KEY',
        description: 'The same key; better not, because addresses are logged.',
      },
    },
    schemas: {
      ...shownSchemas,
      ...givenSchemas,
      OperationAnswer: json.about(
        'The answer of the call, with the block of older clients if they asked for it.',
        {
          type: 'object',
          additionalProperties: true,
        },
      ),
    },
    inPath: {
      id: digits('The id.'),
      child: digits('The id of what is below it.'),
      file: digits('The id of the file.'),
      module: json.about('Plural of the module’s name.', json.string),
      rest: json.about('Any path below a request.', json.string),
      lookup: json.about('Which look-up.', json.oneOf(...lookups.map(({ path }) => path))),
    },
    refusals: {
      400: refusal('Something is missing or wrong; the code inside says what.'),
      401: refusal('There is no key, or it is not known.'),
      403: refusal('The right is missing.'),
      404: refusal('There is no such thing.'),
      405: refusal('The path is not for this method.'),
      409: refusal('The first request with this `Idempotency-Key` is still being worked on.'),
      413: refusal('The call is too large.'),
      415: refusal('The body is of a type that is not read.'),
      422: refusal('The `Idempotency-Key` was used for another request.'),
      429: refusal('Too many calls.', later),
      500: refusal('Our own defect.'),
      503: refusal('The database cannot be used at the moment.', later),
    },
    operations: describedOperations(),
  }
}

const folder = join(import.meta.dirname, '..', 'recordings')
/** The tour has whole answers; of the other recordings, which show parts, refusals are taken. */
const wholes = [join(folder, 'tour')]
const parts = [folder, join(folder, 'story')]
const madeKey = '3f0c7f0e-4f7e-4b5a-9d6a-1f0a2b3c4d5e'
const recordings = {
  formField: 'input_data',
  fillings: {
    ...Object.fromEntries(
      ['account', 'category', 'subcategory', 'field', 'file', 'forwarded', 'integration', 'mailed', 'message']
        .concat(['module', 'note', 'number', 'record', 'requester', 'technician', 'worklog'])
        .map((name) => [`<${name}>`, '17']),
    ),
    '<made>': madeKey,
    '<secret>': madeKey,
    '<masked>': '********-****-****-****-********4d5e',
    '<last4>': '4d5e',
    '<id>': '17',
    '<time>': '05/01/2026 09:00 AM',
    '<now>': '1767603600000',
    '<key>': madeKey,
    '<rep>': '1',
    '<1>': '4',
    '<2>': '5',
    '<any id>': '17',
    '<any display_value>': '05/01/2026 09:00 AM',
    '<any value>': '1767603600000',
    '<any key>': madeKey,
    '<any last4>': '4d5e',
  },
}

/** What `/docs` shows of this API. */
export const restV3Reference: Reference = {
  name: 'rest-v3',
  async document(_app, settings) {
    const whole = await readExchanges({ ...recordings, folders: wholes })
    const refused = (await readExchanges({ ...recordings, folders: parts })).filter(
      ({ status }) => status >= 400,
    )
    return writeDocument(description(), [...whole, ...refused].map(asOperation), settings.publicUrl ?? '/')
  },
}

/** A POST with an operation name is documented by itself, wherever it goes. */
function asOperation(exchange: Exchange): Exchange {
  const sent = exchange.sent?.value
  const names = [
    ...exchange.query.keys(),
    ...Object.keys(typeof sent === 'object' && sent !== null ? sent : {}),
  ]
  const named = names.some((name) => /^operation(_name)?$/i.test(name))
  return named && exchange.method === 'POST' ? { ...exchange, path: '/api/v3/request' } : exchange
}
