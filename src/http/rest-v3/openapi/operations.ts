import type { Described } from '../../shared/openapi/describe.ts'
import * as json from '../../shared/openapi/json-schema.ts'
import { lookups } from '../lookups.ts'
import { onlyForOperations } from '../operation/operation.ts'
import { operations as operationNames } from '../operation/operation-names.ts'
import { requestOperations } from './request-operations.ts'
import { call, family, list, listOfNames, one, plainSuccess, send, wrapped } from './shapes.ts'

/** Every operation (REST v3 §8 to §16). */
export function describedOperations(): Described[] {
  return [
    ...requestOperations(),
    ...lookupOperations(),
    ...peopleOperations(),
    ...keyOperations(),
    ...setUp(),
    older(),
  ]
}

function lookupOperations(): Described[] {
  const wrappers = [...new Set(lookups.map(({ wrapper }) => wrapper))]
  const lists = lookups.map(({ plural }) => plural)
  const children = ['Look-ups', '§11'] as const
  const below = ['/subcategories/{id}/items']
  const at = '/categories/{id}/subcategories'
  return [
    ...family({
      path: '/{lookup}',
      tag: 'Look-ups',
      section: '§11',
      noun: 'LookUp',
      plural: 'look ups',
      wrappers,
      lists,
      given: 'GivenLookup',
      shown: 'Lookup',
      about:
        'Each look-up has its own wrapper and attributes; statuses have a colour, groups have technicians, and so on.',
    }),
    listOfNames(
      [at, 'listChildren', ...children, 'List what is below a category'],
      ['subcategories', 'items'],
      'Lookup',
      {
        aliases: below,
      },
    ),
    send(
      'POST',
      [at, 'addChild', ...children, 'Add below a category'],
      wrapped(['subcategory', 'item'], 'GivenLookup'),
      one(['subcategory', 'item'], 'Lookup'),
      { aliases: below, status: 201 },
    ),
  ]
}

function peopleOperations(): Described[] {
  const requestsOf = (path: string, id: string, others: readonly string[]) =>
    list(
      [`${path}/{id}/requests`, id, 'People', '§10', 'List the requests of a person'],
      'requests',
      'Request',
      {
        about: 'Those that the person is the requester of.',
        aliases: others.map((other) => `${other}/{id}/requests`),
      },
    )
  const contacts = ['/contacts', '/users']
  return [
    ...family({
      path: '/technicians',
      tag: 'People',
      section: '§10.2',
      noun: 'Technician',
      plural: 'technicians',
      wrappers: ['technician', 'support_rep'],
      lists: ['technicians', 'support_reps'],
      given: 'GivenTechnician',
      shown: 'Technician',
      others: ['/support_reps'],
    }),
    requestsOf('/technicians', 'listRequestsOfTechnician', ['/support_reps']),
    ...family({
      path: '/requesters',
      tag: 'People',
      section: '§10.3',
      noun: 'Requester',
      plural: 'requesters',
      wrappers: ['requester', 'contact', 'user'],
      lists: ['requesters', 'contacts', 'users'],
      given: 'GivenRequester',
      shown: 'Technician',
      others: contacts,
      about: '`users` are requesters and technicians together.',
    }),
    requestsOf('/requesters', 'listRequestsOfRequester', contacts),
    ...family({
      path: '/accounts',
      tag: 'People',
      section: '§10.4',
      noun: 'Account',
      plural: 'accounts',
      wrappers: ['account', 'subaccount'],
      lists: ['accounts', 'subaccounts'],
      given: 'GivenAccount',
      shown: 'Account',
      others: ['/subaccounts'],
      about: 'A subaccount is an account that belongs to another one.',
    }),
    list(
      [
        '/accounts/{id}/contacts',
        'listContactsOfAccount',
        'People',
        '§10.4',
        'List the people of an account',
      ],
      'contacts',
      'Technician',
      {
        aliases: ['/subaccounts/{id}/contacts'],
      },
    ),
  ]
}

