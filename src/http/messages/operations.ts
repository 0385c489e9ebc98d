import type { Described } from '../shared/openapi/describe.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { caseEdit } from './case-edit.ts'
import { filterNames } from './case-filters.ts'
import { givenFiles } from './given-files.ts'
import { newCaseSchema } from './new-case-schema.ts'
import { type Rule, schemaOf } from './rule.ts'
import {
  acceptance,
  cancellation,
  messageIds,
  newMessage,
  ofCase,
  oldMessage,
  oneCase,
  oneMessage,
  oneParty,
  search,
  someProviders,
  statusChange,
} from './schema.ts'

/** An operation whose result stands bare or under `data`, as the installation is set up (Messages §1.5). */
export interface MessagesOperation extends Described {
  readonly enveloped: boolean
}

const security = [{ hubToken: [] }, { bearer: [] }, { query: [] }]
const provider: json.JsonSchema = json.object({
  'X-Service-Provider?': json.about('Another provider to act for, if the account may.', json.integer),
})
const always = [400, 401, 403, 404, 429, 500, 503]
const writing = [...always, 409, 413, 415, 422]

/** Every operation (Messages §3–5, §7, §8, §10.2). */
export function describedOperations(): MessagesOperation[] {
  return [
    post('createMessage', 'Messages', '§3', 'case-messages/create', 'Write a message', newMessage, {
      answer: json.ref('Message'),
      enveloped: true,
    }),
    get('listMessages', 'Messages', '§4', 'case-messages', 'List the messages of a case', ofCase, {
      about: 'Every message that the caller may see, oldest first.',
      answer: json.listOf(json.ref('Message')),
      enveloped: true,
    }),
    post('confirmMessages', 'Messages', '§5', 'case-messages/confirm', 'Confirm messages', messageIds, {
      about:
        'Takes ids of ours, never `externalId`. Works through all of them; what cannot be confirmed is told, the others are.',
      answer: json.ref('Confirmation'),
    }),
    post('deleteMessage', 'Messages', '§7', 'case-messages/delete', 'Delete a message', oneMessage, {
      answer: json.ref('Confirmation'),
    }),
    post('createCase', 'Cases', '§10.3', 'case/create', 'Open a case', newCaseSchema(), {
      about:
        'For partners. Everything that is wrong is told by field in `details`; unknown fields are dropped.',
      answer: json.object({ guid: json.string }),
      enveloped: true,
    }),
    post(
      'validateCase',
      'Cases',
      '§10.2',
      'case/validate',
      'Check a case without opening it',
      newCaseSchema(),
      {
        about: 'For partners. Answers what opening it would be answered, and stores nothing.',
        answer: json.ref('Done'),
      },
    ),
    post('finishCase', 'Cases', '§10.2', 'case/finish', 'Send a case that was held back', ofCase, {
      about:
        'For partners. A case that was opened with `holdBack` goes to its provider now; any other stays as it is.',
      answer: json.ref('Result'),
      enveloped: true,
    }),
    get('readCase', 'Cases', '§10.4', 'case', 'Read a case', oneCase, {
      about: '`includeRequests=1` adds `externalRequests`.',
      answer: json.ref('Case'),
      enveloped: true,
    }),
    post('searchCases', 'Cases', '§10.2', 'search-cases', 'Find cases', searchSchema(), {
      about: 'Newest first. A filter is a value to be equal to, or `{"$gt": x}`, `{"$lt": x}`.',
      answer: json.ref('Cases'),
    }),
    post(
      'listUnexportedCases',
      'Cases',
      '§10.2',
      'unexported-cases',
      'Find cases not yet accepted',
      searchSchema(),
      {
        about: 'For providers. As `search-cases`, of the cases that nobody has accepted.',
        answer: json.ref('Cases'),
      },
    ),
    post('updateCase', 'Cases', '§10.2', 'case/update', 'Replace facts of a case', caseEdit, {
      about: 'Each key that is sent takes the place of what was there, the others stay.',
      answer: json.ref('Result'),
      enveloped: true,
    }),
    post('appendToCase', 'Cases', '§10.2', 'case/append', 'Add facts to a case', caseEdit, {
      about: 'What is sent is merged into what was there, at any depth; tags are added.',
      answer: json.ref('Result'),
      enveloped: true,
    }),
    post('addFiles', 'Cases', '§10.2', 'case/files', 'Give files to a case', givenFiles, {
      about:
        'Each file by its bytes (`data`, base64) or by a `url`, which is fetched after the answer. All files or none.',
      answer: json.ref('Done'),
    }),
    post('acceptCase', 'Progress', '§10.2', 'case/accept', 'Accept a case', acceptance, {
      about: 'For providers. Accepting again changes nothing; `status` false takes it back.',
      answer: json.ref('Done'),
    }),
    post('cancelCase', 'Progress', '§10.2', 'case/cancel', 'Take the acceptance back', cancellation, {
      about: 'For providers.',
      answer: json.ref('Done'),
    }),
    post('setStatus', 'Progress', '§10.2', 'case/status', 'Set the status of a case', statusChange, {
      about: 'For providers. The key is the name of a status of the desk, in any letter case.',
      answer: json.object({ data: json.ref('StatusChange') }),
    }),
    get('readPartner', 'Parties', '§10.2', 'partner', 'Read a partner', oneParty, {
      answer: json.ref('Party'),
      enveloped: true,
    }),
    get('readProvider', 'Parties', '§10.2', 'provider', 'Read a provider', oneParty, {
      answer: json.ref('Party'),
      enveloped: true,
    }),
    get('listProviders', 'Parties', '§10.2', 'providers', 'List providers', someProviders, {
      about: 'Those of the `ids` that exist; all of them without `ids`.',
      answer: json.listOf(json.ref('Party')),
      enveloped: true,
    }),
    ...older(),
  ]
}

