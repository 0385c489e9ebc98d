import { join } from 'node:path'
import { messageTypes } from '../../domain/message.ts'
import { type WireDescription, writeDocument } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { type Exchange, operationFor, readExchanges } from '../shared/openapi/recorded.ts'
import type { Reference } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { describedOperations, type MessagesOperation } from './operations.ts'

const about = `Partner and provider of a case write to each other: typed messages, listed and confirmed; and the case itself, opened by the
partner and accepted by the provider. Clients of Service Order Hub speak it.

An account of a partner or provider sends its token in \`X-Hub-Api-Token\`, as bearer token, or as \`accessToken\` in the query. Bodies are
JSON. Names in queries may be written \`like_this\`, \`like-this\` or \`likeThis\`. With \`Accept: text/html\` any answer is a page.

Errors are \`{ error: { message } }\`, with texts that clients compare.`

const refusal = (description: string) => ({
  description,
  content: { 'application/json': { schema: json.ref('Refusal') } },
})
const later = {
  'Retry-After': { description: 'Seconds until another try makes sense.', schema: json.integer },
}
const time = json.about('UTC, ISO 8601 with three decimals.', json.string)
const facts: json.JsonSchema = { type: 'object', additionalProperties: true }
const maybe = (name: string) => json.orNull(json.ref(name))
const text = json.orNull(json.string)
const id = json.orNull(json.integer)

const oldMessage = {
  id: json.integer,
  caseId: json.integer,
  guid: json.string,
  senderAccountId: id,
  content: text,
  'parentMessageId?': json.integer,
  'userEmail?': json.string,
  'userName?': json.string,
  'isInternal?': json.yesOrNo,
  createdAt: time,
  updatedAt: time,
  declaredAt: time,
}

const contactTexts = [
  'firstName',
  'lastName',
  'organizationName',
  'organizationNumber',
  'addName',
  'address',
  'postalCode',
  'city',
  'countryCode',
  'phone',
  'mobile',
  'email',
]

const schemas: WireDescription['schemas'] = {
  Refusal: json.object({
    error: json.object({
      message: json.string,
      'details?': json.about('By field, what is wrong with a new case.', {
        type: 'object',
        additionalProperties: json.listOf(json.string),
      }),
    }),
    'data?': json.nothing,
  }),
  Result: json.object({ result: { const: true } }),
  Done: json.object({ data: json.ref('Result') }),
  Message: json.object({
    ...oldMessage,
    senderType: json.oneOf('partner', 'provider'),
    type: json.orNull(json.oneOf(...messageTypes)),
    externalId: text,
    confirmedAt: json.orNull(time),
  }),
  OldMessage: json.object({ ...oldMessage, messageType: { const: 'serviceComment' } }),
  Confirmation: json.object({
    success: json.yesOrNo,
    errors: json.listOf(json.object({ id: json.integer, message: json.string })),
    data: json.object({}),
  }),
  Contact: json.object(
    {
      'type?': json.about('1 is a company, 0 a person.', { type: ['integer', 'null'] }),
      ...Object.fromEntries(contactTexts.map((name) => [name, text])),
    },
    { additionalProperties: true },
  ),
  Named: json.object({ id, name: text }),
  Case: json.object({
    id: json.integer,
    guid: json.string,
    country: text,
    partnerId: id,
    serviceProviderId: id,
    manufacturerId: id,
    currentStatus: text,
    productData: facts,
    orderData: facts,
    serviceTypeId: id,
    serviceLocationId: id,
    productTypeId: id,
    createdAt: time,
    sender: json.nothing,
    receiver: json.nothing,
    customer: maybe('Contact'),
    consumer: maybe('Contact'),
    pickupDst: maybe('Contact'),
    returnDst: maybe('Contact'),
    serviceType: maybe('Named'),
    productType: maybe('Named'),
    manufacturer: maybe('Named'),
    serviceLocation: maybe('Named'),
    serviceProvider: maybe('Named'),
    servicePartner: maybe('Named'),
    freightTrackings: json.listOf(json.anything),
    tags: json.listOf(json.ref('Named')),
    'externalRequests?': json.listOf(json.anything),
  }),
  Cases: json.object({
    data: json.listOf(json.ref('Case')),
    pagination: json.object({
      offset: json.integer,
      count: json.about('All that were found.', json.integer),
    }),
  }),
  StatusChange: json.object({
    id: json.integer,
    caseId: json.integer,
    guid: json.string,
    key: json.string,
    createdAt: time,
    updatedAt: time,
    declaredAt: time,
  }),
  Party: json.object({ id: json.integer, name: json.string, contactData: json.ref('Contact') }),
}

