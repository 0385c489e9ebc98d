import { type Static, type TSchema, Type } from 'typebox'
import { PersonRef } from './schema.ts'

/** The part of the Desk API's contract that is about what administrators define: fields, modules and their records. */

const closed = { additionalProperties: false }
const object = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, closed)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const time = Type.String({ format: 'date-time' })
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const optional = Type.Optional

export const fieldTypes = [
  'sline',
  'mline',
  'pick',
  'mpick',
  'num',
  'dec',
  'bool',
  'date',
  'email',
  'phone',
  'url',
  'ref',
] as const
const type = Type.Enum([...fieldTypes])

/** What a reference points to: something of the desk, or records of a module. */
const target = Type.Union([Type.Enum(['cases', 'people', 'organisations']), object({ moduleId: id })])

/** A field of cases (`moduleId` null) or of the records of a module. Values stand under its API name. */
export const Field = object({
  id,
  moduleId: orNull(id),
  name: Type.String(),
  description: orNull(Type.String()),
  apiName: Type.String(),
  type,
  mandatory: Type.Boolean(),
  encrypted: Type.Boolean(),
  choices: Type.Array(object({ id, name: Type.String() })),
  refersTo: orNull(target),
})
export type Field = Static<typeof Field>
export const FieldList = object({ items: Type.Array(Field) })

const newField = {
  name: text(250),
  description: optional(orNull(text(10_000))),
  type,
  mandatory: optional(Type.Boolean()),
  encrypted: optional(Type.Boolean()),
  choices: optional(Type.Array(text(250), { maxItems: 500 })),
  refersTo: optional(orNull(target)),
}
export const FieldCreate = object({ ...newField, moduleId: optional(orNull(id)) })
/** `choices` are all that can be chosen from now on: those that there are by their id, and new ones. */
export const FieldPatch = object({
  name: optional(text(250)),
  description: optional(orNull(text(10_000))),
  mandatory: optional(Type.Boolean()),
  choices: optional(Type.Array(object({ id: optional(id), name: text(250) }), { maxItems: 500 })),
})

export const Module = object({
  id,
  name: Type.String(),
  pluralName: Type.String(),
  description: orNull(Type.String()),
  apiName: Type.String(),
  apiPluralName: Type.String(),
  fields: Type.Array(Field),
})
export type Module = Static<typeof Module>
export const ModuleList = object({ items: Type.Array(Module) })
export const ModuleCreate = object({
  name: text(250),
  pluralName: text(250),
  description: optional(orNull(text(10_000))),
  fields: optional(Type.Array(object(newField), { maxItems: 100 })),
})
export const ModulePatch = object({
  name: optional(text(250)),
  pluralName: optional(text(250)),
  description: optional(orNull(text(10_000))),
})

/**
 * Values by the API names of fields: texts, numbers, true and false as they are, times as ISO 8601, choices and references by
 * their id. Answers show the latter two as `{ id, name }`, which may be sent back; null clears.
 */
const values = Type.Record(Type.String(), Type.Unknown())

export const ModuleRecord = object({
  id,
  guid: Type.String(),
  moduleId: id,
  title: Type.String(),
  text: Type.String(),
  /** Cleaned HTML, safe to show. */
  html: Type.String(),
  fields: values,
  createdBy: orNull(PersonRef),
  createdAt: time,
  updatedBy: orNull(PersonRef),
  updatedAt: orNull(time),
})
export type ModuleRecord = Static<typeof ModuleRecord>
export const RecordList = object({ items: Type.Array(ModuleRecord), total: Type.Integer() })
/** `text` is plain text. */
export const RecordCreate = object({
  title: text(250),
  text: optional(orNull(text(1_000_000))),
  fields: optional(values),
})
export const RecordPatch = object({
  title: optional(text(250)),
  text: optional(orNull(text(1_000_000))),
  fields: optional(values),
})
