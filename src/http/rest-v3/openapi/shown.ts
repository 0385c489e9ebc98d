import { fieldTypes } from '../../../domain/custom-field.ts'
import * as json from '../../shared/openapi/json-schema.ts'
import { attributesOf, lookups } from '../lookups.ts'
import { personDetails } from '../present-people.ts'
import { addressParts, facts } from '../routes/accounts.ts'

const text = json.orNull(json.string)
const digits = json.about('Digits.', json.string)
const maybe = (name: string) => json.orNull(json.ref(name))
const [reference, person, time] = [maybe('Reference'), maybe('Person'), maybe('Time')]
const files = json.listOf(json.ref('Attachment'))
const anyFields: json.JsonSchema = { type: 'object', additionalProperties: true }

/** @returns an entity; a list shows only some of it, and only what is asked for */
function entity(properties: Readonly<Record<string, json.JsonSchema>>): json.JsonSchema {
  const rest = Object.entries(properties).map(([name, schema]) => [`${name}?`, schema] as const)
  return json.object({ id: digits, ...Object.fromEntries(rest) })
}

const each = (names: Iterable<string>, schema: json.JsonSchema) =>
  Object.fromEntries([...names].map((name) => [name, schema]))

const success = { status_code: { const: 2000 }, status: { const: 'success' } }
const person1 = {
  name: text,
  email_id: text,
  phone: text,
  mobile: text,
  is_vipuser: json.yesOrNo,
  profile_pic: json.object({ 'content-url': json.string }),
  department: json.nothing,
}
const wholePerson = {
  ...person1,
  ...each(personDetails, text),
  login_name: text,
  secondary_emailids: json.listOf(json.string),
  cost_per_hour: text,
  reporting_to: person,
  status: json.oneOf('active', 'inactive'),
  is_technician: json.yesOrNo,
}
const message = json.object({
  status_code: json.integer,
  type: json.oneOf('success', 'failed'),
  'field?': json.string,
  'fields?': json.listOf(json.string),
  message: json.string,
})
const toAddresses = json.listOf(json.object({ email_id: text, name: text }))
const ofRequest = json.object({ id: digits, subject: json.string })

/** What a look-up's attributes show; those of no look-up would have no place here. */
const lookupShows: Readonly<Record<string, json.JsonSchema>> = {
  ...each(['name', 'description', 'color', 'internal_name', 'comments'], text),
  ...each(['deleted', 'in_progress', 'stop_timer', 'is_service_template'], json.yesOrNo),
  ...each(['category', 'subcategory', 'site'], reference),
  technicians: json.listOf(json.ref('Person')),
  permissions: json.listOf(json.string),
  fields: json.listOf(json.string),
  defaults: anyFields,
}
const lookupNames = [...new Set(lookups.flatMap((lookup) => [...attributesOf(lookup)]))].filter(
  (name) => name !== 'id',
)

const field = {
  display_name: json.string,
  api_name: json.string,
  description: text,
  type: json.oneOf(...fieldTypes),
  mandatory: json.yesOrNo,
  encrypted: json.yesOrNo,
  allowed_values: json.listOf(json.ref('Reference')),
  reference_to: text,
  deleted: json.yesOrNo,
}