function description(operations: WireDescription['operations']): WireDescription {
  return {
    title: 'Messages API',
    version: '3.0.0',
    summary: 'For clients of Service Order Hub: partner and provider write to each other about a case.',
    about,
    tags: {
      Messages: 'What the two parties write to each other.',
      Cases: 'Opening, reading and changing cases.',
      Progress: 'What the provider says about its work.',
      Parties: 'Who partners and providers are.',
      'Versions 1 and 2': 'What clients of before version 3 use.',
    },
    security: {
      hubToken: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Hub-Api-Token',
        description: 'The token of an account.',
      },
      bearer: { type: 'http', scheme: 'bearer', description: 'The same token.' },
      query: { type: 'apiKey', in: 'query', name: 'accessToken', description: 'The same token.' },
    },
    schemas,
    inPath: {},
    refusals: {
      400: refusal('Something is missing or wrong.'),
      401: refusal('There is no token, or it is not known.'),
      403: refusal('The account is of the wrong party, or the case is not its.'),
      404: refusal('There is no such thing.'),
      409: refusal('The first request with this `Idempotency-Key` is still being worked on.'),
      413: refusal('The body is too large.'),
      415: refusal('The body is not JSON.'),
      422: refusal('The `Idempotency-Key` was used for another request.'),
      429: { ...refusal('Too many requests.'), headers: later },
      500: refusal('Our own defect.'),
      503: { ...refusal('The database cannot be used at the moment.'), headers: later },
    },
    operations,
  }
}

const guid = '5f0c7f0e-4f7e-4b5a-9d6a-1f0a2b3c4d5e'
const recordings = {
  folders: [join(import.meta.dirname, 'recordings')],
  fillings: {
    '<any guid>': guid,
    '<guid>': guid,
    '<foreign guid>': '0b8de2b4-6c1f-4c57-8f7e-2f9d3a1c5e77',
    '<held guid>': guid,
    '<id>': 17,
    '<case>': 4,
    '<message 1>': 21,
    '<message 2>': 22,
    '<message 3>': 23,
    '<foreign message>': 9,
    '<partner token>': 't0kenOfThePartner',
    '<provider token>': 't0kenOfTheProvider',
    '<partner account>': 3,
    '<provider account>': 5,
    '<partner>': 1,
    '<provider>': 2,
    '<partner name>': 'Kettle Shop',
    '<provider name>': 'Kettle Works',
    '<now>': '2026-01-05T09:00:00.000Z',
  },
}

/** What `/docs` shows of this API. */
export const messagesReference: Reference = {
  name: 'messages',
  async document(_app, settings) {
    const all = describedOperations()
    const recorded = await readExchanges(recordings)
    return writeDocument(
      description(all.map((each) => inEnvelope(each, settings))),
      recorded.map((each) => exampleInEnvelope(each, all, settings)),
      settings.publicUrl ?? '/',
    )
  },
}

function inEnvelope(operation: MessagesOperation, settings: WireSettings): MessagesOperation {
  const schema = operation.answers[200]?.content?.['application/json']?.schema
  if (!schema || !operation.enveloped || settings.messagesEnvelope === 'bare') return operation
  const content = { 'application/json': { schema: json.object({ data: schema }) } }
  return { ...operation, answers: { 200: { description: 'Done.', content } } }
}

/** The recordings are of an installation without the envelope. */
function exampleInEnvelope(
  exchange: Exchange,
  all: readonly MessagesOperation[],
  settings: WireSettings,
): Exchange {
  if (settings.messagesEnvelope === 'bare' || exchange.status !== 200 || !exchange.got) return exchange
  if (!operationFor(all, exchange)?.enveloped) return exchange
  return { ...exchange, got: { ...exchange.got, value: { data: exchange.got.value } } }
}
