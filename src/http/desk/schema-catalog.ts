import { Type } from 'typebox'

const closed = { additionalProperties: false }
const name = Type.String({ minLength: 1, maxLength: 250 })
const description = Type.Optional(Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()]))
const keyword = Type.Optional(Type.String({ maxLength: 250 }))
const parentId = Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }))

/** Look-ups that any desk has its own of. */
export const LookupCreate = Type.Object({ name, description, keyword, parentId }, closed)
export const LookupPatch = Type.Object({ name: Type.Optional(name), description, keyword }, closed)
