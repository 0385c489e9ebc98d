import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectValue, partly } from '../expect.ts'
import {
  call,
  entityIn,
  expectPlain,
  expectRefusal,
  type Json,
  make,
  missing,
  missingFields,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  success,
} from './client.ts'

type RestCase = Case<RestKey>

/** Each look-up: what the seed calls it, path, wrapper, and what a new one needs besides a name. */
const table: readonly (readonly [said: string, path: string, wrapper: string, more?: Json, list?: string])[] =
  [
    ['specific Category / all Categories', 'categories', 'category'],
    [
      'specific Status / all Status',
      'statuses',
      'status',
      { color: '#123456', in_progress: true, stop_timer: true },
    ],
    ['specific Level / all Level(s)', 'levels', 'level'],
    ['specific Mode / all Modes', 'modes', 'mode'],
    ['specific Urgency (all Urgencies)', 'urgencies', 'urgency'],
    ['specific Priority / all Priorities', 'priorities', 'priority', { color: '#123456' }],
    [
      'specific Request Template / all Request Templates',
      'request_templates',
      'request_template',
      { comments: 'x', fields: ['subject'] },
    ],
    ['all Support Group(s)', 'support_groups', 'support_group', { technicians: [] }],
    ['all Support Group(s), by their other name', 'groups', 'group'],
    ['impacts', 'impacts', 'impact'],
    ['request types', 'request_types', 'request_type'],
    ['closure codes', 'closure_codes', 'closure_code'],
    ['worklog types', 'worklog_types', 'worklog_type'],
    ['sites', 'sites', 'site'],
    ['departments', 'departments', 'department'],
    ['roles', 'roles', 'role', { permissions: ['requests.view'] }],
  ]

