import type { Described, Method } from '../../shared/openapi/describe.ts'
import * as json from '../../shared/openapi/json-schema.ts'

/** Where and what an operation is. */
export type Named = [path: string, id: string, tag: string, section: string, summary: string]

/** What it says besides. */
export interface More {
  readonly about?: string
  /** Below `/api/v3`, as `PUT /…` where the method is another. */
  readonly aliases?: readonly string[]
  readonly status?: 200 | 201
}

const reading = [400, 401, 403, 404, 429, 500, 503]
const writing = [...reading, 409, 413, 415, 422]
const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const

/** A call without data. */
export function call(
  method: Method,
  [path, id, tag, section, summary]: Named,
  answer: json.JsonSchema,
  more: More = {},
): Described {
  const { about = '', aliases = [], status = 200 } = more
  const below = (alias: string) => (alias.includes(' ') ? alias.replace(' ', ' /api/v3') : `/api/v3${alias}`)
  return {
    id,
    method,
    path: `/api/v3${path}`,
    aliases: aliases.map(below),
    tag,
    summary,
    about,
    section,
    security: [{ technicianKey: [] }, { authorization: [] }, { keyInQuery: [] }],
    answers: { [status]: { description: 'Done.', content: { 'application/json': { schema: answer } } } },
    refusals: method === 'GET' ? reading : writing,
  }
}

/** A call with data, which may stand in a form or be the body itself. @param files whether parts with a file name are taken */
export function send(
  method: Method,
  named: Named,
  data: json.JsonSchema,
  answer: json.JsonSchema,
  more: More & { readonly required?: boolean; readonly files?: boolean } = {},
): Described {
  const { required = true, files = false } = more
  const plain = json.object({ [required ? 'input_data' : 'input_data?']: data })
  const withFiles = json.object({ 'input_data?': data, 'input_file?': json.bytes })
  const encoding = { input_data: { contentType: 'application/json' } }
  return {
    ...call(method, named, answer, more),
    body: {
      required,
      content: {
        [forms[0]]: { schema: plain, encoding },
        [forms[1]]: { schema: files ? withFiles : plain, encoding },
        'application/json': { schema: data },
      },
    },
  }
}

/** A list, whose query says which part of it. */
export function list(named: Named, name: string, of: string, more: More = {}): Described {
  return listOfNames(named, [name], of, more)
}

/** The same where the list has the name of the path that was called. */
export function listOfNames(named: Named, names: readonly string[], of: string, more: More = {}): Described {
  const rows = json.listOf(json.ref(of))
  const answer = json.object({
    response_status: json.listOf(json.ref('Success')),
    list_info: json.ref('ListInfo'),
    ...byName(names, rows),
  })
  const inputData: json.JsonSchema = {
    type: 'string',
    description: 'Which rows, as JSON.',
    contentMediaType: 'application/json',
    contentSchema: json.ref('ListQuery'),
  }
  return { ...call('GET', named, answer, more), query: json.object({ 'input_data?': inputData }) }
}

/** @returns the answer with one entity under one of the names */
export function one(names: readonly string[], of: string): json.JsonSchema {
  return json.object({ ...byName(names, json.ref(of)), response_status: json.ref('Success') })
}

/** @returns the data with one entity under one of the names */
export function wrapped(names: readonly string[], of: string): json.JsonSchema {
  return json.object(byName(names, json.ref(of)))
}

export const plainSuccess = json.object({ response_status: json.ref('Success') })
export const action = json.object({ response_status: json.ref('Done') })

function byName(names: readonly string[], schema: json.JsonSchema): Record<string, json.JsonSchema> {
  return Object.fromEntries(names.map((name) => [names.length === 1 ? name : `${name}?`, schema]))
}

interface Family {
  readonly path: string
  readonly tag: string
  readonly section: string
  /** In ids and summaries: `Note`, `notes`. */
  readonly noun: string
  readonly plural: string
  readonly wrappers: readonly string[]
  readonly lists: readonly string[]
  readonly given: string
  readonly shown: string
  readonly about?: string
  /** Other paths of the same. */
  readonly others?: readonly string[]
  readonly files?: boolean
}

/** The five operations that most entities have: list, add, read, change, delete. */
export function family(of: Family, child = 'id'): Described[] {
  const {
    path,
    tag,
    section,
    noun,
    plural,
    wrappers,
    lists,
    given,
    shown,
    about = '',
    others = [],
    files = false,
  } = of
  const single = `${path}/{${child}}`
  const below = others.map((other) => `${other}/{${child}}`)
  const word = noun.replace(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase()
  const article = /^[aeiou]/.test(word) ? 'an' : 'a'
  const pluralId = plural.replace(/ ./g, (letters) => letters.slice(1).toUpperCase())
  const named = (id: string, summary: string, at = path): Named => [at, id, tag, section, summary]
  const capital = pluralId.charAt(0).toUpperCase() + pluralId.slice(1)
  const data = wrapped(wrappers, given)
  const entity = one(wrappers, shown)
  return [
    listOfNames(named(`list${capital}`, `List ${plural}`), lists, shown, { about, aliases: others }),
    send('POST', named(`add${noun}`, `Add ${article} ${word}`), data, entity, {
      aliases: others,
      status: 201,
      files,
    }),
    call('GET', named(`read${noun}`, `Read ${article} ${word}`, single), entity, { aliases: below }),
    send('PUT', named(`change${noun}`, `Change ${article} ${word}`, single), data, entity, {
      about: 'Absent attributes stay, null clears.',
      aliases: below,
      files,
    }),
    call('DELETE', named(`delete${noun}`, `Delete ${article} ${word}`, single), plainSuccess, {
      aliases: below,
    }),
  ]
}
