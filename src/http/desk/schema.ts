import { type Static, type TSchema, Type } from 'typebox'

/**
 * The contract of the Desk API: every body, query and answer. It validates, serialises and documents, and is the only
 * server file that the console imports. Times are ISO 8601 in UTC. Unknown fields are refused.
 */

const closed = { additionalProperties: false }
const object = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, closed)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const time = Type.String({ format: 'date-time' })
const text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength })

/** RFC 9457 problem. `code` is stable; `errors` names each bad value of the request. */
export const Problem = object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.Optional(Type.String()),
  requestId: Type.String(),
  errors: Type.Optional(
    Type.Array(
      object({
        field: Type.String(),
        rule: Type.String(),
        message: Type.String(),
        limit: Type.Optional(Type.Number()),
      }),
    ),
  ),
})
export type Problem = Static<typeof Problem>

export const PersonRef = object({
  id,
  name: Type.String(),
  email: orNull(Type.String()),
  kind: Type.Enum(['contact', 'rep']),
})
export type PersonRef = Static<typeof PersonRef>
export const NamedRef = object({ id, name: Type.String() })
export type NamedRef = Static<typeof NamedRef>
export const FileRef = object({
  id,
  name: Type.String(),
  contentType: Type.String(),
  size: Type.Integer(),
  url: Type.String(),
})
export type FileRef = Static<typeof FileRef>

export const wireNames = [
  'case-management',
  'support-ticket',
  'rest-v3',
  'messages',
  'desk',
  'cli',
  'system',
] as const
export const WireName = Type.Enum([...wireNames])
export type WireName = Static<typeof WireName>
export const phases = ['open', 'working', 'waiting', 'resolved', 'closed', 'cancelled'] as const

const string = Type.String()
export const StatusRef = object({ id, name: string, phase: Type.Enum([...phases]), color: orNull(string) })
export const PriorityRef = object({ id, name: string, color: orNull(string), rank: Type.Integer() })

/** A row of a list. */
export const CaseSummary = object({
  number: id,
  guid: Type.String(),
  subject: Type.String(),
  /** Plain text: the newest visible words, else the opening text. */
  preview: Type.String(),
  status: StatusRef,
  priority: orNull(PriorityRef),
  requester: PersonRef,
  assignee: orNull(PersonRef),
  group: orNull(NamedRef),
  wire: WireName,
  partner: orNull(NamedRef),
  provider: orNull(NamedRef),
  tags: Type.Array(NamedRef),
  createdAt: time,
  updatedAt: time,
  dueAt: orNull(time),
  overdue: Type.Boolean(),
  /** The requester's side wrote last and nobody has answered. */
  awaitsAnswer: Type.Boolean(),
  trashed: Type.Boolean(),
})
export type CaseSummary = Static<typeof CaseSummary>

/** Who reads a message: the customer too, the other party, or only us. */
export const audiences = ['customer', 'party', 'internal'] as const
export const CaseMessage = object({
  id,
  guid: Type.String(),
  form: Type.Enum(['reply', 'note', 'party', 'system']),
  /** Whose voice: the requester's (partner's) or the desk's (provider's). */
  side: orNull(Type.Enum(['requester', 'desk'])),
  internal: Type.Boolean(),
  author: object({ id: orNull(id), name: Type.String() }),
  wire: WireName,
  /** Message type of the partner/provider exchange. */
  type: Type.String(),
  text: Type.String(),
  /** Cleaned HTML, safe to show. */
  html: Type.String(),
  files: Type.Array(FileRef),
  parentId: orNull(id),
  externalId: orNull(Type.String()),
  createdAt: time,
  declaredAt: time,
  confirmedAt: orNull(time),
  editedAt: orNull(time),
})
export type CaseMessage = Static<typeof CaseMessage>

