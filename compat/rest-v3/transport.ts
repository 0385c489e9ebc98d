import { form, multipart } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { expectHeader, expectJson, expectStatus } from '../expect.ts'
import {
  call,
  denied,
  entityIn,
  expectRefusal,
  type Json,
  makeRep,
  missing,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  unknownKey,
} from './client.ts'

type RestCase = Case<RestKey>
const data = (value: Json): string => JSON.stringify(value)
const typeOfAll = /^application\/json;\s*charset=utf-8$/i

const urls: readonly RestCase[] = [
  {
    says: 'The URL is http://<server>:<port>/api/v3/<module>, with an API key along with every call',
    source: 'seed: About REST API; §1',
    async run(probe) {
      rowsIn(await call(probe, 'GET', 'requests'), 'requests')
    },
  },
  ...[
    ['A portal prefix like /app/itdesk is ignored', '/app/itdesk/api/v3/levels'],
    ['Runs of slashes count as one', '//api//v3///levels'],
    ['One trailing slash is ignored', '/api/v3/levels/'],
    ['The query parameter portalId is ignored', '/api/v3/levels?portalId=1'],
  ].map(
    ([says = '', path = '']): RestCase => ({
      says,
      source: '§1',
      async run(probe) {
        rowsIn(await probe.send('GET', path, { headers: { authtoken: probe.credentials.key } }), 'levels')
      },
    }),
  ),
  {
    says: 'The header PORTALID is ignored',
    source: '§1',
    async run(probe) {
      rowsIn(await call(probe, 'GET', 'levels', undefined, { headers: { PORTALID: '1' } }), 'levels')
    },
  },
  {
    says: 'Paths are case-sensitive',
    source: '§1',
    async run(probe) {
      expectRefusal(await call(probe, 'GET', 'Requests'), missing)
    },
  },
  {
    says: 'A known path with a wrong method is 405 with code 4021',
    source: '§1; §5',
    async run(probe) {
      expectRefusal(await call(probe, 'DELETE', 'requests'), [405, 4021, 'Invalid HTTP method'])
    },
  },
  ...['application/vnd.manageengine.sdp.v3+json', 'application/v3+json', 'text/html'].map(
    (Accept): RestCase => ({
      says: `The answer is JSON in UTF-8 under application/json, also for Accept: ${Accept}`,
      source: '§1; §3',
      async run(probe) {
        const answer = await call(probe, 'GET', 'levels', undefined, { headers: { Accept } })
        expectStatus(answer, 200)
        expectHeader(answer, 'content-type', typeOfAll)
      },
    }),
  ),
  ...['/api/json/request', '/api/xml/request', '/servlets/RequestServlet'].map(
    (path): RestCase => ({
      says: `The older API is no longer served: ${path} is 404`,
      source: 'seed: REST API supported operations; §1',
      async run(probe) {
        const headers = { TECHNICIAN_KEY: probe.credentials.key }
        expectRefusal(await probe.send('POST', path, { headers, body: form({ a: '1' }) }), missing)
      },
    }),
  ),
  {
    says: 'The link that integrations build for people leads to the page of the request',
    source: '§1',
    async run(probe) {
      const id = await openRequest(probe)
      const answer = await probe.send('GET', `/WorkOrder.do?woMode=viewWO&woID=${id}`)
      expectStatus(answer, 302)
      expectHeader(answer, 'location', new RegExp(`/cases/${id}$`))
    },
  },
]