/** Versions 1 and 2 have the same two operations. */
function older(): MessagesOperation[] {
  const again = (of: MessagesOperation): MessagesOperation => {
    const below = of.path.slice('/api/v3'.length)
    return { ...of, path: `/api/v2${below}`, aliases: [`/api/v1${below}`] }
  }
  return [
    again(
      post(
        'createOldMessage',
        'Versions 1 and 2',
        '§8',
        'case-messages/create',
        'Write a message, before version 3',
        oldMessage,
        {
          answer: json.ref('OldMessage'),
          enveloped: true,
        },
      ),
    ),
    again(
      get(
        'listOldMessages',
        'Versions 1 and 2',
        '§8',
        'case-messages',
        'List messages, before version 3',
        ofCase,
        {
          about: 'The same messages as in version 3.',
          answer: json.listOf(json.ref('OldMessage')),
          enveloped: true,
        },
      ),
    ),
  ]
}

function searchSchema(): json.JsonSchema {
  const schema = schemaOf(search)
  const filters = json.object(Object.fromEntries(filterNames.map((name) => [`${name}?`, {}])), {
    additionalProperties: false,
  })
  return { ...schema, properties: { ...schema.properties, filters } }
}

interface More {
  readonly about?: string
  readonly answer: json.JsonSchema
  readonly enveloped?: boolean
}

function post(
  id: string,
  tag: string,
  section: string,
  path: string,
  summary: string,
  takes: Rule<unknown> | json.JsonSchema,
  more: More,
): MessagesOperation {
  const schema = typeof takes === 'function' ? schemaOf(takes) : takes
  const body = { required: true, content: { 'application/json': { schema } } }
  return { ...operation({ id, tag, section, path, summary }, more), method: 'POST', body, refusals: writing }
}

function get(
  id: string,
  tag: string,
  section: string,
  path: string,
  summary: string,
  takes: Rule<unknown>,
  more: More,
): MessagesOperation {
  const base = operation({ id, tag, section, path, summary }, more)
  return { ...base, method: 'GET', query: withWords(schemaOf(takes)), refusals: always }
}

/** What the parameters of queries mean. */
const queryWords: Readonly<Record<string, string>> = {
  guid: 'The case.',
  includeRequests: '1 to show requests to other systems.',
  id: 'Id of the organisation.',
  ids: 'Ids with commas between them.',
}

function withWords(schema: json.JsonSchema): json.JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, each]) => [name, { ...each, description: queryWords[name] ?? each.description ?? name }] as const,
  )
  return { ...schema, properties: Object.fromEntries(properties) }
}

function operation(
  { path, ...said }: Pick<Described, 'id' | 'tag' | 'section' | 'path' | 'summary'>,
  { answer, enveloped = false, ...more }: More,
) {
  return {
    ...said,
    ...more,
    path: `/api/v3/${path}`,
    security,
    headers: provider,
    enveloped,
    answers: { 200: { description: 'Done.', content: { 'application/json': { schema: answer } } } },
  }
}
