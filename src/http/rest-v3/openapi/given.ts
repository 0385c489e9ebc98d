import { fieldTypes } from '../../../domain/custom-field.ts'
import * as json from '../../shared/openapi/json-schema.ts'
import { writableOfField } from '../definitions.ts'
import { requestFilters } from '../lists/request-query.ts'
import { attributesOf, lookups } from '../lookups.ts'
import { writableOfPerson } from '../read-person.ts'
import { writable as writableOfRequest } from '../read-request.ts'
import { addressParts, facts } from '../routes/accounts.ts'
import { replyNames } from '../routes/conversations.ts'
import { writableOfModule } from '../routes/custom-modules.ts'
import { integrationKeyNames } from '../routes/integration-keys.ts'
import { writableOfNote } from '../routes/notes.ts'
import { writableOfRecord } from '../routes/records.ts'
import { writableOfResolution } from '../routes/resolutions.ts'
import { writableOfWorklog } from '../routes/worklogs.ts'

const text = json.orNull(json.string)
const html = json.about('Text, or HTML as soon as it holds a tag.', text)
const yes: json.JsonSchema = { type: ['boolean', 'string', 'null'] }
const number: json.JsonSchema = { type: ['number', 'string', 'null'] }
const reference = json.ref('GivenReference')
const person = json.ref('GivenPerson')
const time = json.ref('GivenTime')
const references = json.listOf(reference)
const files = json.about(
  'Ids of uploaded files, as `{"id"}` or bare.',
  json.listOf(json.ref('GivenReference')),
)
const addresses = json.about('Addresses, as `{"email_id","name"}` or bare.', json.anything)
const texts: json.JsonSchema = { type: ['array', 'string', 'null'] }

/** What an attribute takes, wherever it stands. One that an entity's table names and that is not here stops the document. */
const attributes: Readonly<Record<string, json.JsonSchema>> = {
  ...Object.fromEntries(
    [
      'status',
      'priority',
      'urgency',
      'impact',
      'level',
      'mode',
      'request_type',
      'category',
      'subcategory',
      'item',
    ]
      .concat(['service_category', 'group', 'product', 'site', 'template', 'account', 'module'])
      .map((name) => [name, reference]),
  ),
  ...Object.fromEntries(['requester', 'technician', 'owner', 'reporting_to'].map((name) => [name, person])),
  ...Object.fromEntries(
    ['due_by_time', 'first_response_due_by_time', 'start_time', 'end_time', 'expires_on'].map((name) => [
      name,
      time,
    ]),
  ),
  ...Object.fromEntries(
    ['is_fcr', 'show_to_requester', 'notify_technician', 'add_to_linked_requests', 'mark_first_response']
      .concat(['include_nonoperational_hours', 'is_vipuser', 'login_enabled', 'in_progress', 'stop_timer'])
      .concat(['mandatory', 'encrypted', 'is_service_template', 'deleted'])
      .map((name) => [name, yes]),
  ),
  ...Object.fromEntries(
    [
      'impact_details',
      'update_reason',
      'status_change_comments',
      'callback_url',
      'other_cost',
      'content_type',
    ]
      .concat([
        'mode_of_reply',
        'copied_from',
        'name',
        'email_id',
        'phone',
        'mobile',
        'login_name',
        'password',
      ])
      .concat(['first_name', 'middle_name', 'last_name', 'employee_id', 'jobtitle', 'sms_mail_id', 'color'])
      .concat(['internal_name', 'comments', 'display_name', 'type', 'plural_name', 'title', 'id', 'key'])
      .concat(
        facts.filter((name) => name !== 'description'),
        addressParts,
      )
      .map((name) => [name, text]),
  ),
  subject: json.orNull(json.stringUpTo(250)),
  description: html,
  content: html,
  email_ids_to_notify: texts,
  secondary_emailids: texts,
  udf_fields: json.about('Values by the key of their field.', { type: ['object', 'null'] }),
  cm_fields: json.about('Values by the key of their field.', { type: ['object', 'null'] }),
  cm_attributes: json.about('The name that the cloud’s API has for `cm_fields`.', {
    type: ['object', 'null'],
  }),
  resolution: json.object({
    'content?': html,
    'add_to_linked_requests?': yes,
    'resolution_attachments?': json.listOf(json.anything),
  }),
  closure_info: json.ref('GivenClosure'),
  attachments: files,
  time_spent: json.object({ 'hours?': number, 'minutes?': number }),
  cost_per_hour: number,
  associated_groups: references,
  associated_roles: references,
  roles: references,
  technicians: references,
  permissions: json.listOf(json.string),
  validity: json.about('End in ms; 0 is for ever.', json.object({ 'value?': number })),
  to: addresses,
  cc: addresses,
  bcc: addresses,
  address: json.object(Object.fromEntries(addressParts.map((name) => [`${name}?`, text]))),
  allowed_values: json.about(
    'Names, or `{"id","name"}` of those that there are.',
    json.listOf(json.anything),
  ),
  reference_to: json.about('`requests`, `users`, `accounts` or a module.', reference),
  defaults: { type: 'object' },
  fields: json.listOf(json.anything),
}

