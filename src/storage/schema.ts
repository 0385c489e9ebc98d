import type { Generated, Insertable, Kysely, Selectable } from 'kysely'
import type { Seal } from './seal/seal.ts'

/**
 * The tables as rows see them. Both engines hold the same: times are integers (ms), flags 0 or 1, structured values
 * JSON text, so that nothing depends on an engine's own types.
 */
export interface Tables {
  meta: { key: string; value: string }
  people: {
    id: Generated<number>
    guid: string
    kind: string
    name: string
    email: string | null
    addresses: string
    phone: string | null
    mobile: string | null
    is_vip: number
    organisation_id: number | null
    login_name: string | null
    login_key: string | null
    login_enabled: number
    password_hash: string | null
    role_ids: string
    extra: string
    details: string
    created_at: number
    updated_at: number
    deleted_at: number | null
  }
  /**
   * Whose address it is, and that it is nobody else's: `key` is the address's mark (`seal/`), `address` empty, because
   * `people.addresses` holds them for reading.
   */
  addresses: { key: string; address: string; person_id: number; position: number }
  organisations: {
    id: Generated<number>
    guid: string
    name: string
    name_key: string | null
    party: string | null
    default_provider_id: number | null
    /** The account that this one is a part of. */
    parent_id: number | null
    details: string
    created_at: number
    updated_at: number
    deleted_at: number | null
  }
  accounts: {
    id: Generated<number>
    organisation_id: number
    name: string
    all_providers: number
    disabled_at: number | null
    created_at: number
  }
  credentials: {
    id: Generated<number>
    guid: string
    kind: string
    name: string
    lookup_hash: string
    secret_hash: string | null
    hint: string
    person_id: number | null
    account_id: number | null
    organisation_id: number | null
    role_ids: string
    scopes: string
    active: number
    description: string | null
    created_by_id: number | null
    created_at: number
    expires_at: number | null
    last_used_at: number | null
    /** The key itself, sealed, where its owner may see it again. */
    sealed_key: string | null
    /** Integration keys: the name as it must be unique. */
    name_key: string | null
  }
  catalog: {
    kind: string
    id: number
    name: string
    description: string | null
    parent_id: number | null
    position: number
    data: string
    deleted_at: number | null
    /** kind, parent and lower-case name while in use; null once deleted, so that a name can be given again. */
    name_key: string | null
  }
  cases: {
    number: Generated<number>
    guid: string
    subject: string
    description: string
    description_format: string
    status_id: number
    priority_id: number | null
    urgency_id: number | null
    impact_id: number | null
    level_id: number | null
    mode_id: number | null
    request_type_id: number | null
    category_id: number | null
    subcategory_id: number | null
    item_id: number | null
    service_category_id: number | null
    template_id: number | null
    site_id: number | null
    group_id: number | null
    source_id: number | null
    requester_id: number
    created_by_id: number | null
    assignee_id: number | null
    partner_id: number | null
    provider_id: number | null
    accepted_at: number | null
    wire: string
    credential_id: number | null
    account_id: number | null
    external_id: string | null
    tag_ids: string
    resolution: string | null
    closure: string | null
    callback_url: string | null
    due_at: number | null
    first_response_due_at: number | null
    assigned_at: number | null
    responded_at: number | null
    on_hold_at: number | null
    resolved_at: number | null
    completed_at: number | null
    trashed_at: number | null
    reopened: number
    fields: string
    details: string
    created_at: number
    updated_at: number
    version: number
  }
  messages: {
    id: Generated<number>
    guid: string
    case_number: number
    form: string
    side: string | null
    internal: number
    /** the case's provider when it was written */
    provider_id: number | null
    type: string
    body: string | null
    body_format: string
    author_id: number | null
    author_name: string
    account_id: number | null
    credential_id: number | null
    wire: string
    external_id: string | null
    parent_id: number | null
    user_email: string | null
    user_name: string | null
    subject: string | null
    recipients: string | null
    declared_at: number
    confirmed_at: number | null
    created_at: number
    updated_at: number
    updated_by_id: number | null
    deleted_at: number | null
  }
  files: {
    id: Generated<number>
    guid: string
    name: string
    content_type: string
    size: number
    sha256: string
    uploaded_by_id: number | null
    credential_id: number | null
    created_at: number
    /** How many places it is attached in; 0 = swept after its hour. */
    uses: number
  }
  blobs: { sha256: string; size: number; refs: number; created_at: number }
  attachments: {
    id: Generated<number>
    file_id: number
    case_number: number
    message_id: number | null
    place: string
  }
  worklogs: {
    id: Generated<number>
    guid: string
    case_number: number
    owner_id: number
    description: string | null
    started_at: number | null
    ended_at: number | null
    minutes: number
    type_id: number | null
    other_cost: string
    owner_cost: string
    include_non_operational: number
    created_by_id: number | null
    created_at: number
    updated_at: number
  }
  events: {
    id: Generated<number>
    /** PostgreSQL: the id of the writing transaction; SQLite: 0. See `feed.ts`. */
    tx: Generated<number>
    at: number
    kind: string
    wire: string
    actor_name: string
    person_id: number | null
    credential_id: number | null
    case_number: number | null
    subject_id: number | null
    internal: number
    changes: string
  }
  jobs: {
    id: Generated<number>
    kind: string
    payload: string
    /** Jobs of one key run one after the other, oldest first. */
    order_key: string | null
    /** Unique while it stands: one row for one scheduled slot. */
    slot: string | null
    state: string
    run_at: number
    attempts: number
    leased_until: number | null
    leased_by: string | null
    last_status: number | null
    last_error: string | null
    case_number: number | null
    webhook_id: number | null
    /** Only a few jobs of one lane run at a time: the host that they call. */
    lane: string | null
    created_at: number
    finished_at: number | null
  }
  /** What administrators' own modules hold (REST v3 §13). */
  records: {
    id: Generated<number>
    guid: string
    module_id: number
    title: string
    description: string | null
    fields: string
    created_by_id: number | null
    updated_by_id: number | null
    created_at: number
    updated_at: number | null
  }
  webhooks: {
    id: Generated<number>
    guid: string
    wire: string
    credential_id: number | null
    organisation_id: number | null
    events: string
    url: string
    method: string
    headers: string | null
    secret: string | null
    active: number
    /** The last event of the feed that it has been told of. */
    feed_tx: number
    feed_id: number
    created_by_id: number | null
    created_at: number
    updated_at: number
  }
  /** Keys of columns, wrapped by the master key; see `seal/`. */
  encryption_keys: {
    id: string
    purpose: string
    wrapped: string
    state: string
    created_at: number
    retired_at: number | null
  }
  /** Equality of sealed values: a keyed hash for each. */
  sealed_index: { owner: string; owner_id: number; field: string; hash: string }
  idempotency: {
    scope: string
    key: string
    request_hash: string
    state: string
    status: number | null
    headers: string | null
    body: string | null
    created_at: number
    expires_at: number
  }
}

declare const writable: unique symbol

/** What every handle carries. */
interface Sealing {
  /** Encryption at rest: what is read is opened with it, what is written closed. */
  readonly seal: Seal
}

/** May read. On SQLite its own connection, so a read neither waits for nor sees an open write. */
export type Db = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'with' | 'fn'> & Sealing

/** May write: handed out by `Store.write` only, so that every change is inside a transaction. */
export type Tx = Kysely<Tables> & Sealing & { readonly [writable]: true }

export type Row<T extends keyof Tables> = Selectable<Tables[T]>
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>
