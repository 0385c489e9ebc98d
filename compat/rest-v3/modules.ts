import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  denied,
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
  type RestProbe,
  rowsIn,
  time,
} from './client.ts'

type RestCase = Case<RestKey>

/** A module of the case's own. @returns its path and wrapper */
async function bookModule(
  probe: RestProbe,
  more: readonly Json[] = [],
): Promise<{ path: string; wrapper: string; id: unknown }> {
  const name = probe.unique('book', '_')
  const module = await make(probe, 'custom_modules', 'custom_module', {
    ...{ name, plural_name: `${name}_all`, description: null },
    fields: [
      { display_name: 'Author', type: 'sline', mandatory: false, encrypted: false },
      { display_name: 'Category', type: 'pick', allowed_values: ['Novel', 'Poetry'] },
      ...more,
    ],
  })
  return { path: String(module.api_plural_name), wrapper: String(module.api_name), id: module.id }
}

const records: readonly RestCase[] = [
  {
    says: 'Records of a custom module are added, listed, read, edited and deleted, with their own fields under cm_fields',
    source: 'seed: Custom Module API; §13.1',
    async run(probe) {
      const { path, wrapper } = await bookModule(probe)
      const cm_fields = { sline_author: 'An Author', pick_category: 'Novel' }
      const answer = await call(probe, 'POST', path, {
        [wrapper]: { title: 'test', description: '<div>text</div>', cm_fields },
      })
      const shown = {
        ...{ id: any.textId, title: 'test', description: '<div>text</div>' },
        cm_fields: { sline_author: 'An Author', pick_category: { id: any.textId, name: 'Novel' } },
        ...{ created_by: partly({ name: 'Ada Admin' }), created_time: time },
      }
      const { id } = entityIn(answer, wrapper, 201)
      expectValue(entityIn(answer, wrapper, 201), partly(shown))
      const list_info = { sort_field: 'cm_fields.sline_author', sort_order: 'asc', get_total_count: true }
      const list = await call(probe, 'GET', path, { list_info })
      expectValue(rowsIn(list, path), [partly(shown)], 'the records')
      expectJson(
        list,
        200,
        partly({ list_info: partly({ ...list_info, get_total_count: 'true', total_count: 1 }) }),
      )
      const edited = await call(probe, 'PUT', `${path}/${id}`, {
        [wrapper]: { cm_attributes: { sline_author: 'Other' } },
      })
      expectValue(
        entityIn(edited, wrapper),
        partly({ cm_fields: partly({ sline_author: 'Other', pick_category: partly({ name: 'Novel' }) }) }),
      )
      expectPlain(await call(probe, 'DELETE', `${path}/${id}`))
      expectRefusal(await call(probe, 'GET', `${path}/${id}`), missing)
    },
  },
  {
    says: 'A record needs a title; unknown fields and values are refused; who only reads adds none',
    source: '§13.1; §17',
    async run(probe) {
      const { path, wrapper } = await bookModule(probe)
      expectRefusal(await call(probe, 'POST', path, { [wrapper]: {} }), missingFields('title'))
      const odd = { title: 't', cm_fields: { sline_nothing: 'x' } }
      expectRefusal(await call(probe, 'POST', path, { [wrapper]: odd }), [
        400,
        4001,
        'Extra key found in JSON',
        'cm_fields.sline_nothing',
      ])
      const wrong = { title: 't', cm_fields: { pick_category: 'Drama' } }
      expectRefusal(await call(probe, 'POST', path, { [wrapper]: wrong }), [
        400,
        4001,
        /^Invalid Input/,
        'cm_fields.pick_category',
      ])
      expectRefusal(
        await call(probe, 'POST', path, { [wrapper]: { title: 't' } }, { key: 'readerKey' }),
        denied,
      )
      rowsIn(await call(probe, 'GET', path, undefined, { key: 'readerKey' }), path)
    },
  },
]

const definitions: readonly RestCase[] = [
  {
    says: 'A custom module is defined with its fields, whose API names follow from type and name',
    source: '§13.2',
    async run(probe) {
      const name = probe.unique('car', '_')
      const custom_module = {
        name,
        plural_name: `${name}s`,
        description: null,
        fields: [{ display_name: 'Number Plate', type: 'sline' }],
      }
      const made = entityIn(
        await call(probe, 'POST', 'custom_modules', { custom_module }),
        'custom_module',
        201,
      )
      expectValue(
        made,
        partly({
          api_name: `cm_${name}`,
          api_plural_name: `cm_${name}s`,
          fields: [partly({ api_name: 'sline_number_plate', type: 'sline' })],
        }),
      )
      rowsIn(await call(probe, 'GET', 'custom_modules', { list_info: { row_count: 100 } }), 'custom_modules')
      const renamed = await call(probe, 'PUT', `custom_modules/${made.id}`, {
        custom_module: { api_name: 'cm_other' },
      })
      expectRefusal(renamed, [400, 4009, 'Field is not editable', 'api_name'])
    },
  },
  {
    says: 'A module with records is deleted only with force',
    source: '§13.2',
    async run(probe) {
      const { path, wrapper, id } = await bookModule(probe)
      await make(probe, path, wrapper, { title: 't' })
      expectRefusal(await call(probe, 'DELETE', `custom_modules/${id}`), [400, 4005, 'Reference exists'])
      expectStatus(await call(probe, 'DELETE', `custom_modules/${id}?force=true`), 200)
      expectRefusal(await call(probe, 'GET', path), missing)
    },
  },
  {
    says: 'An administrator defines more user-defined fields of requests, which every request then shows',
    source: '§11.4; §6',
    async run(probe) {
      const udf_field = {
        module: 'request',
        display_name: probe.unique('PO number'),
        type: 'sline',
        mandatory: false,
        encrypted: false,
        allowed_values: [],
      }
      const made = entityIn(await call(probe, 'POST', 'udf_fields', { udf_field }), 'udf_field', 201)
      const key = String(made.api_name)
      expectValue(key, any.textLike(/^udf_sline_\d+$/), 'api_name')
      const id = await openRequest(probe, { udf_fields: { [key]: 'PO-1' } })
      expectValue(
        entityIn(await call(probe, 'GET', `requests/${id}`), 'request').udf_fields,
        partly({ [key]: 'PO-1' }),
      )
      const search_criteria = { field: `udf_fields.${key}`, condition: 'is', value: 'po-1' }
      expectValue(
        rowsIn(await call(probe, 'GET', 'requests', { list_info: { search_criteria } }), 'requests'),
        [partly({ id })],
      )
      expectStatus(await prepare(probe, 'DELETE', `udf_fields/${made.id}`), 200)
    },
  },
]

