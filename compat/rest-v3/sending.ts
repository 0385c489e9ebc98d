import { form, json, multipart, raw } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectStatus, partly } from '../expect.ts'
import {
  call,
  entityIn,
  expectRefusal,
  type Json,
  openRequest,
  type RestKey,
  rowsIn,
  success,
} from './client.ts'

type RestCase = Case<RestKey>
const data = (value: Json): string => JSON.stringify(value)

const carriers: readonly RestCase[] = [
  ...(
    [
      ['the form field input_data', (text) => ({ body: form({ input_data: text }) })],
      ['the multipart field input_data', (text) => ({ body: multipart({ input_data: text }) })],
      ['a JSON body that is the entity itself', (text) => ({ body: raw('application/json', text) })],
      [
        'a JSON body with input_data as an object',
        (text) => ({ body: json({ input_data: JSON.parse(text) }) }),
      ],
      ['a JSON body with input_data as text', (text) => ({ body: json({ input_data: text }) })],
      ['the query parameter input_data without a body', (text) => ({ query: text })],
      [
        'a body without a type, as a form',
        (text) => ({ body: raw('', `input_data=${encodeURIComponent(text)}`) }),
      ],
      ['a body without a type, as JSON', (text) => ({ body: raw('', text) })],
    ] as readonly (readonly [string, (text: string) => { body?: ReturnType<typeof raw>; query?: string }])[]
  ).map(
    ([carrier, of]): RestCase => ({
      says: `A write may carry its data as ${carrier}`,
      source: '§3.1',
      async run(probe) {
        const subject = probe.unique('Disk full')
        const { body, query } = of(data({ request: { subject } }))
        const path = `/api/v3/requests${query === undefined ? '' : `?input_data=${encodeURIComponent(query)}`}`
        const headers = { authtoken: probe.credentials.key }
        const answer = await probe.send('POST', path, { headers, ...(body ? { body } : {}) })
        expectJson(answer, 201, partly({ request: partly({ subject }) }))
      },
    }),
  ),
  {
    says: 'A body on a GET is ignored, whatever is in it',
    source: '§3.1',
    async run(probe) {
      const body = raw('application/x-www-form-urlencoded', 'input_data={broken')
      rowsIn(await call(probe, 'GET', 'levels', undefined, { body }), 'levels')
    },
  },
  {
    says: 'An action that needs no data takes none, and takes some that it does not need',
    source: '§3.1',
    async run(probe) {
      const id = await openRequest(probe)
      expectStatus(await call(probe, 'PUT', `requests/${id}/pickup`), 200)
      expectStatus(await call(probe, 'PUT', `requests/${id}/pickup`, { request: {} }), 200)
    },
  },
  {
    says: 'A printed dictionary is read where JSON is expected',
    source: '§3.2',
    async run(probe) {
      const subject = probe.unique('Disk full')
      const text = `{'request': {'subject': '${subject}', 'is_fcr': False, 'group': None,}}`
      const body = form({ input_data: text })
      expectJson(
        await call(probe, 'POST', 'requests', undefined, { body }),
        201,
        partly({ request: partly({ subject }) }),
      )
    },
  },
  {
    says: 'A text that is an object is read where an object is expected, and numbers may be texts',
    source: '§3.2',
    async run(probe) {
      const request = { subject: probe.unique('s'), udf_fields: "{'udf_char1': 'v', 'udf_long1': '7'}" }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expect(JSON.stringify(made.udf_fields).includes('"udf_long1":7'), 'the text was not read as an object')
    },
  },
  {
    says: 'What cannot be read is 400 with code 4001 on input_data',
    source: '§3.2; §3.1',
    async run(probe) {
      const body = form({ input_data: '{broken' })
      expectRefusal(await call(probe, 'POST', 'requests', undefined, { body }), [
        400,
        4001,
        /^Invalid Input/,
        'input_data',
      ])
    },
  },
  {
    says: 'An attribute that the entity does not know is named by its path',
    source: '§3.3; §5',
    async run(probe) {
      const request = { subject: probe.unique('s'), udf_fields: { udf_nothing: 1 } }
      expectRefusal(await call(probe, 'POST', 'requests', { request }), [
        400,
        4001,
        'Extra key found in JSON',
        'udf_fields.udf_nothing',
      ])
    },
  },
  {
    says: 'An edit is partial: absent attributes stay, null clears',
    source: '§3.3',
    async run(probe) {
      const id = await openRequest(probe, { priority: 'High', urgency: 'Low' })
      const answer = await call(probe, 'PUT', `requests/${id}`, { request: { priority: null } })
      expectJson(
        answer,
        200,
        partly({ request: partly({ priority: null, urgency: partly({ name: 'Low' }) }) }),
      )
    },
  },
  {
    says: 'Files come in multipart parts with a file name, whatever the part is called',
    source: '§3.4',
    async run(probe) {
      const body = multipart(
        { input_data: data({ request: { subject: probe.unique('s') } }) },
        { field: 'whatever', name: 'trace.log', bytes: 'line' },
      )
      const answer = await call(probe, 'POST', 'requests', undefined, { body })
      expectJson(
        answer,
        201,
        partly({ request: partly({ attachments: [partly({ name: 'trace.log', size: '4' })] }) }),
      )
    },
  },
]

const shapes: readonly RestCase[] = [
  {
    says: 'One entity comes with response_status as an object',
    source: '§4',
    async run(probe) {
      const id = await openRequest(probe)
      const answer = await call(probe, 'GET', `requests/${id}`)
      expectJson(answer, 200, { request: partly({ id }), response_status: success })
    },
  },
  {
    says: 'An empty list still has all three keys, and response_status is an array',
    source: '§4',
    async run(probe) {
      const list_info = { search_fields: { subject: probe.unique('nothing is called so') } }
      expectJson(await call(probe, 'GET', 'requests', { list_info }), 200, {
        response_status: [success],
        list_info: partly({ has_more_rows: false, start_index: 1, page: 1, row_count: 0 }),
        requests: [],
      })
    },
  },
  {
    says: 'An action has no entity but a message',
    source: '§4',
    async run(probe) {
      const id = await openRequest(probe)
      expectJson(await call(probe, 'PUT', `requests/${id}/close`), 200, {
        response_status: {
          status_code: 2000,
          messages: [{ status_code: 2000, type: 'success', message: 'Request(s) closed successfully.' }],
          status: 'success',
        },
      })
    },
  },
  {
    says: 'A refusal is an object with the outer code 4000, also in a list call',
    source: '§4',
    async run(probe) {
      const list_info = { row_count: -1 }
      expectJson(await call(probe, 'GET', 'requests', { list_info }), 400, {
        response_status: {
          status_code: 4000,
          messages: [
            {
              status_code: 4001,
              type: 'failed',
              field: 'list_info.row_count',
              message: any.textLike(/^Invalid Input/),
            },
          ],
          status: 'failed',
        },
      })
    },
  },
]

export const sending: readonly Section<RestKey>[] = [
  { number: '3', title: 'Sending data', cases: carriers },
  { number: '4', title: 'Response envelope', cases: shapes },
]
