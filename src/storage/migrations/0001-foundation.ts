import type { Migration } from './migration.ts'

/** The first schema. `ID` and `TX` are what the engine calls a rising key and the writing transaction's id. */
export const foundation: Migration = {
  name: '0001-foundation',
  statements: ({ ID, TX }) => [
    `create table meta (key text primary key, value text not null)`,

    `create table organisations (
      id ${ID}, guid text not null unique, name text not null, name_key text unique, party text,
      default_provider_id bigint references organisations(id), details text not null,
      created_at bigint not null, updated_at bigint not null, deleted_at bigint)`,

    `create table people (
      id ${ID}, guid text not null unique, kind text not null, name text not null, email text,
      addresses text not null, phone text,
      mobile text, is_vip bigint not null, organisation_id bigint references organisations(id), login_name text,
      login_key text unique, login_enabled bigint not null, password_hash text, role_ids text not null,
      extra text not null, details text not null, created_at bigint not null, updated_at bigint not null,
      deleted_at bigint)`,
    `create index people_by_kind on people (kind, id)`,
    `create index people_by_organisation on people (organisation_id)`,
    `create table addresses (
      key text primary key, address text not null, person_id bigint not null references people(id),
      position bigint not null)`,
    `create index addresses_by_person on addresses (person_id)`,

    `create table accounts (
      id ${ID}, organisation_id bigint not null references organisations(id), name text not null,
      all_providers bigint not null, disabled_at bigint, created_at bigint not null)`,

    `create table credentials (
      id ${ID}, guid text not null unique, kind text not null, name text not null, lookup_hash text not null unique,
      secret_hash text, hint text not null, person_id bigint references people(id),
      account_id bigint references accounts(id), organisation_id bigint references organisations(id),
      role_ids text not null, scopes text not null, active bigint not null, description text, created_by_id bigint,
      created_at bigint not null, expires_at bigint, last_used_at bigint)`,
    `create index credentials_by_person on credentials (person_id)`,
    `create index credentials_by_account on credentials (account_id)`,
    `create index credentials_by_kind on credentials (kind, id)`,
    // One key per rep (REST v3 §2.2), also when two administrators generate one at the same moment.
    `create unique index one_key_per_rep on credentials (person_id) where kind = 'rep_key'`,

    `create table catalog (
      kind text not null, id bigint not null, name text not null, description text, parent_id bigint,
      position bigint not null, data text not null, deleted_at bigint, name_key text unique,
      primary key (kind, id))`,

    `create table cases (
      number ${ID}, guid text not null unique, subject text not null, description text not null,
      description_format text not null, status_id bigint not null, priority_id bigint, urgency_id bigint,
      impact_id bigint, level_id bigint, mode_id bigint, request_type_id bigint, category_id bigint,
      subcategory_id bigint, item_id bigint, service_category_id bigint, template_id bigint, site_id bigint,
      group_id bigint, source_id bigint, requester_id bigint not null references people(id), created_by_id bigint,
      assignee_id bigint references people(id), partner_id bigint references organisations(id),
      provider_id bigint references organisations(id), accepted_at bigint, wire text not null, credential_id bigint,
      account_id bigint, external_id text, tag_ids text not null, resolution text, closure text, callback_url text,
      due_at bigint, first_response_due_at bigint, assigned_at bigint, responded_at bigint, on_hold_at bigint,
      resolved_at bigint, completed_at bigint, trashed_at bigint, reopened bigint not null, fields text not null,
      details text not null, created_at bigint not null, updated_at bigint not null, version bigint not null)`,
    `create index cases_by_status on cases (status_id, updated_at, number)`,
    `create index cases_by_update on cases (updated_at, number)`,
    `create index cases_by_requester on cases (requester_id, number)`,
    `create index cases_by_assignee on cases (assignee_id, number)`,
    `create index cases_by_partner on cases (partner_id, number)`,
    `create index cases_by_provider on cases (provider_id, number)`,
    `create index cases_by_external on cases (external_id) where external_id is not null`,
    // Counts of views are asked for with every change that anybody sees; they are read from this index alone.
    `create index cases_in_views on cases (status_id, assignee_id, due_at) where trashed_at is null`,
    `create index cases_in_trash on cases (trashed_at) where trashed_at is not null`,

    `create table messages (
      id ${ID}, guid text not null unique, case_number bigint not null references cases(number), form text not null,
      side text, internal bigint not null, provider_id bigint, type text not null, body text, body_format text not null,
      author_id bigint, author_name text not null, account_id bigint, credential_id bigint, wire text not null,
      external_id text, parent_id bigint, user_email text, user_name text, subject text, recipients text,
      declared_at bigint not null, confirmed_at bigint, created_at bigint not null, updated_at bigint not null,
      updated_by_id bigint, deleted_at bigint)`,
    `create index messages_by_case on messages (case_number, id)`,

    `create table blobs (sha256 text primary key, size bigint not null, refs bigint not null, created_at bigint not null)`,
    `create index blobs_unused on blobs (created_at) where refs = 0`,
    `create table files (
      id ${ID}, guid text not null unique, name text not null, content_type text not null, size bigint not null,
      sha256 text not null references blobs(sha256), uploaded_by_id bigint, credential_id bigint,
      created_at bigint not null, uses bigint not null)`,
    `create index files_unused on files (created_at) where uses = 0`,
    `create table attachments (
      id ${ID}, file_id bigint not null references files(id), case_number bigint not null references cases(number),
      message_id bigint references messages(id), place text not null)`,
    `create index attachments_by_case on attachments (case_number, file_id)`,
    `create index attachments_by_file on attachments (file_id)`,
    `create index attachments_by_message on attachments (message_id) where message_id is not null`,

    `create table worklogs (
      id ${ID}, guid text not null unique, case_number bigint not null references cases(number),
      owner_id bigint not null references people(id), description text, started_at bigint, ended_at bigint,
      minutes bigint not null, type_id bigint, other_cost text not null, owner_cost text not null,
      include_non_operational bigint not null, created_by_id bigint, created_at bigint not null,
      updated_at bigint not null)`,
    `create index worklogs_by_case on worklogs (case_number, id)`,

    `create table events (
      id ${ID}, tx bigint not null default ${TX}, at bigint not null, kind text not null, wire text not null,
      actor_name text not null, person_id bigint, credential_id bigint, case_number bigint, subject_id bigint,
      internal bigint not null, changes text not null)`,
    `create index events_in_feed on events (tx, id)`,
    `create index events_by_case on events (case_number, id) where case_number is not null`,

    `create table jobs (
      id ${ID}, kind text not null, payload text not null, order_key text, slot text unique, state text not null,
      run_at bigint not null, attempts bigint not null, leased_until bigint, leased_by text, last_status bigint,
      last_error text, case_number bigint, created_at bigint not null, finished_at bigint)`,
    `create index jobs_due on jobs (run_at, id) where state = 'waiting'`,
    `create index jobs_in_order on jobs (order_key, id) where state = 'waiting' and order_key is not null`,
    `create index jobs_by_case on jobs (case_number, id) where case_number is not null`,

    `create table idempotency (
      scope text not null, key text not null, request_hash text not null, state text not null, status bigint,
      headers text, body text, created_at bigint not null, expires_at bigint not null, primary key (scope, key))`,
    `create index idempotency_expiring on idempotency (expires_at)`,
  ],
}
