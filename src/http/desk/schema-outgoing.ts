import { type Static, type TSchema, Type } from 'typebox'
import { NamedRef } from './schema.ts'

/** The part of the Desk API's contract that is about calls to others (`schema.ts` has the rest). */

const closed = { additionalProperties: false }
const object = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, closed)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const time = Type.String({ format: 'date-time' })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const webhookWire = Type.Enum(['case-management', 'messages'])
const topic = Type.Enum([
  'alert',
  'case',
  'message',
  'person',
  'file',
  'classification',
  'group',
  'message.created',
  'message.confirmed',
])
const method = Type.Enum(['POST', 'GET', 'PUT', 'PATCH', 'DELETE'])
const headers = Type.Record(Type.String(), Type.String({ maxLength: 8000 }))

/** A webhook, without its secret and without what its constant headers say. */
export const Webhook = object({
  id,
  wire: webhookWire,
  topic,
  application: orNull(NamedRef),
  organisation: orNull(NamedRef),
  url: Type.String(),
  method,
  headerNames: Type.Array(Type.String()),
  active: Type.Boolean(),
  createdAt: time,
  updatedAt: time,
})
export type Webhook = Static<typeof Webhook>
export const WebhookList = object({ items: Type.Array(Webhook) })
export const WebhookCreate = object({
  wire: webhookWire,
  topic,
  url: text(2000),
  applicationId: Type.Optional(id),
  organisationId: Type.Optional(id),
  method: Type.Optional(method),
  headers: Type.Optional(headers),
  /** Made here if absent. */
  secret: Type.Optional(text(200)),
})
export const WebhookPatch = object({
  topic: Type.Optional(topic),
  url: Type.Optional(text(2000)),
  method: Type.Optional(method),
  headers: Type.Optional(headers),
  active: Type.Optional(Type.Boolean()),
})
/** A webhook with its secret, in the only answer that ever shows it. */
export const WebhookMade = object({ webhook: Webhook, secret: Type.String() })

export const deliveryKinds = ['callback', 'webhook', 'file'] as const
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
/** A call to somebody else that was promised. What stands in the query of an address is left out. */
export const Delivery = object({
  id,
  /** What the receiver sees as `x-caseloom-delivery`; of a file that is fetched, the guid that it will have. */
  deliveryId: Type.String(),
  kind: Type.Enum([...deliveryKinds]),
  state: Type.Enum([...deliveryStates]),
  webhookId: orNull(id),
  topic: orNull(topic),
  caseNumber: orNull(id),
  url: orNull(Type.String()),
  test: Type.Boolean(),
  attempts: Type.Integer(),
  lastStatus: orNull(Type.Integer()),
  lastError: orNull(Type.String()),
  nextAttemptAt: orNull(time),
  createdAt: time,
  finishedAt: orNull(time),
})
export type Delivery = Static<typeof Delivery>
export const DeliveryList = object({ items: Type.Array(Delivery) })
export const TestSent = object({ deliveryId: Type.String() })
