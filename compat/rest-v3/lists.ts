import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectValue, partly } from '../expect.ts'
import {
  call,
  expectRefusal,
  type Json,
  openRequest,
  prepare,
  type RestKey,
  type RestProbe,
  rowsIn,
  success,
} from './client.ts'

type RestCase = Case<RestKey>

const day = 86_400_000
const at = (ms: number) => ({ value: String(1_800_000_000_000 + ms) })

/** Three requests of the case's own: subjects that end in one, two and three, with differing values. */
async function three(probe: RestProbe): Promise<string[]> {
  const all = [
    { priority: 'High', status: 'Open', due_by_time: at(0), udf_fields: { udf_long1: 1 } },
    { priority: 'Low', status: 'On Hold', due_by_time: at(day), udf_fields: { udf_long1: 2 } },
    { status: 'Resolved', due_by_time: at(2 * day), udf_fields: { udf_long1: 3 } },
  ]
  const ids: string[] = []
  for (const [index, given] of all.entries()) {
    const subject = `${probe.unique('List')} ${['one', 'two', 'three'][index]}`
    ids.push(await openRequest(probe, { subject, ...given }))
  }
  return ids
}

/** Narrows a list to the case's own requests. */
const own = (probe: RestProbe) => ({ field: 'subject', condition: 'contains', value: probe.unique('List') })

async function endings(probe: RestProbe, list_info: Json): Promise<string[]> {
  const rows = rowsIn(await call(probe, 'GET', 'requests', { list_info }), 'requests')
  return rows.map(({ subject }) => String(subject).split(' ').at(-1) ?? '')
}

/** @returns the case that these criteria find the requests whose subjects end so, newest first */
function finds(says: string, criteria: Json | readonly Json[], found: readonly string[]): RestCase {
  return {
    says,
    source: '§7.2',
    async run(probe) {
      await three(probe)
      const bracket = { ...own(probe), logical_operator: 'AND' }
      const search_criteria = [...(Array.isArray(criteria) ? criteria : [criteria]), bracket]
      expectValue(
        await endings(probe, { search_criteria, sort_field: 'id', sort_order: 'asc' }),
        found,
        'what is found',
      )
    },
  }
}

const conditions: readonly (readonly [condition: string, rest: Json, found: readonly string[]])[] = [
  ['is', { field: 'status.name', values: ['Open', 'On Hold'] }, ['one', 'two']],
  ['=', { field: 'status.name', value: 'open' }, ['one']],
  ['eq', { field: 'status', value: { name: 'Open' } }, ['one']],
  ['is not', { field: 'status.name', values: ['Open', 'On Hold'] }, ['three']],
  ['!=', { field: 'status.name', value: 'Open' }, ['two', 'three']],
  ['neq', { field: 'status', value: { id: '1' } }, ['two', 'three']],
  ['greater than', { field: 'due_by_time', value: at(0).value }, ['two', 'three']],
  ['gt', { field: 'due_by_time', value: at(day) }, ['three']],
  ['>', { field: 'udf_fields.udf_long1', value: 1 }, ['two', 'three']],
  ['greater or equal', { field: 'due_by_time', value: at(day).value }, ['two', 'three']],
  ['gte', { field: 'udf_fields.udf_long1', value: '3' }, ['three']],
  ['>=', { field: 'udf_fields.udf_long1', value: 2 }, ['two', 'three']],
  ['lesser than', { field: 'due_by_time', value: at(day).value }, ['one']],
  ['less than', { field: 'udf_fields.udf_long1', value: 3 }, ['one', 'two']],
  ['lt', { field: 'udf_fields.udf_long1', value: 2 }, ['one']],
  ['<', { field: 'udf_fields.udf_long1', value: 2 }, ['one']],
  ['lesser or equal', { field: 'due_by_time', value: at(day).value }, ['one', 'two']],
  ['lte', { field: 'udf_fields.udf_long1', value: 1 }, ['one']],
  ['<=', { field: 'udf_fields.udf_long1', value: 1 }, ['one']],
  ['between', { field: 'due_by_time', values: [at(0).value, at(day).value] }, ['one', 'two']],
  ['not between', { field: 'udf_fields.udf_long1', values: [1, 2] }, ['three']],
  ['starts with', { field: 'priority.name', value: 'hi' }, ['one']],
  ['ends with', { field: 'subject', value: 'TWO' }, ['two']],
  ['contains', { field: 'subject', values: [' two', ' three'] }, ['two', 'three']],
  ['not contains', { field: 'subject', value: ' two' }, ['one', 'three']],
  ['does not contain', { field: 'subject', value: ' two' }, ['one', 'three']],
  ['is empty', { field: 'priority' }, ['three']],
  ['is not empty', { field: 'priority' }, ['one', 'two']],
  ['is', { field: 'priority', value: null }, ['three']],
]

