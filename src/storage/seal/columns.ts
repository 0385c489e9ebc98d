import type { Seal } from './seal.ts'

/** A row, or the part of one that is written. */
export type Fields = Readonly<Record<string, unknown>>

/** A way into a JSON value. */
export type Path = readonly string[]

/** A column that may hold sealed values. */
export interface SealedColumn {
  readonly name: string
  /** @returns whether the column, or what stands at the path in it, is to be sealed in this row */
  readonly covered: (seal: Seal, row: Fields, path: Path) => boolean
  /** JSON columns of which only some values are sealed: the ways to those that may be. Without it the whole text is. */
  readonly paths?: (json: Fields) => readonly Path[]
  /** Whether equality can be asked for, through `sealed_index`. */
  readonly indexed?: true
  /**
   * Closed and opened by its own mapper, because only a value says whether it is sealed: each as a text at the top of the
   * JSON, for the place `<column>.<key>`, with marks of its own. Here it is only brought to a new key.
   */
  readonly own?: true
}

export interface SealedTable {
  /** The column by which its rows are gone through. */
  readonly key: 'id' | 'number'
  /** What else of a row has to be known to say which it is and what of it is sealed. */
  readonly needs: readonly string[]
  /** @returns what tells the row from others and never changes */
  readonly row: (row: Fields) => string
  readonly columns: readonly SealedColumn[]
}

const always = () => true
const contacts = (seal: Seal) => seal.covers('contacts')
const resolutions = (seal: Seal) => seal.covers('resolutions')
const anything = (seal: Seal) => seal.coversAnything
const guid = (row: Fields) => String(row.guid)

/** A name is sealed where it is an address, as where nobody gave a name. */
const addressAsName =
  (column: string): SealedColumn['covered'] =>
  (seal, row) =>
    seal.covers('contacts') && String(row[column] ?? '').includes('@')

/** Facts of people and organisations whose name says that they are a way to reach somebody. */
const reachable = (json: Fields): readonly Path[] =>
  Object.keys(json)
    .filter((key) => /mail|phone|mobile|fax|sms/i.test(key))
    .map((key) => [key])

/** The ways to all values at the top. */
export const everyKey = (json: Fields): readonly Path[] => Object.keys(json).map((key) => [key])

/** Values of custom fields; which of them are sealed says the value itself, to `sealed-fields.ts`. */
const customFields: SealedColumn = { name: 'fields', covered: () => false, paths: everyKey, own: true }

/** Notes are what `isNote` says; `internal` and `form` stand in every row that is written whole. */
const words = (seal: Seal, row: Fields): boolean =>
  seal.covers(row.form === 'note' || (row.form === 'party' && row.internal === 1) ? 'notes' : 'messages')

/** What of a case's details tells about people, or repeats their words (Messages §10.3, Case Management §7). */
const detailPaths: readonly Path[] = [
  ...['customer', 'consumer', 'pickupDst', 'returnDst', 'words'].map((key) => ['service_order', key]),
  ['email_ids_to_notify'],
  ['transcript'],
]

/**
 * Every column that may hold sealed values: the one place that knows. Rows are closed before they are written and opened
 * after they are read (`row.ts`), gone through when keys or groups change (`settle.ts`), and counted.
 */
export const sealedTables = {
  people: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [
      { name: 'name', covered: addressAsName('name'), indexed: true },
      { name: 'email', covered: contacts, indexed: true },
      { name: 'addresses', covered: contacts },
      { name: 'phone', covered: contacts, indexed: true },
      { name: 'mobile', covered: contacts, indexed: true },
      { name: 'login_name', covered: addressAsName('login_name'), indexed: true },
      { name: 'extra', covered: contacts },
      { name: 'details', covered: contacts, paths: reachable, indexed: true },
    ],
  },
  organisations: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [{ name: 'details', covered: contacts, paths: reachable }],
  },
  credentials: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [{ name: 'sealed_key', covered: always }],
  },
  webhooks: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [
      { name: 'headers', covered: always },
      { name: 'secret', covered: always },
    ],
  },
  cases: {
    key: 'number',
    needs: ['guid', 'wire'],
    row: guid,
    columns: [
      // The Messages wire has no subjects: its cases are named by the beginning of the opening text.
      {
        name: 'subject',
        covered: (seal, row) => row.wire === 'messages' && seal.covers('descriptions'),
        indexed: true,
      },
      { name: 'description', covered: (seal) => seal.covers('descriptions'), indexed: true },
      { name: 'resolution', covered: resolutions, paths: () => [['content']], indexed: true },
      {
        name: 'closure',
        covered: resolutions,
        paths: () => [['comments'], ['requesterComments']],
        indexed: true,
      },
      customFields,
      {
        name: 'details',
        covered: (seal, _row, path) => seal.covers(path[0] === 'transcript' ? 'messages' : 'contacts'),
        paths: () => detailPaths,
      },
    ],
  },
  messages: {
    key: 'id',
    needs: ['guid', 'form', 'internal'],
    row: guid,
    columns: [
      { name: 'body', covered: words },
      { name: 'subject', covered: words },
      { name: 'recipients', covered: (seal, row) => words(seal, row) || contacts(seal) },
      { name: 'user_email', covered: contacts },
      { name: 'user_name', covered: addressAsName('user_name') },
      { name: 'author_name', covered: addressAsName('author_name') },
    ],
  },
  worklogs: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [{ name: 'description', covered: (seal) => seal.covers('notes') }],
  },
  records: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [customFields],
  },
  files: {
    key: 'id',
    needs: ['guid'],
    row: guid,
    columns: [{ name: 'name', covered: (seal) => seal.covers('attachments') }],
  },
  // Before and after of anything may stand here; sealed whole, since nothing in it is searched.
  events: {
    key: 'id',
    needs: ['at', 'kind', 'case_number', 'subject_id'],
    row: (row) => JSON.stringify([row.at, row.kind, row.case_number, row.subject_id]),
    columns: [
      { name: 'changes', covered: anything },
      { name: 'actor_name', covered: addressAsName('actor_name') },
    ],
  },
  jobs: {
    key: 'id',
    needs: ['created_at', 'kind', 'case_number', 'webhook_id'],
    row: (row) => JSON.stringify([row.created_at, row.kind, row.case_number, row.webhook_id ?? null]),
    columns: [{ name: 'payload', covered: anything }],
  },
} as const satisfies Readonly<Record<string, SealedTable>>

export type SealedTableName = keyof typeof sealedTables