const places: readonly RestCase[] = [
  ...(
    [
      ['header authtoken', (key) => ({ headers: { authtoken: key } })],
      ['header Authtoken, whatever the case', (key) => ({ headers: { AUTHTOKEN: key } })],
      ['header TECHNICIAN_KEY', (key) => ({ headers: { TECHNICIAN_KEY: key } })],
      ['header technician_key in lower case', (key) => ({ headers: { technician_key: key } })],
      [
        'header Authorization: authtoken: <key>',
        (key) => ({ headers: { Authorization: `authtoken: ${key}` } }),
      ],
      [
        'header Authorization: authtoken <key>',
        (key) => ({ headers: { Authorization: `authtoken ${key}` } }),
      ],
      ['query parameter authtoken', (key) => ({ query: `?authtoken=${key}` })],
      ['query parameter TECHNICIAN_KEY', (key) => ({ query: `?TECHNICIAN_KEY=${key}` })],
      ['query parameter Technician_Key', (key) => ({ query: `?Technician_Key=${key}` })],
    ] as readonly (readonly [string, (key: string) => { headers?: Record<string, string>; query?: string }])[]
  ).map(
    ([place, of]): RestCase => ({
      says: `The key may be in the ${place}`,
      source: 'seed: Authentication is key based; §2.1',
      async run(probe) {
        const { headers = {}, query = '' } = of(probe.credentials.key)
        rowsIn(await probe.send('GET', `/api/v3/levels${query}`, { headers }), 'levels')
      },
    }),
  ),
  ...(['authtoken', 'TECHNICIAN_KEY'] as const).flatMap((name): RestCase[] => [
    {
      says: `The key may be the form field ${name}`,
      source: '§2.1',
      async run(probe) {
        const subject = probe.unique('Disk full')
        const body = form({ [name]: probe.credentials.key, input_data: data({ request: { subject } }) })
        entityIn(await probe.send('POST', '/api/v3/requests', { body }), 'request', 201)
      },
    },
    {
      says: `The key may be the multipart field ${name}`,
      source: '§2.1',
      async run(probe) {
        const subject = probe.unique('Disk full')
        const body = multipart({ [name]: probe.credentials.key, input_data: data({ request: { subject } }) })
        entityIn(await probe.send('POST', '/api/v3/requests', { body }), 'request', 201)
      },
    },
  ]),
  {
    says: 'Of several keys the first place counts',
    source: '§2.1',
    async run(probe) {
      const headers = { authtoken: probe.credentials.key, TECHNICIAN_KEY: 'wrong' }
      rowsIn(await probe.send('GET', '/api/v3/levels?authtoken=wrong', { headers }), 'levels')
    },
  },
]

const failures: readonly RestCase[] = [
  ...(
    [
      ['Without a key', undefined],
      ['With an empty key', ''],
      ['With something that is no key', 'xyz'],
      ['With a key that nobody has', '6F1C2D34-0ABC-4D5E-9F01-23456789ABCD'],
    ] as const
  ).map(
    ([how, key]): RestCase => ({
      says: `${how} every operation fails in the same words`,
      source: 'seed: If the key is invalid the operation fails; §2.3',
      async run(probe) {
        const headers: Record<string, string> = key === undefined ? {} : { authtoken: key }
        expectJson(await probe.send('GET', '/api/v3/requests', { headers }), 401, {
          response_status: {
            status_code: 4000,
            messages: [
              {
                status_code: 401,
                type: 'failed',
                message: 'AuthToken in the request is invalid. Unable to authenticate.',
              },
            ],
            status: 'failed',
          },
        })
      },
    }),
  ),
  {
    says: 'An expired key makes the operation fail',
    source: 'seed: key is expired; §2.2',
    needs: 'clock',
    async run(probe) {
      const { id } = await makeRep(probe)
      const { clock } = probe.desk
      const expires_on = { value: String(clock.now + 60_000) }
      const made = await prepare(probe, 'POST', `technicians/${id}/api_key`, { api_key: { expires_on } })
      const own = probe.name(String(entityIn(made, 'api_key').key), 'rep key')
      rowsIn(await call(probe, 'GET', 'levels', undefined, { key: { own } }), 'levels')
      clock.advance(60_000)
      expectRefusal(await call(probe, 'GET', 'levels', undefined, { key: { own } }), unknownKey)
    },
  },
  {
    says: 'Authentication comes after routing: an unknown path is 404 without a key too',
    source: '§2.3',
    async run(probe) {
      expectRefusal(await probe.send('GET', '/api/v3/nothing'), missing)
    },
  },
  {
    says: 'A valid key without the right is 403 with code 4002',
    source: 'seed: Note 3; §2.3',
    async run(probe) {
      const request = { subject: probe.unique('No') }
      expectRefusal(await call(probe, 'POST', 'requests', { request }, { key: 'readerKey' }), denied)
    },
  },
]

export const transport: readonly Section<RestKey>[] = [
  { number: '1', title: 'Transport and base paths', cases: urls },
  { number: '2.1', title: 'Where the key may be', cases: places },
  { number: '2.3', title: 'When the key fails', cases: failures },
]