export const CaseDetail = object({
  ...CaseSummary.properties,
  text: Type.String(),
  html: Type.String(),
  files: Type.Array(FileRef),
  messages: Type.Array(CaseMessage),
  category: orNull(NamedRef),
  subcategory: orNull(NamedRef),
  item: orNull(NamedRef),
  urgency: orNull(NamedRef),
  impact: orNull(NamedRef),
  level: orNull(NamedRef),
  mode: orNull(NamedRef),
  requestType: orNull(NamedRef),
  source: orNull(NamedRef),
  createdBy: orNull(PersonRef),
  externalId: orNull(Type.String()),
  callbackUrl: orNull(Type.String()),
  /** What was said when it was closed. */
  closure: orNull(
    object({
      code: orNull(NamedRef),
      comments: orNull(Type.String()),
      requesterAcknowledged: orNull(Type.Boolean()),
      requesterComments: orNull(Type.String()),
    }),
  ),
  resolution: orNull(object({ html: Type.String(), text: Type.String(), by: orNull(PersonRef), at: time })),
  fields: Type.Record(Type.String(), Type.Unknown()),
  details: Type.Record(Type.String(), Type.Unknown()),
  acceptedAt: orNull(time),
  respondedAt: orNull(time),
  resolvedAt: orNull(time),
  completedAt: orNull(time),
  reopened: Type.Boolean(),
  version: Type.Integer(),
})
export type CaseDetail = Static<typeof CaseDetail>

