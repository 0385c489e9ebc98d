import { form, multipart, raw } from '../body.ts'
import type { Case, Section } from '../case.ts'
import type { Answer } from '../exchange.ts'
import {
  call,
  denied,
  expectRefusal,
  make,
  missing,
  missingFields,
  noSuch,
  openRequest,
  prepare,
  type Refused,
  type RestKey,
  type RestProbe,
  unknownKey,
} from './client.ts'

type RestCase = Case<RestKey>
const request = (probe: RestProbe, more: object = {}) => ({
  request: { subject: probe.unique('s'), ...more },
})

/** Every row of the catalogue that a client can bring about, by when it comes. */
const rows: readonly (readonly [
  when: string,
  refused: Refused,
  bring: (probe: RestProbe) => Promise<Answer>,
])[] = [
  ['without a key', unknownKey, (probe) => probe.send('GET', '/api/v3/requests')],
  [
    'when a general failure has no better code',
    [400, 4000, 'Request is in trash'],
    async (probe) => {
      const id = await openRequest(probe)
      await prepare(probe, 'DELETE', `requests/${id}`)
      return call(probe, 'PUT', `requests/${id}`, { request: { urgency: 'Low' } })
    },
  ],
  [
    'when a body is of no known type',
    [415, 4000, 'Content type image/png is not supported'],
    (probe) => call(probe, 'POST', 'requests', undefined, { body: raw('image/png', 'x') }),
  ],
  [
    'when input_data is over 2 MiB',
    [413, 4000, 'input_data is too large', 'input_data'],
    (probe) =>
      call(probe, 'POST', 'requests', undefined, {
        body: form({ input_data: `{"request":{"subject":"${'x'.repeat(2 * 1024 * 1024)}"}}` }),
      }),
  ],
  [
    'when a file is over the limit',
    [413, 4000, /^The file is larger than \d+ bytes$/],
    (probe) =>
      call(probe, 'POST', 'requests/upload', undefined, {
        body: multipart({}, { field: 'f', name: 'a', bytes: Buffer.alloc(10 * 1024 * 1024 + 1) }),
      }),
  ],
  [
    'when a name does not exist',
    noSuch('priority', 'Hihg'),
    (probe) => call(probe, 'POST', 'requests', request(probe, { priority: 'Hihg' })),
  ],
  [
    'when an id does not exist',
    noSuch('priority', '999'),
    (probe) => call(probe, 'POST', 'requests', request(probe, { priority: { id: '999' } })),
  ],
  [
    'when a value has the wrong form',
    [400, 4001, 'Invalid Input: due_by_time is not a time', 'due_by_time'],
    (probe) => call(probe, 'POST', 'requests', request(probe, { due_by_time: 'soon' })),
  ],
  [
    'when an attribute is unknown',
    [400, 4001, 'Extra key found in JSON', 'colour'],
    (probe) => call(probe, 'POST', 'requests', request(probe, { colour: 'red' })),
  ],
  [
    'when the wrapper does not fit',
    [400, 4001, 'Extra key found in JSON', 'ticket'],
    (probe) => call(probe, 'POST', 'requests', { ticket: { subject: 's' } }),
  ],
  [
    'when the role does not allow it',
    denied,
    (probe) => call(probe, 'POST', 'requests', request(probe), { key: 'readerKey' }),
  ],
  [
    'when a look-up that is in use is deleted',
    [400, 4005, 'Reference exists'],
    (probe) => call(probe, 'DELETE', 'statuses/1'),
  ],
  ['for an unknown path', missing, (probe) => call(probe, 'GET', 'nothing')],
  ['for an unknown id', missing, (probe) => call(probe, 'GET', 'levels/999999')],
  [
    'for a name that is taken',
    [400, 4008, 'Not unique', 'name'],
    async (probe) => {
      const level = { name: probe.unique('Level') }
      await make(probe, 'levels', 'level', level)
      return call(probe, 'POST', 'levels', { level })
    },
  ],
  [
    'for an attribute that may not change after creation',
    [400, 4009, 'Field is not editable', 'template'],
    async (probe) =>
      call(probe, 'PUT', `requests/${await openRequest(probe)}`, { request: { template: { id: '999' } } }),
  ],
  [
    'when a mandatory attribute is missing',
    missingFields('subject'),
    (probe) => call(probe, 'POST', 'requests', { request: { urgency: 'Low' } }),
  ],
  [
    'when a mandatory attribute is blank',
    missingFields('subject'),
    (probe) => call(probe, 'POST', 'requests', { request: { subject: ' ' } }),
  ],
  [
    'when a computed attribute comes with another value',
    [400, 4014, 'Field is read only', 'id'],
    async (probe) =>
      call(probe, 'PUT', `requests/${await openRequest(probe)}`, { request: { id: '999999' } }),
  ],
  [
    'when the end is before the start',
    [400, 4016, 'Time mismatch', 'end_time'],
    async (probe) => {
      const worklog = { owner: { name: 'Ada Admin' }, start_time: '1767695400000', end_time: '1767690000000' }
      return call(probe, 'POST', `requests/${await openRequest(probe)}/worklogs`, { worklog })
    },
  ],
  ['for a wrong method', [405, 4021, 'Invalid HTTP method'], (probe) => call(probe, 'PUT', 'requests')],
]

const cases: readonly RestCase[] = rows.map(([when, refused, bring]) => ({
  says: `${refused[1]} with HTTP ${refused[0]} and its exact words comes ${when}`,
  source: '§5',
  async run(probe) {
    expectRefusal(await bring(probe), refused)
  },
}))

export const errors: readonly Section<RestKey>[] = [{ number: '5', title: 'Error catalogue', cases }]