const each: readonly RestCase[] = [
  ...table.map(
    ([said, path, wrapper, more = {}]): RestCase => ({
      says: `Importing ${said}: ${path} lists all, ${path}/{id} gives one, to any key; an administrator adds, changes and deletes`,
      source: `seed: Admin related operations: ${said}; §11; §11.3`,
      async run(probe) {
        const given = { name: probe.unique('New'), description: 'text', ...more }
        const made = entityIn(await call(probe, 'POST', path, { [wrapper]: given }), wrapper, 201)
        expectValue(made, partly({ id: any.textId, deleted: false, ...given }))
        const reader = { key: 'readerKey' } as const
        const list_info = { row_count: 100 }
        const rows = rowsIn(await call(probe, 'GET', path, { list_info }, reader), path)
        expect(
          rows.some(({ id }) => id === made.id),
          'the new one is not in the list of all',
        )
        expectValue(
          entityIn(await call(probe, 'GET', `${path}/${made.id}`, undefined, reader), wrapper),
          made,
        )
        const twice = { [wrapper]: { ...given, name: given.name.toUpperCase() } }
        expectRefusal(await call(probe, 'POST', path, twice), [400, 4008, 'Not unique', 'name'])
        expectRefusal(await call(probe, 'POST', path, { [wrapper]: {} }), missingFields('name'))
        const edited = await call(probe, 'PUT', `${path}/${made.id}`, { [wrapper]: { description: null } })
        expectValue(entityIn(edited, wrapper), { ...made, description: null })
        expectPlain(await call(probe, 'DELETE', `${path}/${made.id}`))
        expectRefusal(await call(probe, 'GET', `${path}/${made.id}`), missing)
      },
    }),
  ),
  ...(
    [
      ['specific Subcategory / all Subcategories', 'subcategories', 'subcategory', 'categories', 'category'],
      ['specific Item / all Items', 'items', 'item', 'subcategories', 'subcategory'],
    ] as const
  ).map(
    ([said, path, wrapper, above, parent]): RestCase => ({
      says: `Importing ${said}: also below what they belong to, which is mandatory`,
      source: `seed: Admin related operations: ${said}; §11; §11.1`,
      async run(probe) {
        const category = await make(probe, 'categories', 'category', { name: probe.unique('Hardware') })
        const under = { name: probe.unique('Laptop'), category: { id: category.id } }
        const owner =
          above === 'categories' ? category : await make(probe, 'subcategories', 'subcategory', under)
        const given = { name: 'Part', [parent]: { id: owner.id } }
        const made = entityIn(await call(probe, 'POST', path, { [wrapper]: given }), wrapper, 201)
        expectValue(made, partly({ name: 'Part', [parent]: partly({ id: owner.id }) }))
        expectValue(
          rowsIn(await call(probe, 'GET', `${above}/${owner.id}/${path}`), path),
          [partly({ id: made.id })],
          'below',
        )
        expectValue(entityIn(await call(probe, 'GET', `${path}/${made.id}`), wrapper), made)
        expectRefusal(await call(probe, 'POST', path, { [wrapper]: given }), [
          400,
          4008,
          'Not unique',
          'name',
        ])
        expectRefusal(await call(probe, 'POST', path, { [wrapper]: { name: 'x' } }), missingFields(parent))
        expectRefusal(await call(probe, 'DELETE', `${above}/${owner.id}`), [400, 4005, 'Reference exists'])
      },
    }),
  ),
  {
    says: 'One status is shown exactly so',
    source: '§11.1',
    async run(probe) {
      expectJson(await call(probe, 'GET', 'statuses/1'), 200, {
        status: {
          ...{ id: '1', name: 'Open', description: null, color: '#0066ff', internal_name: 'Open' },
          ...{ in_progress: true, stop_timer: false, deleted: false },
        },
        response_status: success,
      })
    },
  },
  {
    says: 'What is in use is not deleted; once deleted it stays readable in old requests, marked',
    source: '§11.1; §5',
    async run(probe) {
      const urgency = await make(probe, 'urgencies', 'urgency', { name: probe.unique('Now') })
      const id = await openRequest(probe, { urgency: { id: urgency.id } })
      expectRefusal(await call(probe, 'DELETE', `urgencies/${urgency.id}`), [400, 4005, 'Reference exists'])
      await prepare(probe, 'PUT', `requests/${id}/close`)
      expectPlain(await call(probe, 'DELETE', `urgencies/${urgency.id}`))
      const shown = entityIn(await call(probe, 'GET', `requests/${id}`), 'request')
      expectValue(shown.urgency, { id: urgency.id, name: urgency.name, deleted: true }, 'the urgency')
      const request = { subject: probe.unique('s'), urgency: { id: urgency.id } }
      expectRefusal(await call(probe, 'POST', 'requests', { request }), [
        400,
        4001,
        /^Invalid Input: urgency/,
        'urgency',
      ])
    },
  },
]

const defaults: readonly RestCase[] = (
  [
    ['priorities', ['Low', 'Normal', 'Medium', 'High']],
    ['urgencies', ['Low', 'Normal', 'High', 'Urgent']],
    ['impacts', ['Affects User', 'Affects Group', 'Affects Department', 'Affects Business']],
    ['levels', ['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4']],
    ['modes', ['E-Mail', 'Phone Call', 'Web Form', 'API']],
    ['request_types', ['Incident', 'Request For Information']],
    ['closure_codes', ['Success', 'Cancelled', 'Failed', 'Postponed', 'Rejected', 'Unable to Reproduce']],
    ['statuses', ['Open', 'On Hold', 'In Progress', 'Resolved', 'Closed', 'Cancelled']],
    ['request_templates', ['Default Request']],
    ['support_groups', ['Network', 'Hardware Problems']],
    ['roles', ['Support Rep', 'Read Only', 'SDAdmin']],
  ] as const
).map(
  ([path, names]): RestCase => ({
    says: `After installation ${path} holds ${names.join(', ')}`,
    source: '§11.2',
    async run(probe) {
      const rows = rowsIn(await call(probe, 'GET', path, { list_info: { row_count: 100 } }), path)
      const lacking = names.find((name) => !rows.some((row) => row.name === name))
      expect(lacking === undefined, `${lacking} is not there`)
    },
  }),
)

export const lookups: readonly Section<RestKey>[] = [
  { number: '11', title: 'Admin look-ups', cases: each },
  { number: '11.2', title: 'What is there after installation', cases: defaults },
]