/** What answers show, by the name of its schema. */
export const shownSchemas: Readonly<Record<string, json.JsonSchema>> = {
  Success: json.object(success),
  Done: json.object({ ...success, messages: json.listOf(message) }),
  Refusal: json.object({
    response_status: json.object({
      status_code: json.about('Always 4000; the code that means something is inside.', json.integer),
      messages: json.listOf(message),
      status: { const: 'failed' },
    }),
  }),
  ListInfo: json.object(
    {
      has_more_rows: json.yesOrNo,
      start_index: json.integer,
      page: json.integer,
      row_count: json.integer,
      'total_count?': json.integer,
    },
    { additionalProperties: true },
  ),
  Reference: json.object({
    id: json.orNull(digits),
    name: text,
    'color?': text,
    'is_service_template?': json.yesOrNo,
    'deleted?': json.yesOrNo,
  }),
  Person: json.object({
    id: json.orNull(digits),
    ...Object.fromEntries(Object.entries(person1).map(([name, of]) => [`${name}?`, of])),
  }),
  Time: json.object({ value: json.about('Milliseconds.', digits), display_value: json.string }),
  Attachment: entity({
    file_id: digits,
    name: json.string,
    size: digits,
    content_type: json.string,
    content_url: text,
    created_time: time,
  }),
  Request: entity({
    ...each(
      ['subject', 'short_description', 'description', 'callback_url', 'impact_details', 'approval_status'],
      text,
    ),
    display_id: digits,
    ...each(['requester', 'created_by', 'technician'], person),
    ...each(
      ['group', 'site', 'status', 'priority', 'template', 'urgency', 'impact', 'level', 'mode'],
      reference,
    ),
    ...each(
      ['request_type', 'category', 'subcategory', 'item', 'service_category', 'account', 'product'],
      reference,
    ),
    ...each(
      ['created_time', 'due_by_time', 'first_response_due_by_time', 'last_updated_time', 'assigned_time'],
      time,
    ),
    ...each(['responded_time', 'onhold_time', 'resolved_time', 'completed_time', 'deleted_time'], time),
    ...each(['time_elapsed', 'response_time_elapsed'], json.orNull(digits)),
    ...each(
      ['is_overdue', 'is_read', 'is_escalated', 'is_service_request', 'is_shared', 'has_draft'],
      json.yesOrNo,
    ),
    ...each(
      ['has_linked_requests', 'has_problem', 'has_project', 'has_dependency', 'cancel_requested'],
      json.yesOrNo,
    ),
    ...each(['has_request_initiated_change', 'has_request_caused_by_change'], json.yesOrNo),
    ...each(
      ['cancel_requested_is_pending', 'is_trashed', 'is_reopened', 'is_first_response_overdue'],
      json.yesOrNo,
    ),
    ...each(
      ['is_fcr', 'has_notes', 'has_attachments', 'has_resolution_attachments', 'has_conversation'],
      json.yesOrNo,
    ),
    ...each(['linked_to_request', 'sla', 'department', 'maintenance', 'workflow', 'lifecycle'], json.nothing),
    notification_status: json.nothing,
    unreplied_count: json.orNull(json.integer),
    ...each(
      ['tags', 'assets', 'configuration_items', 'email_to', 'email_cc', 'email_bcc'],
      json.listOf(json.anything),
    ),
    email_ids_to_notify: json.listOf(json.string),
    udf_fields: anyFields,
    resolution: json.ref('Resolution'),
    closure_info: json.orNull(
      json.object({
        requester_ack_resolution: json.orNull(json.yesOrNo),
        requester_ack_comments: text,
        closure_comments: text,
        closure_code: reference,
      }),
    ),
    attachments: files,
  }),
  Resolution: json.object({
    content: text,
    resolution_attachments: files,
    'submitted_by?': person,
    'submitted_on?': time,
  }),
  Note: entity({
    description: text,
    show_to_requester: json.yesOrNo,
    attachments: files,
    ...each(['added_by', 'last_updated_by', 'created_by'], person),
    ...each(['added_time', 'last_updated_time', 'created_time'], time),
    request: ofRequest,
  }),
  Worklog: entity({
    owner: person,
    description: text,
    ...each(['start_time', 'end_time', 'created_time'], time),
    time_spent: json.object({ hours: digits, minutes: digits }),
    type: reference,
    ...each(['other_cost', 'owner_cost', 'total_cost'], json.string),
    include_nonoperational_hours: json.yesOrNo,
    created_by: person,
    request: ofRequest,
  }),
  Conversation: entity({
    type: json.oneOf('NOTES', 'SYSTEM', 'REQUESTER_REPLY', 'REPLY'),
    subject: text,
    from: json.object({ name: text, email_id: text }),
    created_time: time,
    has_attachments: json.yesOrNo,
    show_to_requester: json.yesOrNo,
    content_url: json.string,
    description: text,
  }),
  Notification: entity({
    type: json.oneOf('forward', 'system', 'requester_reply', 'reply'),
    ...each(['subject', 'description'], text),
    from: json.object({ name: text, email_id: text }),
    ...each(['to', 'cc', 'bcc'], toAddresses),
    ...each(['created_time', 'sent_time'], time),
    delivery_status: json.string,
    attachments: files,
    show_to_requester: json.yesOrNo,
    request: ofRequest,
  }),
  CallbackDelivery: entity({
    event_id: json.string,
    url: json.string,
    state: json.oneOf('pending', 'delivered', 'failed'),
    attempts: json.integer,
    last_status: json.orNull(json.integer),
    last_error: text,
    next_attempt_time: time,
  }),
  Lookup: entity(
    Object.fromEntries(
      lookupNames.map((name) => {
        const schema = lookupShows[name]
        if (!schema) throw new Error(`nothing is said of the attribute ${name} of look-ups`)
        return [name, schema]
      }),
    ),
  ),
  Technician: entity({
    ...wholePerson,
    ...each(['associated_groups', 'associated_roles'], json.listOf(json.ref('Reference'))),
    login_enabled: json.yesOrNo,
    api_key: json.object({ exists: json.yesOrNo, expires_on: time }),
    account: reference,
  }),
  ApiKey: json.object({
    exists: json.yesOrNo,
    last4: text,
    created_time: time,
    expires_on: time,
    'key?': json.about('The key itself, shown this once.', json.string),
  }),
  IntegrationKey: entity({
    name: json.string,
    roles: json.listOf(json.ref('Reference')),
    validity: json.object({ value: json.integer }),
    status: json.oneOf('active', 'inactive'),
    description: text,
    technician: person,
    key: json.about('Masked but for its end, unless it was just made or revealed.', json.string),
  }),
  Account: entity({
    name: json.string,
    ...each(facts, text),
    address: json.orNull(json.object(each(addressParts, text))),
    account: json.about('What a subaccount belongs to.', json.ref('Reference')),
  }),
  Filter: entity({ name: json.string, display_name: json.string }),
  Field: entity({ ...field, module: text }),
  Module: entity({
    ...each(['name', 'plural_name', 'api_name', 'api_plural_name'], json.string),
    description: text,
    fields: json.listOf(json.ref('Field')),
  }),
  Record: entity({
    title: json.string,
    description: text,
    cm_fields: anyFields,
    ...each(['created_by', 'last_updated_by'], person),
    ...each(['created_time', 'last_updated_time'], time),
  }),
}
