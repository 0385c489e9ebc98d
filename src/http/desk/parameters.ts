import { Type } from 'typebox'

/** What stands in paths and queries besides what the console needs to know (`schema.ts`). */
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const closed = { additionalProperties: false }

export const CaseNumber = Type.Object({ number: id }, closed)
export const FileOfCase = Type.Object({ number: id, id }, closed)
export const ById = Type.Object({ id }, closed)
export const TokenOfAccount = Type.Object({ id, tokenId: id }, closed)

export const RecordOfModule = Type.Object({ id, recordId: id }, closed)

export const FileIds = Type.Object({ fileIds: Type.Array(id, { minItems: 1, maxItems: 50 }) }, closed)

export const FeedQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 40 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  closed,
)
export const StreamQuery = Type.Object({ after: Type.Optional(Type.String({ maxLength: 40 })) }, closed)
export const FileQuery = Type.Object({ inline: Type.Optional(Type.Enum(['1'])) }, closed)
export const ContactQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)

export const FieldQuery = Type.Object({ deleted: Type.Optional(Type.Enum(['true'])) }, closed)
export const ForceQuery = Type.Object({ force: Type.Optional(Type.Enum(['true'])) }, closed)
export const RecordQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    sort: Type.Optional(Type.Enum(['id', 'title', 'created', 'updated'])),
    order: Type.Optional(Type.Enum(['asc', 'desc'])),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  closed,
)

/** `If-Match` of a change: the version that the caller has seen. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ maxLength: 40 })) })

/** An answer without a body. */
export const Nothing = Type.Null({ description: 'Done; there is nothing to say.' })