const paging: readonly RestCase[] = [
  {
    says: 'Ten rows come when nothing is said, newest first, and has_more_rows tells of more',
    source: '§7.1; §7.4',
    async run(probe) {
      for (let count = 0; count < 11; count++) await openRequest(probe, { subject: probe.unique('List') })
      const list_info = { search_criteria: own(probe) }
      const answer = await call(probe, 'GET', 'requests', { list_info })
      const ids = rowsIn(answer, 'requests').map(({ id }) => Number(id))
      expect(
        ids.length === 10 && ids.every((id, index) => index === 0 || id < (ids[index - 1] ?? 0)),
        'not ten, newest first',
      )
      expectJson(
        answer,
        200,
        partly({ list_info: partly({ has_more_rows: true, start_index: 1, page: 1, row_count: 10 }) }),
      )
    },
  },
  {
    says: 'row_count over 100 is clamped, 0 returns no rows',
    source: '§7.1',
    async run(probe) {
      await openRequest(probe)
      expect((await endings(probe, { row_count: 500 })).length > 0, 'nothing came')
      expectValue(await endings(probe, { row_count: 0 }), [], 'no rows')
    },
  },
  {
    says: 'page and start_index choose the rows, and start_index wins; sort_field and sort_order order them',
    source: '§7.1',
    async run(probe) {
      await three(probe)
      const list_info = {
        search_criteria: own(probe),
        sort_field: 'due_by_time',
        sort_order: 'desc',
        row_count: '2',
      }
      expectValue(await endings(probe, list_info), ['three', 'two'], 'the first page')
      expectValue(await endings(probe, { ...list_info, page: 2 }), ['one'], 'the second page')
      expectValue(
        await endings(probe, { ...list_info, page: 2, start_index: 2 }),
        ['two', 'one'],
        'from the second row',
      )
    },
  },
  {
    says: 'total_count comes only when it is asked for, and get_total_count is said back as text',
    source: '§7.1; §7.4',
    async run(probe) {
      await three(probe)
      const list_info = { search_criteria: own(probe), row_count: 1 }
      const asked = await call(probe, 'GET', 'requests', {
        list_info: { ...list_info, get_total_count: true },
      })
      expectJson(
        asked,
        200,
        partly({ list_info: partly({ total_count: 3, get_total_count: 'true', row_count: 1 }) }),
      )
      const plain = (await call(probe, 'GET', 'requests', { list_info })).json() as { list_info: Json }
      expect(!('total_count' in plain.list_info), 'total_count came without being asked for')
    },
  },
  {
    says: 'What a list was narrowed and sorted by is said back',
    source: '§7.4',
    async run(probe) {
      const list_info = {
        sort_field: 'subject',
        sort_order: 'asc',
        search_fields: { subject: probe.unique('x') },
        search_criteria: own(probe),
        filter_by: { name: 'All_Requests' },
      }
      expectJson(
        await call(probe, 'GET', 'requests', { list_info }),
        200,
        partly({ list_info: partly(list_info) }),
      )
    },
  },
  {
    says: 'search_fields all match, texts by part, others whole',
    source: '§7.1',
    async run(probe) {
      await three(probe)
      const search_fields = { subject: probe.unique('list').toUpperCase(), 'status.name': 'On Hold' }
      expectValue(await endings(probe, { search_fields }), ['two'], 'what is found')
      expectValue(
        await endings(probe, { search_fields: { ...search_fields, 'status.name': 'On' } }),
        [],
        'by a part',
      )
    },
  },
  {
    says: 'fields_required gives exactly these attributes and id, inside list_info or beside it',
    source: '§7.1',
    async run(probe) {
      const id = await openRequest(probe, { subject: probe.unique('List') })
      const fields_required = ['subject', 'last_updated_time']
      const row = { id, subject: probe.unique('List'), last_updated_time: null }
      const list_info = { search_criteria: own(probe) }
      for (const data of [{ list_info: { ...list_info, fields_required } }, { list_info, fields_required }]) {
        expectValue(rowsIn(await call(probe, 'GET', 'requests', data), 'requests'), [row], 'the rows')
      }
    },
  },
  ...(
    [
      [
        'an unknown name in fields_required',
        { fields_required: ['subject', 'nothing'] },
        [400, 4001, 'Invalid Input', ['nothing']],
      ],
      ['a negative row_count', { row_count: -1 }, [400, 4001, /^Invalid Input/, 'list_info.row_count']],
      [
        'an unknown field',
        { search_criteria: { field: 'nothing', condition: 'is', value: 1 } },
        [400, 4001, /^Invalid Input: .*nothing/, 'list_info.search_criteria'],
      ],
      [
        'an unknown condition',
        { search_criteria: { field: 'subject', condition: 'sounds like', value: 'x' } },
        [400, 4001, /^Invalid Input: .*sounds like/, 'list_info.search_criteria'],
      ],
      [
        'an unknown filter',
        { filter_by: { name: 'No_Filter' } },
        [400, 4001, /^Invalid Input: .*No_Filter/, 'list_info.filter_by'],
      ],
      ['an unknown key', { rows: 1 }, [400, 4001, 'Extra key found in JSON', 'list_info.rows']],
    ] as const
  ).map(
    ([what, list_info, refused]): RestCase => ({
      says: `A list call with ${what} is refused and says so`,
      source: '§7.1; §7.2; §7.3',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', 'requests', { list_info }), refused)
      },
    }),
  ),
]

