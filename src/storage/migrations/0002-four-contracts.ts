import type { Migration } from './migration.ts'

/**
 * What the four contracts need beyond the first schema: records of custom modules, webhooks, keys that can be shown again,
 * accounts under accounts, and encryption at rest.
 */
export const fourContracts: Migration = {
  name: '0002-four-contracts',
  statements: ({ ID }) => [
    // Keys of keys: each row is a key for data or for blind indexes, wrapped by the master key, which is never here.
    `create table encryption_keys (
      id text primary key, purpose text not null, wrapped text not null, state text not null,
      created_at bigint not null, retired_at bigint)`,
    // What a sealed value equals, as a keyed hash; owner names the table of the row that holds the value.
    `create table sealed_index (
      owner text not null, owner_id bigint not null, field text not null, hash text not null,
      primary key (owner, owner_id, field, hash))`,
    `create index sealed_index_by_hash on sealed_index (field, hash)`,

    `create table records (
      id ${ID}, guid text not null unique, module_id bigint not null, title text not null, description text,
      fields text not null, created_by_id bigint, updated_by_id bigint, created_at bigint not null,
      updated_at bigint)`,
    `create index records_by_module on records (module_id, id)`,

    // Who is told what, and how far of the feed each webhook has been told.
    `create table webhooks (
      id ${ID}, guid text not null unique, wire text not null, credential_id bigint references credentials(id),
      organisation_id bigint references organisations(id), events text not null, url text not null,
      method text not null, headers text, secret text, active bigint not null, feed_tx bigint not null,
      feed_id bigint not null, created_by_id bigint, created_at bigint not null, updated_at bigint not null)`,
    `create index webhooks_by_organisation on webhooks (organisation_id)`,
    `create index webhooks_by_credential on webhooks (credential_id)`,
    `alter table jobs add column webhook_id bigint`,
    `create index jobs_by_webhook on jobs (webhook_id, id) where webhook_id is not null`,
    // Whose patience a job uses up: a few jobs of one lane run at a time, so that a slow receiver holds up nobody else.
    `alter table jobs add column lane text`,
    `create index jobs_in_hand on jobs (lane, leased_until) where leased_until is not null`,

    `alter table credentials add column sealed_key text`,
    // Names of integration keys are unique. An older desk may hold some twice: the first one keeps the name to itself.
    `alter table credentials add column name_key text`,
    `update credentials set name_key = lower(trim(name)) where kind = 'integration_key' and id in (
      select min(id) from credentials where kind = 'integration_key' group by lower(trim(name)))`,
    `create unique index credentials_by_name on credentials (kind, name_key) where name_key is not null`,
    `alter table organisations add column parent_id bigint references organisations(id)`,
    `create index organisations_by_parent on organisations (parent_id) where parent_id is not null`,
    // The roles that every installation has get their rights on records (REST v3 §17).
    ...roleRights(1, 'record.view', 'record.add', 'record.edit'),
    ...roleRights(2, 'record.view'),
    ...roleRights(3, 'record.view', 'record.add', 'record.edit', 'record.delete'),
  ],
}

/** Puts rights before those that the role has; an installation that is not set up yet has no roles to be changed. */
function roleRights(id: number, ...rights: readonly string[]): string[] {
  const added = rights.map((right) => `"${right}",`).join('')
  return [
    `update catalog set data = replace(data, '"permissions":[', '"permissions":[${added}')
      where kind = 'role' and id = ${id} and data like '%"permissions":["%'`,
  ]
}
