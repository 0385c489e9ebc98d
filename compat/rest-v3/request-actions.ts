import { emptyTrash } from '../../src/usecases/cases/empty-trash.ts'
import type { Case, Section } from '../case.ts'
import { expectValue, partly } from '../expect.ts'
import {
  call,
  denied,
  expectAction,
  expectRefusal,
  type Json,
  look,
  makeRep,
  missing,
  openRequest,
  prepare,
  type RestKey,
  time,
} from './client.ts'

type RestCase = Case<RestKey>

const assign: readonly RestCase[] = [
  ...['pickup', '_pickup'].map(
    (word): RestCase => ({
      says: `Picking up a request (${word}) assigns it to the owner of the key`,
      source: 'seed: picking up requests; §8.5',
      async run(probe) {
        const id = await openRequest(probe)
        expectAction(await call(probe, 'PUT', `requests/${id}/${word}`), 'Request(s) picked up successfully.')
        expectValue(
          await look(probe, id),
          partly({ technician: partly({ name: 'Ada Admin' }), assigned_time: time }),
        )
      },
    }),
  ),
  ...['assign', '_assign'].map(
    (word): RestCase => ({
      says: `Assigning a request (${word}) takes a technician, a group or both`,
      source: 'seed: assigning requests; §8.5',
      async run(probe) {
        const { id: rep } = await makeRep(probe, { associated_groups: [{ name: 'Network' }] })
        const id = await openRequest(probe)
        const request = { technician: { id: rep }, group: { name: 'Network' } }
        const answer = await call(probe, 'PUT', `requests/${id}/${word}`, { request }, { key: 'repKey' })
        expectAction(answer, 'Request(s) assigned successfully.')
        expectValue(
          await look(probe, id),
          partly({ technician: partly({ id: rep }), group: partly({ name: 'Network' }) }),
        )
      },
    }),
  ),
  {
    says: 'Assigning to nobody names technician; a rep outside the group is refused, on edit and creation too',
    source: '§8.5',
    async run(probe) {
      const { id: rep } = await makeRep(probe)
      const id = await openRequest(probe)
      const none = (await call(probe, 'PUT', `requests/${id}/assign`, { request: {} })).json() as Json
      expectValue(
        none,
        partly({
          response_status: partly({ messages: [partly({ status_code: 4012, field: 'technician' })] }),
        }),
      )
      const request = { technician: { id: rep }, group: 'Network' }
      for (const answer of [
        await call(probe, 'PUT', `requests/${id}/assign`, { request }),
        await call(probe, 'PUT', `requests/${id}`, { request }),
        await call(probe, 'POST', 'requests', { request: { subject: probe.unique('s'), ...request } }),
      ]) {
        expectRefusal(answer, [400, 4001, /^Invalid Input/, 'technician'])
      }
    },
  },
]

const close: readonly RestCase[] = [
  ...['close', '_close'].map(
    (word): RestCase => ({
      says: `Closing an existing request (${word}) may say how it ended, and answers in exactly these words`,
      source: 'seed: closing existing requests; §8.6',
      async run(probe) {
        const id = await openRequest(probe)
        const closure_info = {
          requester_ack_resolution: true,
          requester_ack_comments: 'works',
          closure_comments: 'reset the password',
          closure_code: { name: 'success' },
        }
        const answer = await call(probe, 'PUT', `requests/${id}/${word}`, { request: { closure_info } })
        expectAction(answer, 'Request(s) closed successfully.')
        const closure = { ...closure_info, closure_code: partly({ name: 'Success' }) }
        expectValue(
          await look(probe, id),
          partly({ status: partly({ name: 'Closed' }), completed_time: time, closure_info: closure }),
        )
      },
    }),
  ),
  {
    says: 'Closing needs no data, and closing a closed request is a success without effect',
    source: '§8.6',
    async run(probe) {
      const id = await openRequest(probe)
      await prepare(probe, 'PUT', `requests/${id}/close`)
      const before = await look(probe, id)
      expectAction(await call(probe, 'PUT', `requests/${id}/close`), 'Request(s) closed successfully.')
      expectValue(await look(probe, id), before, 'the request')
    },
  },
]

const moved = 'Request(s) moved to trash successfully.'
const remove: readonly RestCase[] = [
  {
    says: 'Deleting an existing request moves it to the trash; deleting it there is for good',
    source: 'seed: deleting existing requests; §8.7',
    async run(probe) {
      const id = await openRequest(probe)
      expectAction(await call(probe, 'DELETE', `requests/${id}`), moved)
      expectAction(await call(probe, 'DELETE', `requests/${id}`), 'Request(s) deleted successfully.')
      expectRefusal(await call(probe, 'GET', `requests/${id}`), missing)
    },
  },
  {
    says: 'A request goes to the trash and comes back',
    source: '§8.7',
    async run(probe) {
      const id = await openRequest(probe)
      expectAction(await call(probe, 'DELETE', `requests/${id}/move_to_trash`), moved)
      expectValue(await look(probe, id), partly({ is_trashed: true, deleted_time: time }))
      expectAction(
        await call(probe, 'PUT', `requests/${id}/restore_from_trash`),
        'Request(s) restored successfully.',
      )
      expectValue(await look(probe, id), partly({ is_trashed: false, deleted_time: null }))
    },
  },
  {
    says: 'The trash is emptied after 30 days',
    source: '§8.7',
    needs: 'clock',
    async run(probe) {
      const id = await openRequest(probe)
      await prepare(probe, 'DELETE', `requests/${id}`)
      probe.desk.clock.advance(29 * 86_400_000)
      await emptyTrash(probe.desk.desk)
      await look(probe, id)
      probe.desk.clock.advance(2 * 86_400_000)
      await emptyTrash(probe.desk.desk)
      expectRefusal(await call(probe, 'GET', `requests/${id}`), missing)
    },
  },
  {
    says: 'Only whoever has the right deletes',
    source: '§8.7; §17',
    async run(probe) {
      const id = await openRequest(probe)
      expectRefusal(await call(probe, 'DELETE', `requests/${id}`, undefined, { key: 'repKey' }), denied)
    },
  },
]

export const requestActions: readonly Section<RestKey>[] = [
  { number: '8.5', title: 'Pick up, assign — PUT requests/{id}/pickup, /assign', cases: assign },
  { number: '8.6', title: 'Close — PUT requests/{id}/close', cases: close },
  { number: '8.7', title: 'Delete, trash, restore', cases: remove },
]