const sealed: readonly RestCase[] = [
  {
    says: 'An encrypted field is shown in the clear to who may see it, found by is and is not only, and not sorted by',
    source: 'seed: Encryption at Rest; §14',
    async run(probe) {
      const { path, wrapper } = await bookModule(probe, [
        { display_name: 'Secret', type: 'sline', encrypted: true },
      ])
      const made = await make(probe, path, wrapper, {
        title: 't',
        cm_fields: { sline_secret: 'open sesame' },
      })
      expectValue(made.cm_fields, partly({ sline_secret: 'open sesame' }))
      const by = (condition: string) => ({
        search_criteria: { field: 'cm_fields.sline_secret', condition, value: 'Open Sesame' },
      })
      expectValue(
        rowsIn(await call(probe, 'GET', path, { list_info: by('is') }), path),
        [partly({ id: made.id })],
        'by is',
      )
      expectValue(rowsIn(await call(probe, 'GET', path, { list_info: by('is not') }), path), [], 'by is not')
      const message = 'Invalid Input: field is encrypted'
      expectJson(
        await call(probe, 'GET', path, { list_info: by('contains') }),
        400,
        partly({ response_status: partly({ messages: [partly({ status_code: 4001, message })] }) }),
      )
      const sorted = await call(probe, 'GET', path, { list_info: { sort_field: 'cm_fields.sline_secret' } })
      expectJson(
        sorted,
        400,
        partly({ response_status: partly({ messages: [partly({ status_code: 4001, message })] }) }),
      )
    },
  },
]

const limits: readonly RestCase[] = [
  ...(
    [
      ['subject', { subject: 's'.repeat(251) }, 'subject'],
      ['impact_details', { impact_details: 's'.repeat(251) }, 'impact_details'],
      ['update_reason', { update_reason: 's'.repeat(251) }, 'update_reason'],
      ['description of more than 1 MiB', { description: 'd'.repeat(1_048_577) }, 'description'],
    ] as const
  ).map(
    ([what, change, field]): RestCase => ({
      says: `A ${what} that is too long is refused`,
      source: '§18',
      async run(probe) {
        const request = { subject: probe.unique('s'), ...change }
        expectRefusal(await call(probe, 'POST', 'requests', { request }), [
          400,
          4001,
          /^Invalid Input/,
          field,
        ])
      },
    }),
  ),
  {
    says: 'A query string of 64 KiB is taken',
    source: '§18',
    async run(probe) {
      const search_fields = { subject: 'x'.repeat(9_000), description: 'y'.repeat(9_000) }
      const data = { list_info: { search_fields }, ignored: undefined }
      const path = `/api/v3/requests?pad=${'z'.repeat(40_000)}&input_data=${encodeURIComponent(JSON.stringify(data))}`
      expectStatus(await probe.send('GET', path, { headers: { authtoken: probe.credentials.key } }), 200)
    },
  },
  {
    says: 'One key has so many calls a minute; one more is 429 with code 4015 and Retry-After',
    source: '§18; §5',
    needs: { what: 'a limit of three calls a minute', desk: { settings: { restPerMinute: 3 } } },
    async run(probe) {
      for (let count = 0; count < 3; count++) expectStatus(await call(probe, 'GET', 'levels'), 200)
      const refused = await call(probe, 'GET', 'levels')
      expectRefusal(refused, [429, 4015, 'API rate limit reached'])
      expect(Number(refused.headers['retry-after']) > 0, 'Retry-After is missing')
      expectStatus(await call(probe, 'GET', 'levels', undefined, { key: 'repKey' }), 200)
    },
  },
]

export const modules: readonly Section<RestKey>[] = [
  { number: '13.1', title: 'Custom modules — records', cases: records },
  { number: '13.2', title: 'Custom modules and user-defined fields — definitions', cases: definitions },
  { number: '14', title: 'Encryption at rest', cases: sealed },
  { number: '18', title: 'Limits', cases: limits },
]
