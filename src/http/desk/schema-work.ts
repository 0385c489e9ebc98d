import { type Static, type TSchema, Type } from 'typebox'
import { NamedRef, PersonRef } from './schema.ts'

/** The part of the Desk API's contract that is about the work on a case, besides what its own page shows. */

const closed = { additionalProperties: false }
const object = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, closed)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const time = Type.String({ format: 'date-time' })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const HandOver = object({ providerId: id })
export const CaseClose = object({
  closureCodeId: Type.Optional(orNull(id)),
  comments: Type.Optional(orNull(text(10_000))),
  requesterAcknowledged: Type.Optional(orNull(Type.Boolean())),
  requesterComments: Type.Optional(orNull(text(10_000))),
})
export const FileToFetch = object({
  url: text(2000),
  /** What it is to be called. */
  name: text(255),
  contentType: Type.Optional(text(255)),
})
export const FilesToFetch = object({ files: Type.Array(FileToFetch, { minItems: 1, maxItems: 50 }) })

export const MessagePatch = object({
  text: Type.Optional(text(1_000_000)),
  format: Type.Optional(Type.Enum(['text', 'html'])),
  /** Whether only staff read it. */
  internal: Type.Optional(Type.Boolean()),
  /** Files besides those it has. */
  fileIds: Type.Optional(Type.Array(id, { maxItems: 50 })),
})
export type MessagePatch = Static<typeof MessagePatch>
export const MessagesConfirm = object({ ids: Type.Array(id, { minItems: 1, maxItems: 200 }) })
/** What could not be confirmed; everything else was. */
export const MessagesConfirmed = object({
  failures: Type.Array(object({ id, reason: Type.Enum(['not_found', 'no_access']) })),
})

/** Decimal text, so that no cent is lost. */
const amount = Type.String({ maxLength: 20 })
export const Worklog = object({
  id,
  owner: orNull(PersonRef),
  description: orNull(Type.String()),
  startedAt: orNull(time),
  endedAt: orNull(time),
  minutes: Type.Integer(),
  type: orNull(NamedRef),
  /** What the time costs by the owner's hourly rate. */
  ownerCost: amount,
  otherCost: amount,
  includeNonOperational: Type.Boolean(),
  createdBy: orNull(PersonRef),
  createdAt: time,
  updatedAt: time,
})
export type Worklog = Static<typeof Worklog>
export const WorklogList = object({ items: Type.Array(Worklog) })
const worklogValues = {
  description: Type.Optional(orNull(text(100_000))),
  startedAt: Type.Optional(orNull(time)),
  endedAt: Type.Optional(orNull(time)),
  /** Taken from the times if absent or null. */
  minutes: Type.Optional(orNull(Type.Integer({ minimum: 0 }))),
  typeId: Type.Optional(orNull(id)),
  otherCost: Type.Optional(amount),
  includeNonOperational: Type.Optional(Type.Boolean()),
}
export const WorklogCreate = object({
  /** Who spent the time; whoever asks without it. */
  ownerId: Type.Optional(id),
  ...worklogValues,
  /** Counts as the first answer to the requester. */
  marksFirstResponse: Type.Optional(Type.Boolean()),
})
export const WorklogPatch = object({ ownerId: Type.Optional(id), ...worklogValues })
export type WorklogPatch = Static<typeof WorklogPatch>
