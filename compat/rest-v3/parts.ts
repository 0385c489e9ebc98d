import type { Case, Section } from '../case.ts'
import { any, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  denied,
  entityIn,
  expectPlain,
  expectRefusal,
  look,
  make,
  makeRep,
  missing,
  missingFields,
  openRequest,
  prepare,
  type RestKey,
  type RestProbe,
  rowsIn,
  success,
  time,
} from './client.ts'

type RestCase = Case<RestKey>

const notes: readonly RestCase[] = [
  ...['note', 'request_note'].map(
    (wrapper): RestCase => ({
      says: `Adding a new note to a request takes the wrapper ${wrapper} and answers with it`,
      source: 'seed: adding new notes to a request; §9.1',
      async run(probe) {
        const id = await openRequest(probe)
        const note = { description: 'Restarted the service', show_to_requester: false }
        const answer = await call(probe, 'POST', `requests/${id}/notes`, { [wrapper]: note })
        expectJson(answer, 201, {
          [wrapper]: partly({
            id: any.textId,
            ...note,
            ...{ added_by: partly({ name: 'Ada Admin' }), added_time: time },
            ...{ created_by: partly({ name: 'Ada Admin' }), created_time: time },
            request: { id, subject: probe.unique('Disk full') },
          }),
          response_status: success,
        })
      },
    }),
  ),
  {
    says: 'Viewing existing notes, all and one, with their texts',
    source: 'seed: viewing existing notes; §9.1',
    async run(probe) {
      const { id, note } = await withNote(probe)
      const rows = rowsIn(await call(probe, 'GET', `requests/${id}/notes`), 'notes')
      expectValue(rows, [partly({ id: note, description: 'first' })], 'the notes')
      expectValue(
        entityIn(await call(probe, 'GET', `requests/${id}/notes/${note}`), 'note'),
        partly({ description: 'first' }),
      )
    },
  },
  {
    says: 'Editing an existing note, which updates the request',
    source: 'seed: editing existing notes; §9.1; §9',
    async run(probe) {
      const { id, note } = await withNote(probe)
      const answer = await call(probe, 'PUT', `requests/${id}/notes/${note}`, {
        request_note: { show_to_requester: true },
      })
      expectValue(
        entityIn(answer, 'request_note'),
        partly({ id: note, description: 'first', show_to_requester: true }),
      )
      expectValue((await look(probe, id)).last_updated_time, time, 'last_updated_time')
    },
  },
  {
    says: 'Deleting an existing note answers with nothing but success',
    source: 'seed: deleting existing notes; §9.1',
    async run(probe) {
      const { id, note } = await withNote(probe)
      expectPlain(await call(probe, 'DELETE', `requests/${id}/notes/${note}`))
      expectRefusal(await call(probe, 'GET', `requests/${id}/notes/${note}`), missing)
    },
  },
  {
    says: 'A note needs a description; who only reads adds none; a rep edits own notes only',
    source: '§9.1; §17',
    async run(probe) {
      const { id, note } = await withNote(probe)
      expectRefusal(
        await call(probe, 'POST', `requests/${id}/notes`, { note: {} }),
        missingFields('description'),
      )
      const given = { note: { description: 'x' } }
      expectRefusal(await call(probe, 'POST', `requests/${id}/notes`, given, { key: 'readerKey' }), denied)
      expectRefusal(
        await call(probe, 'PUT', `requests/${id}/notes/${note}`, given, { key: 'repKey' }),
        denied,
      )
    },
  },
]

async function withNote(probe: RestProbe): Promise<{ id: string; note: string }> {
  const id = await openRequest(probe)
  const { id: note } = await make(probe, `requests/${id}/notes`, 'note', { description: 'first' })
  return { id, note: String(note) }
}