const criteria: readonly RestCase[] = [
  ...conditions.map(([condition, rest, found]) =>
    finds(
      `The condition "${condition}" with ${JSON.stringify(rest)} finds ${found.join(' and ')}`,
      { condition, ...rest },
      found,
    ),
  ),
  finds(
    'Entries are joined from left to right without precedence',
    [
      { field: 'status.name', condition: 'is', value: 'Open' },
      { field: 'priority.name', condition: 'is', value: 'Low', logical_operator: 'or' },
      { field: 'status.name', condition: 'is', value: 'On Hold', logical_operator: 'and' },
    ],
    ['two'],
  ),
  finds(
    'children are a bracket together with their parent',
    [
      { field: 'status.name', condition: 'is', values: ['Open', 'Resolved'] },
      {
        field: 'priority.name',
        condition: 'is',
        value: 'Low',
        logical_operator: 'OR',
        children: [{ field: 'status.name', condition: 'is', value: 'Open', logical_operator: 'AND' }],
      },
    ],
    ['one', 'three'],
  ),
  {
    says: 'A single object is the same as a list of one, and id with eq works',
    source: '§7.2',
    async run(probe) {
      const [, second = ''] = await three(probe)
      const search_criteria = { field: 'id', condition: 'eq', value: second }
      expectValue(await endings(probe, { search_criteria }), ['two'], 'what is found')
    },
  },
]

const filters: readonly RestCase[] = [
  {
    says: 'The filters are listed',
    source: '§7.3',
    async run(probe) {
      const answer = await call(probe, 'GET', 'list_view_filters/show_all', {
        show_all: { module: 'request' },
      })
      const names = rowsIn(answer, 'list_view_filters').map(({ name }) => name)
      for (const name of [
        ...['All_Requests', 'Open_System', 'Onhold_System', 'Overdue_System', 'Unassigned_System'],
        ...['Completed_System', 'My_Open', 'My_All', 'Trash_Requests'],
      ]) {
        expect(names.includes(name), `${name} is not listed`)
      }
      expectJson(
        answer,
        200,
        partly({
          response_status: [success],
          list_view_filters: any.listOf({ id: any.textId, name: any.text, display_name: any.someText }),
        }),
      )
    },
  },
  ...(
    [
      ['All_Requests', ['one', 'two', 'three']],
      ['Open_System', ['one']],
      ['Open_Requests', ['one']],
      ['Onhold_System', ['two']],
      ['Unassigned_System', ['two']],
      ['Completed_System', ['three']],
      ['My_Open', ['one']],
      ['My_All', ['one']],
      ['Overdue_System', []],
      ['Overdue_Requests', []],
      ['Trash_Requests', ['four']],
    ] as const
  ).map(
    ([name, found]): RestCase => ({
      says: `filter_by ${name} lets through what its name says`,
      source: '§7.3',
      async run(probe) {
        const [first = ''] = await three(probe)
        await prepare(probe, 'PUT', `requests/${first}/pickup`)
        const gone = await openRequest(probe, { subject: `${probe.unique('List')} four` })
        await prepare(probe, 'DELETE', `requests/${gone}/move_to_trash`)
        const list_info = { filter_by: { name }, search_criteria: own(probe), sort_order: 'asc' }
        expectValue(await endings(probe, list_info), found, 'what is found')
      },
    }),
  ),
]

export const lists: readonly Section<RestKey>[] = [
  { number: '7.1', title: 'Lists: paging, sorting, fields', cases: paging },
  { number: '7.2', title: 'Lists: search_criteria', cases: criteria },
  { number: '7.3', title: 'Lists: filters', cases: filters },
]