export const views = [
  'open',
  'mine',
  'unassigned',
  'waiting',
  'overdue',
  'completed',
  'all',
  'trash',
] as const
export type ViewName = (typeof views)[number]
export const CaseListQuery = object({
  view: Type.Optional(Type.Enum([...views])),
  q: Type.Optional(text(200)),
  status: Type.Optional(id),
  priority: Type.Optional(id),
  assignee: Type.Optional(id),
  requester: Type.Optional(id),
  tag: Type.Optional(id),
  wire: Type.Optional(WireName),
  sort: Type.Optional(Type.Enum(['updated', 'created', 'number', 'due'])),
  order: Type.Optional(Type.Enum(['asc', 'desc'])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(text(200)),
})
export const CaseList = object({ items: Type.Array(CaseSummary), nextCursor: orNull(Type.String()) })
export type CaseList = Static<typeof CaseList>
export const ViewCounts = object({ counts: Type.Record(Type.String(), Type.Integer()) })
export type ViewCounts = Static<typeof ViewCounts>

const classification = {
  status: Type.Optional(id),
  priority: Type.Optional(orNull(id)),
  assigneeId: Type.Optional(orNull(id)),
  groupId: Type.Optional(orNull(id)),
  categoryId: Type.Optional(orNull(id)),
  subcategoryId: Type.Optional(orNull(id)),
  itemId: Type.Optional(orNull(id)),
  urgencyId: Type.Optional(orNull(id)),
  impactId: Type.Optional(orNull(id)),
  levelId: Type.Optional(orNull(id)),
  modeId: Type.Optional(orNull(id)),
  requestTypeId: Type.Optional(orNull(id)),
  tagIds: Type.Optional(Type.Array(id, { maxItems: 100 })),
  externalId: Type.Optional(orNull(text(512))),
  callbackUrl: Type.Optional(orNull(text(2000))),
  dueAt: Type.Optional(orNull(time)),
  /** By API names: see `schema-custom.ts`. */
  fields: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
}
export const CaseOpen = object({
  subject: text(500),
  text: text(1_000_000),
  format: Type.Optional(Type.Enum(['text', 'html'])),
  requester: Type.Optional(
    Type.Union([object({ id }), object({ email: text(254), name: Type.Optional(text(255)) })]),
  ),
  fileIds: Type.Optional(Type.Array(id, { maxItems: 50 })),
  /** Who is to do the work; the partner’s own provider or the installation’s without it. */
  providerId: Type.Optional(id),
  /** Keeps it from the provider until it is sent. */
  held: Type.Optional(Type.Boolean()),
  /** Its defaults fill what is not given, and what it wants must be given. */
  templateId: Type.Optional(id),
  ...classification,
})
export type CaseOpen = Static<typeof CaseOpen>
export const CasePatch = object({
  subject: Type.Optional(text(500)),
  resolution: Type.Optional(orNull(text(1_000_000))),
  ...classification,
})
export type CasePatch = Static<typeof CasePatch>

export const MessageCreate = object({
  audience: Type.Enum([...audiences]),
  text: text(1_000_000),
  format: Type.Optional(Type.Enum(['text', 'html'])),
  fileIds: Type.Optional(Type.Array(id, { maxItems: 50 })),
  /** With `party`: the type of message; `serviceComment` if absent. */
  type: Type.Optional(text(32)),
  parentId: Type.Optional(id),
  /** Sets the status in the same transaction: "send and resolve", "send and wait". */
  status: Type.Optional(id),
})
export type MessageCreate = Static<typeof MessageCreate>

/** Changed look-ups and people are `{ id, name }` or null, times ISO 8601, everything else as the case shows it. */
export const HistoryEntry = object({
  id,
  at: time,
  kind: Type.String(),
  actor: Type.String(),
  wire: WireName,
  caseNumber: orNull(id),
  subjectId: orNull(id),
  changes: Type.Array(object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
})
export type HistoryEntry = Static<typeof HistoryEntry>
export const History = object({ items: Type.Array(HistoryEntry) })
export type History = Static<typeof History>
/** `cursor` of the last one is what to ask after next; the stream sends one entry an event with the cursor as its id. */
export const FeedPage = object({
  items: Type.Array(object({ ...HistoryEntry.properties, cursor: Type.String() })),
  cursor: Type.String(),
})
export type FeedPage = Static<typeof FeedPage>

export const Session = object({
  person: PersonRef,
  permissions: Type.Array(Type.String()),
  /** Sent back as `x-csrf-token` with every change. */
  csrfToken: Type.String(),
  hasPassword: Type.Boolean(),
  expiresAt: time,
})
export type Session = Static<typeof Session>
export const SignIn = Type.Union([
  object({ token: text(200) }),
  object({ login: text(254), password: text(1000) }),
])
export const PasswordChange = object({ current: Type.Optional(text(1000)), password: text(1000, 10) })

export const Lookup = object({
  id,
  name: Type.String(),
  description: orNull(Type.String()),
  parentId: orNull(id),
  color: orNull(Type.String()),
  phase: orNull(Type.Enum([...phases])),
  keyword: orNull(Type.String()),
})
/** All look-ups by kind, with the reps that cases can be assigned to. */
export const CatalogAnswer = object({
  kinds: Type.Record(Type.String(), Type.Array(Lookup)),
  reps: Type.Array(PersonRef),
})
export type CatalogAnswer = Static<typeof CatalogAnswer>

export const KeyState = object({
  hint: Type.String(),
  createdAt: time,
  expiresAt: orNull(time),
  lastUsedAt: orNull(time),
})
export type KeyState = Static<typeof KeyState>
export const Rep = object({
  ...PersonRef.properties,
  loginName: orNull(Type.String()),
  loginEnabled: Type.Boolean(),
  roles: Type.Array(NamedRef),
  key: orNull(KeyState),
})
export type Rep = Static<typeof Rep>
export const RepList = object({ items: Type.Array(Rep) })
/** A key, token or secret in the only answer that ever shows it. */
export const IssuedSecret = object({
  id,
  key: Type.String(),
  secret: orNull(Type.String()),
  expiresAt: orNull(time),
})
export type IssuedSecret = Static<typeof IssuedSecret>
export const SignInLink = object({ url: Type.String(), expiresAt: time })

export const Contact = object({
  ...PersonRef.properties,
  addresses: Type.Array(Type.String()),
  phone: orNull(Type.String()),
  organisation: orNull(NamedRef),
  loginEnabled: Type.Boolean(),
  createdAt: time,
})
export type Contact = Static<typeof Contact>
export const ContactList = object({ items: Type.Array(Contact), total: Type.Integer() })
export const Account = object({
  id,
  name: Type.String(),
  allProviders: Type.Boolean(),
  disabled: Type.Boolean(),
  tokens: Type.Array(object({ id, ...KeyState.properties })),
})
export type Account = Static<typeof Account>
export const Organisation = object({
  id,
  name: Type.String(),
  party: orNull(Type.Enum(['partner', 'provider'])),
  defaultProvider: orNull(NamedRef),
  /** The organisation that this one is a part of. */
  parent: orNull(NamedRef),
  accounts: Type.Array(Account),
})
export type Organisation = Static<typeof Organisation>
export const OrganisationList = object({ items: Type.Array(Organisation) })
/** A new account with its first token, which only this answer shows. */
export const AccountMade = object({ account: Account, token: IssuedSecret })
const appWire = Type.Enum(['case-management', 'support-ticket'])
export const Application = object({
  id,
  name: Type.String(),
  wire: appWire,
  /** The partner whose cases it opens. */
  organisationId: orNull(id),
  ...KeyState.properties,
})
export type Application = Static<typeof Application>
export const ApplicationList = object({ items: Type.Array(Application) })
export const Token = object({
  id,
  name: Type.String(),
  owner: PersonRef,
  scopes: Type.Array(Type.String()),
  ...KeyState.properties,
})
export type Token = Static<typeof Token>
export const TokenList = object({ items: Type.Array(Token) })