const worklogs: readonly RestCase[] = [
  {
    says: 'Adding a worklog to a request: time and costs come back as texts',
    source: 'seed: adding worklog to a request; §9.2',
    async run(probe) {
      const { id: owner } = await makeRep(probe, { cost_per_hour: '10' })
      const id = await openRequest(probe)
      const worklog = {
        owner: { id: owner },
        description: 'On-site fix',
        time_spent: { hours: 2, minutes: '30' },
        other_cost: '5',
      }
      const answer = await call(probe, 'POST', `requests/${id}/worklogs`, { worklog })
      expectValue(
        entityIn(answer, 'worklog', 201),
        partly({
          id: any.textId,
          description: 'On-site fix',
          owner: partly({ id: owner }),
          time_spent: { hours: '2', minutes: '30' },
          ...{ other_cost: '5', created_time: time, request: partly({ id }) },
        }),
      )
      expectValue(
        (entityIn(answer, 'worklog', 201) as { total_cost: string }).total_cost,
        any.textLike(/^30(\.0+)?$/),
        'total_cost',
      )
    },
  },
  {
    says: 'Viewing, editing and deleting existing worklogs',
    source: 'seed: editing, deleting and viewing existing worklogs; §9.2',
    async run(probe) {
      const id = await openRequest(probe)
      const { id: log } = await make(probe, `requests/${id}/worklogs`, 'worklog', {
        owner: { name: 'Ada Admin' },
      })
      const path = `requests/${id}/worklogs`
      expectValue(rowsIn(await call(probe, 'GET', path), 'worklogs'), [partly({ id: log })], 'the worklogs')
      expectValue(
        entityIn(await call(probe, 'GET', `${path}/${log}`), 'worklog'),
        partly({ time_spent: { hours: '0', minutes: '0' } }),
      )
      const edited = await call(probe, 'PUT', `${path}/${log}`, { worklog: { description: 'more' } })
      expectValue(entityIn(edited, 'worklog'), partly({ id: log, description: 'more' }))
      expectPlain(await call(probe, 'DELETE', `${path}/${log}`))
      expectRefusal(await call(probe, 'GET', `${path}/${log}`), missing)
    },
  },
  {
    says: 'The time spent is computed from start and end; an end before the start is 4016',
    source: '§9.2; §5',
    async run(probe) {
      const id = await openRequest(probe)
      const worklog = { owner: { name: 'Ada Admin' }, start_time: '1767690000000', end_time: '1767695400000' }
      const made = entityIn(await call(probe, 'POST', `requests/${id}/worklogs`, { worklog }), 'worklog', 201)
      expectValue(made.time_spent, { hours: '1', minutes: '30' }, 'time_spent')
      const turned = { ...worklog, start_time: worklog.end_time, end_time: worklog.start_time }
      expectRefusal(await call(probe, 'POST', `requests/${id}/worklogs`, { worklog: turned }), [
        400,
        4016,
        'Time mismatch',
        'end_time',
      ])
    },
  },
  {
    says: 'The owner is mandatory',
    source: '§9.2',
    async run(probe) {
      const id = await openRequest(probe)
      expectRefusal(
        await call(probe, 'POST', `requests/${id}/worklogs`, { worklog: {} }),
        missingFields('owner'),
      )
    },
  },
]

const resolutions: readonly RestCase[] = [
  ...['resolutions', 'resolution'].map(
    (word): RestCase => ({
      says: `Add, edit and get the resolution of a request (${word}); it does not change the status`,
      source: 'seed: add, edit, and get a resolution of a request; §9.3',
      async run(probe) {
        const id = await openRequest(probe)
        const none = { resolution: { content: null, resolution_attachments: [] }, response_status: success }
        expectJson(await call(probe, 'GET', `requests/${id}/${word}`), 200, none)
        const given = { resolution: { content: '<p>cleaned</p>', add_to_linked_requests: false } }
        expectStatus(await call(probe, 'POST', `requests/${id}/${word}`, given), 201)
        const edited = await call(probe, 'PUT', `requests/${id}/${word}`, {
          resolution: { content: '<p>done</p>' },
        })
        const person = partly({ name: 'Ada Admin' })
        expectValue(
          entityIn(edited, 'resolution'),
          partly({ content: '<p>done</p>', submitted_by: person, submitted_on: time }),
        )
        expectValue((await look(probe, id)).status, partly({ name: 'Open' }), 'the status')
        expectRefusal(
          await call(probe, 'PUT', `requests/${id}/${word}`, { resolution: {} }),
          missingFields('content'),
        )
      },
    }),
  ),
]

async function guestRequest(probe: RestProbe): Promise<{ id: string; address: string }> {
  const address = `${probe.unique('guest', '-')}@x.example`
  return { id: await openRequest(probe, { requester: { email_id: address } }), address }
}