/** @returns the entity of a table of attributes, all of which may be left out but those that a new one must have */
function entity(
  names: Iterable<string>,
  required: readonly string[] = [],
  own: Readonly<Record<string, json.JsonSchema>> = {},
): json.JsonSchema {
  const properties = [...names].map((name): [string, json.JsonSchema] => {
    const schema = own[name] ?? attributes[name]
    if (!schema) throw new Error(`nothing is said of the attribute ${name}`)
    return [`${name}${required.includes(name) ? '' : '?'}`, schema]
  })
  return json.object(Object.fromEntries(properties))
}

const fieldType = { type: json.oneOf(...fieldTypes) }
const personStatus = { status: json.oneOf('active', 'inactive') }
const everyLookup = new Set(lookups.flatMap((lookup) => [...attributesOf(lookup)]))

/** What can be sent, by the name of its schema. Taken from the tables that refuse everything else. */
export const givenSchemas: Readonly<Record<string, json.JsonSchema>> = {
  GivenReference: json.about(
    '`{"id"}` or `{"name"}`; a bare text is a name, a bare number an id. Null clears.',
    {
      type: ['object', 'string', 'integer', 'null'],
    },
  ),
  GivenPerson: json.about(
    '`{"id"}`, `{"email_id"}`, `{"login_name"}` or `{"name"}`; a bare text is a name. Null clears.',
    {
      type: ['object', 'string', 'integer', 'null'],
    },
  ),
  GivenTime: json.about(
    '`{"value"}` in ms, or `{"display_value"}`; a bare text or number is ms. Null clears.',
    {
      type: ['object', 'string', 'integer', 'null'],
    },
  ),
  GivenClosure: json.object({
    'requester_ack_resolution?': yes,
    'requester_ack_comments?': text,
    'closure_comments?': text,
    'closure_code?': reference,
  }),
  ListQuery: json.object({
    'list_info?': json.object({
      'row_count?': json.about('Rows of one page; 10 unless given, at most 100.', number),
      'start_index?': json.about('First row, from 1.', number),
      'page?': number,
      'get_total_count?': yes,
      'sort_field?': json.string,
      'sort_order?': json.oneOf('asc', 'desc'),
      'search_fields?': json.about('Values by field, all of which must be met.', { type: 'object' }),
      'search_criteria?': json.about(
        'One criterion or a list: `{"field","condition","values","logical_operator","children"}`.',
        {
          type: ['object', 'array'],
        },
      ),
      'filter_by?': json.about(
        `\`{"name"}\` of one of ${requestFilters.map(({ name }) => `\`${name}\``).join(', ')}.`,
        { type: 'object' },
      ),
      'fields_required?': json.listOf(json.string),
    }),
    'fields_required?': json.listOf(json.string),
    'notes?': json.about('Conversations only: true mixes notes in.', yes),
    'show_all?': json.about('Filters only: `{"module":"request"}`.', { type: 'object' }),
  }),
  GivenRequest: entity(writableOfRequest),
  GivenNote: entity([...writableOfNote, 'mark_first_response']),
  GivenWorklog: entity([...writableOfWorklog, 'mark_first_response']),
  GivenResolution: entity(writableOfResolution, ['content']),
  GivenReply: entity(replyNames, ['description'], { mode: text, type: json.oneOf('reply', 'forward') }),
  GivenLookup: entity(everyLookup),
  GivenTechnician: entity(writableOfPerson('rep'), [], personStatus),
  GivenRequester: entity(writableOfPerson('contact'), [], personStatus),
  GivenAccount: entity(['name', ...facts, 'address', 'account']),
  GivenIntegrationKey: entity(
    [...integrationKeyNames].filter((name) => name !== 'id' && name !== 'key'),
    [],
    personStatus,
  ),
  GivenField: entity([...writableOfField, 'module'], [], fieldType),
  GivenModule: entity(writableOfModule, [], { fields: json.listOf(json.ref('GivenField')) }),
  GivenRecord: entity([...writableOfRecord, 'cm_attributes']),
}