function keyOperations(): Described[] {
  const at = '/technicians/{id}/api_key'
  const aliases = ['/support_reps/{id}/api_key', '/technicians/me/api_key', '/support_reps/me/api_key']
  const about =
    '`me` is the owner of the key in use; whoever has none proves who they are with `Authorization: Basic`.'
  const key = one(['api_key'], 'ApiKey')
  const made = send(
    'POST',
    [at, 'makeApiKey', 'Keys', '§12.1', 'Make the key of a technician'],
    json.object({ 'api_key?': json.object({ 'expires_on?': json.ref('GivenTime') }) }),
    key,
    {
      about: 'The answer is 200 when it takes the place of another one.',
      aliases,
      required: false,
      status: 201,
    },
  )
  const integration = family({
    path: '/integration_keys',
    tag: 'Keys',
    section: '§12.2',
    noun: 'IntegrationKey',
    plural: 'integration keys',
    wrappers: ['integration_key'],
    lists: ['integration_keys'],
    given: 'GivenIntegrationKey',
    shown: 'IntegrationKey',
  })
  return [
    call('GET', [at, 'readApiKey', 'Keys', '§12.1', 'Read about the key of a technician'], key, {
      about,
      aliases,
    }),
    {
      ...made,
      answers: { ...made.answers, 200: { ...made.answers[201], description: 'It replaces another.' } },
    },
    call('DELETE', [at, 'deleteApiKey', 'Keys', '§12.1', 'Delete the key of a technician'], plainSuccess, {
      aliases,
    }),
    ...integration,
    send(
      'PUT',
      [
        '/integration_keys/{id}/reassign',
        'reassignIntegrationKey',
        'Keys',
        '§12.2',
        'Give an integration key to somebody else',
      ],
      json.object({
        integration_key: json.object({ technician: json.ref('GivenPerson'), 'comments?': json.string }),
      }),
      one(['integration_key'], 'IntegrationKey'),
    ),
    send(
      'POST',
      [
        '/integration_keys/{id}/reveal',
        'revealIntegrationKey',
        'Keys',
        '§12.2',
        'Show an integration key again',
      ],
      json.object({ password: json.about('The caller’s own.', json.string) }),
      one(['integration_key'], 'IntegrationKey'),
    ),
  ]
}

function setUp(): Described[] {
  return [
    list(
      ['/list_view_filters/show_all', 'listFilters', 'Set-up', '§7.3', 'List the filters of requests'],
      'list_view_filters',
      'Filter',
    ),
    ...family({
      path: '/udf_fields',
      tag: 'Set-up',
      section: '§11.4',
      noun: 'Field',
      plural: 'fields',
      wrappers: ['udf_field'],
      lists: ['udf_fields'],
      given: 'GivenField',
      shown: 'Field',
    }),
    ...family({
      path: '/custom_modules',
      tag: 'Set-up',
      section: '§13.2',
      noun: 'Module',
      plural: 'modules',
      wrappers: ['custom_module'],
      lists: ['custom_modules'],
      given: 'GivenModule',
      shown: 'Module',
      about: 'A list of fields in a change is the whole list.',
    }).map((each) =>
      each.id === 'deleteModule'
        ? {
            ...each,
            query: json.object({
              'force?': json.about('`true` deletes its records too.', json.oneOf('true', 'false')),
            }),
          }
        : each,
    ),
    ...records(),
  ]
}

/** Wrapper and list are named after the module. */
function records(): Described[] {
  const open: Pick<json.JsonSchema, 'additionalProperties'> = { additionalProperties: json.ref('Record') }
  const entity = json.object({ response_status: json.ref('Success') }, open)
  const rows = json.object(
    { response_status: json.listOf(json.ref('Success')), list_info: json.ref('ListInfo') },
    { additionalProperties: json.listOf(json.ref('Record')) },
  )
  const data = json.object({}, { additionalProperties: json.ref('GivenRecord') })
  const about = 'For a module *book*: `/api/v3/cm_books`, wrapper `cm_book`.'
  return family({
    path: '/cm_{module}',
    tag: 'Records',
    section: '§13.1',
    noun: 'Record',
    plural: 'records',
    wrappers: ['record'],
    lists: ['records'],
    given: 'GivenRecord',
    shown: 'Record',
    about,
  }).map((each) => {
    const status = each.method === 'POST' ? 201 : 200
    const schema = each.id === 'listRecords' ? rows : each.method === 'DELETE' ? plainSuccess : entity
    const input = json.object({ input_data: data })
    return {
      ...each,
      answers: { [status]: { description: 'Done.', content: { 'application/json': { schema } } } },
      ...(each.body
        ? {
            body: {
              required: true,
              content: {
                'application/x-www-form-urlencoded': {
                  schema: input,
                  encoding: { input_data: { contentType: 'application/json' } },
                },
                'application/json': { schema: data },
              },
            },
          }
        : {}),
    }
  })
}

/** POST with an operation name, for older clients. */
function older(): Described {
  const [path = '', ...others] = onlyForOperations.map(
    (each) => `/${each.replace('*', '{rest}').replace(/:(\w+)/g, '{$1}')}`,
  )
  const schema = json.object(
    {
      'operation_name?': json.oneOf(...Object.keys(operationNames)),
      'operation?': json.string,
      'input_data?': json.anything,
      'format?': json.string,
    },
    { additionalProperties: true },
  )
  const anything = {
    description: 'As for the call it stands for.',
    content: { 'application/json': { schema: json.ref('OperationAnswer') } },
  }
  return {
    ...call(
      'POST',
      [path, 'runOperation', 'Older clients', '§16', 'Run an operation by its name'],
      json.anything,
      {
        about:
          'Any POST that carries `operation_name` stands for another call, with that call’s rights and errors. Paths without a POST of their own take one for this only.',
        aliases: others,
      },
    ),
    body: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } },
    answers: { 200: anything, 201: anything },
    refusals: [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503],
  }
}