const conversations: readonly RestCase[] = [
  {
    says: 'Obtaining the conversations of a request: rows without texts, newest first, notes only on request',
    source: 'seed: obtain conversations related to request; §9.4',
    async run(probe) {
      const { id } = await guestRequest(probe)
      await make(probe, `requests/${id}/notifications`, 'notification', { description: 'Hello' })
      await make(probe, `requests/${id}/notes`, 'note', { description: 'inside' })
      const path = `requests/${id}/conversations`
      const [row = {}] = rowsIn(await call(probe, 'GET', path), 'conversations')
      expectValue(row, {
        id: any.textId,
        type: 'REPLY',
        subject: `Re: [Request ID :##RE-${id}##] : ${probe.unique('Disk full')}`,
        from: partly({ name: 'Ada Admin' }),
        ...{ created_time: time, has_attachments: false, show_to_requester: true },
        content_url: `/api/v3/requests/${id}/notifications/${row.id}`,
      })
      const all = rowsIn(await call(probe, 'GET', path, { notes: true, list_info: {} }), 'conversations')
      expectValue(all.map(({ type }) => type).sort(), ['NOTES', 'REPLY'], 'the types')
    },
  },
  {
    says: 'content_url leads to the full message for the same key',
    source: '§9.4; §9.5',
    async run(probe) {
      const { id } = await guestRequest(probe)
      await make(probe, `requests/${id}/notifications`, 'notification', { description: '<p>Hello</p>' })
      const [row] = rowsIn(await prepare(probe, 'GET', `requests/${id}/conversations`), 'conversations')
      const headers = { authtoken: probe.credentials.key }
      const answer = await probe.send('GET', String(row?.content_url), { headers })
      expectValue(entityIn(answer, 'notification'), partly({ description: '<p>Hello</p>' }))
    },
  },
  {
    says: 'Replying to a request: the first reply sets responded_time, and goes to the requester',
    source: 'seed: reply to request; §9.5',
    async run(probe) {
      const { id, address } = await guestRequest(probe)
      const notification = {
        ...{
          type: 'reply',
          description: '<p>Please check again.</p>',
          content_type: 'text/html',
          mode: 'E-Mail',
        },
        copied_from: { module: 'request', id },
      }
      const answer = await call(probe, 'POST', `requests/${id}/notifications`, { notification })
      expectValue(
        entityIn(answer, 'notification', 201),
        partly({
          ...{ type: 'reply', description: '<p>Please check again.</p>', cc: [], bcc: [] },
          subject: `Re: [Request ID :##RE-${id}##] : ${probe.unique('Disk full')}`,
          to: [partly({ email_id: address })],
          delivery_status: any.oneOf('queued', 'sent', 'failed'),
        }),
      )
      expectValue(await look(probe, id), partly({ responded_time: time, has_conversation: true }))
    },
  },
  ...['reply', '_reply'].map(
    (word): RestCase => ({
      says: `A reply may be posted to ${word} as well, and the answer uses the wrapper reply`,
      source: '§9.5',
      async run(probe) {
        const { id } = await guestRequest(probe)
        const reply = { description: 'Hello', to: [{ email_id: 'else@x.example' }], cc: ['cc@x.example'] }
        const answer = await call(probe, 'POST', `requests/${id}/${word}`, { reply })
        expectValue(
          entityIn(answer, 'reply', 201),
          partly({
            to: [partly({ email_id: 'else@x.example' })],
            cc: [partly({ email_id: 'cc@x.example' })],
          }),
        )
      },
    }),
  ),
  {
    says: 'Getting the notifications of a request',
    source: 'seed: get notifications related to a request; §9.5',
    async run(probe) {
      const { id } = await guestRequest(probe)
      await make(probe, `requests/${id}/notifications`, 'notification', { description: 'Hello' })
      const rows = rowsIn(await call(probe, 'GET', `requests/${id}/notifications`), 'notifications')
      expectValue(rows, [partly({ type: 'reply', description: 'Hello' })], 'the notifications')
    },
  },
  {
    says: 'A reply needs a text, and somebody to go to',
    source: '§9.5',
    async run(probe) {
      const nobody = await make(probe, 'requesters', 'requester', { name: probe.unique('Without address') })
      const id = await openRequest(probe, { requester: { id: nobody.id } })
      expectRefusal(
        await call(probe, 'POST', `requests/${id}/notifications`, { notification: {} }),
        missingFields('description'),
      )
      const notification = { description: 'Hello' }
      expectRefusal(await call(probe, 'POST', `requests/${id}/notifications`, { notification }), [
        400,
        4001,
        /^Invalid Input/,
        'to',
      ])
    },
  },
]

export const parts: readonly Section<RestKey>[] = [
  { number: '9.1', title: 'Notes — requests/{id}/notes', cases: notes },
  { number: '9.2', title: 'Worklogs — requests/{id}/worklogs', cases: worklogs },
  { number: '9.3', title: 'Resolution — requests/{id}/resolutions', cases: resolutions },
  { number: '9.4', title: 'Conversations, notifications and reply', cases: conversations },
]
