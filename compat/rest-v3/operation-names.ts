import { form } from '../body.ts'
import type { Case, Section } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { any, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import { type Json, make, openRequest, type RestKey, type RestProbe } from './client.ts'

type RestCase = Case<RestKey>

const headers = {}

/** Posts an operation with the key among the fields, as the vendor says. */
export function operate(
  probe: RestProbe,
  path: string,
  name: string,
  data?: Json,
  more: Record<string, string> = {},
) {
  const input = data === undefined ? {} : { INPUT_DATA: JSON.stringify(data) }
  const fields = { OPERATION_NAME: name, TECHNICIAN_KEY: probe.credentials.key, ...input, ...more }
  return probe.send('POST', `/api/v3/${path}`, { headers, body: form(fields) })
}

/** What stands ready before the operation is posted. */
interface Ready {
  readonly id: string
  readonly note: string
  readonly worklog: string
  readonly reply: string
}

export async function ready(probe: RestProbe): Promise<Ready> {
  const id = await openRequest(probe, { requester: { email_id: `${probe.unique('guest', '-')}@x.example` } })
  const note = await make(probe, `requests/${id}/notes`, 'note', { description: 'first' })
  const worklog = await make(probe, `requests/${id}/worklogs`, 'worklog', { owner: { name: 'Ada Admin' } })
  const reply = await make(probe, `requests/${id}/notifications`, 'notification', { description: 'Hello' })
  return { id, note: String(note.id), worklog: String(worklog.id), reply: String(reply.id) }
}

type Row = readonly [
  name: string,
  path: (of: Ready) => string,
  data: Json | undefined,
  status: number,
  wanted: (of: Ready) => Json,
  older?: Json,
]
const of = ({ id }: Ready) => `requests/${id}`
const done = (message: string) => () => ({ response_status: partly({ messages: [partly({ message })] }) })
const plain = () => ({ response_status: { status_code: 2000, status: 'success' } })

/** Each operation name with the path it is posted to, its data in the v3 form, and in the older form where it has one. */
const rows: readonly Row[] = [
  [
    'ADD_REQUEST',
    () => 'requests',
    { request: { subject: 'By name' } },
    201,
    () => ({ request: partly({ subject: 'By name' }) }),
    { subject: 'By name', requesttemplate: 'Default Request', Group: 'Network' },
  ],
  [
    'EDIT_REQUEST',
    of,
    { request: { priority: 'High' } },
    200,
    () => ({ request: partly({ priority: partly({ name: 'High' }) }) }),
    { priority: 'High' },
  ],
  ['GET_REQUEST', of, undefined, 200, ({ id }) => ({ request: partly({ id }) })],
  [
    'GET_REQUESTS',
    () => 'requests',
    { list_info: { row_count: 1 } },
    200,
    () => ({ requests: [any.value] }),
    { from: '0', limit: '1', filterby: 'All_Requests' },
  ],
  [
    'CLOSE_REQUEST',
    of,
    { request: { closure_info: { closure_comments: 'x' } } },
    200,
    done('Request(s) closed successfully.'),
    { closeAccepted: 'Accepted', closeComment: 'x' },
  ],
  ['DELETE_REQUEST', of, undefined, 200, done('Request(s) moved to trash successfully.')],
  ['PICKUP_REQUEST', of, undefined, 200, done('Request(s) picked up successfully.')],
  [
    'ASSIGN_REQUEST',
    of,
    { request: { technician: { name: 'Ada Admin' } } },
    200,
    done('Request(s) assigned successfully.'),
    { technician: 'Ada Admin' },
  ],
  [
    'REPLY_REQUEST',
    of,
    { notification: { description: 'Hi' } },
    201,
    () => ({ notification: partly({ description: 'Hi' }) }),
    { to: 'a@x.example', cc: 'b@x.example', subject: 's', description: 'Hi' },
  ],
  [
    'GET_CONVERSATIONS',
    (at) => `${of(at)}/conversations`,
    undefined,
    200,
    ({ reply }) => ({ conversations: [partly({ id: reply })] }),
  ],
  [
    'GET_CONVERSATIONS',
    (at) => `${of(at)}/conversation`,
    undefined,
    200,
    ({ reply }) => ({ conversations: [partly({ id: reply })] }),
  ],
  [
    'GET_CONVERSATION',
    (at) => `${of(at)}/conversation/${at.reply}`,
    undefined,
    200,
    ({ reply }) => ({ notification: partly({ id: reply }) }),
  ],
  [
    'GET_NOTIFICATIONS',
    (at) => `${of(at)}/notification`,
    undefined,
    200,
    ({ reply }) => ({ notifications: [partly({ id: reply })] }),
  ],
  [
    'GET_NOTIFICATION',
    (at) => `${of(at)}/notifications/${at.reply}`,
    undefined,
    200,
    ({ reply }) => ({ notification: partly({ id: reply }) }),
  ],
  [
    'ADD_RESOLUTION',
    (at) => `${of(at)}/resolution`,
    { resolution: { content: 'x' } },
    201,
    () => ({ resolution: partly({ content: 'x' }) }),
    { resolutiontext: 'x' },
  ],
  [
    'EDIT_RESOLUTION',
    (at) => `${of(at)}/resolutions`,
    { resolution: { content: 'x' } },
    200,
    () => ({ resolution: partly({ content: 'x' }) }),
    { resolutiontext: 'x' },
  ],
  [
    'GET_RESOLUTION',
    (at) => `${of(at)}/resolution`,
    undefined,
    200,
    () => ({ resolution: partly({ content: null }) }),
  ],
  [
    'ADD_NOTE',
    (at) => `${of(at)}/notes`,
    { note: { description: 'x' } },
    201,
    () => ({ note: partly({ description: 'x' }) }),
    { notesText: 'x', isPublic: 'false' },
  ],
  [
    'ADD_NOTES',
    (at) => `${of(at)}/notes`,
    { note: { description: 'x' } },
    201,
    () => ({ note: partly({ description: 'x' }) }),
  ],
  [
    'EDIT_NOTE',
    (at) => `${of(at)}/notes/${at.note}`,
    { note: { description: 'x' } },
    200,
    () => ({ note: partly({ description: 'x' }) }),
    { notesText: 'x' },
  ],
  ['DELETE_NOTE', (at) => `${of(at)}/notes/${at.note}`, undefined, 200, plain],
  [
    'GET_NOTE',
    (at) => `${of(at)}/notes/${at.note}`,
    undefined,
    200,
    () => ({ note: partly({ description: 'first' }) }),
  ],
  [
    'GET_NOTES',
    (at) => `${of(at)}/notes`,
    undefined,
    200,
    () => ({ notes: [partly({ description: 'first' })] }),
  ],
  [
    'ADD_WORKLOG',
    (at) => `${of(at)}/worklogs`,
    { worklog: { owner: 'Ada Admin' } },
    201,
    () => ({ worklog: partly({ owner: partly({ name: 'Ada Admin' }) }) }),
    { technician: 'Ada Admin', workHours: '1', workMinutes: '0', cost: '5', description: 'x' },
  ],
  [
    'EDIT_WORKLOG',
    (at) => `${of(at)}/worklogs/${at.worklog}`,
    { worklog: { description: 'x' } },
    200,
    () => ({ worklog: partly({ description: 'x' }) }),
    { description: 'x' },
  ],
  ['DELETE_WORKLOG', (at) => `${of(at)}/worklogs/${at.worklog}`, undefined, 200, plain],
  [
    'GET_WORKLOG',
    (at) => `${of(at)}/worklogs/${at.worklog}`,
    undefined,
    200,
    ({ worklog }) => ({ worklog: partly({ id: worklog }) }),
  ],
  [
    'GET_WORKLOGS',
    (at) => `${of(at)}/worklogs`,
    undefined,
    200,
    ({ worklog }) => ({ worklogs: [partly({ id: worklog })] }),
  ],
  ['GET_ALL', () => 'statuses', undefined, 200, () => ({ statuses: any.list })],
  ['GET_ALL', () => 'technicians', undefined, 200, () => ({ technicians: any.list })],
  ['GET', () => 'statuses/1', undefined, 200, () => ({ status: partly({ name: 'Open' }) })],
]

const succeeded = (answer: Answer, name: string): void =>
  expectValue(
    (answer.json() as Json).operation,
    partly({ name, result: partly({ statuscode: '200', status: 'Success', message: any.someText }) }),
    'the operation block',
  )

const byName: readonly RestCase[] = rows.flatMap(([name, path, data, status, wanted, older]): RestCase[] => [
  {
    says: `${name} posted to ${path({ id: '{id}', note: '{nid}', worklog: '{wid}', reply: '{cid}' })} is the same as its call`,
    source: 'seed: operations are based on the operation parameter; §16',
    async run(probe) {
      const at = await ready(probe)
      expectJson(await operate(probe, path(at), name, data), status, partly(wanted(at)))
    },
  },
  ...(older === undefined
    ? []
    : [
        {
          says: `${name} takes the older flat form, and answers with the operation block`,
          source: '§16',
          async run(probe) {
            const at = await ready(probe)
            const answer = await operate(probe, path(at), name, { operation: { details: older } })
            expectStatus(answer, status)
            succeeded(answer, name)
          },
        } satisfies RestCase,
      ]),
])

export const operationNames: readonly Section<RestKey>[] = [
  { number: '16.1', title: 'The operations by name', cases: byName },
]
