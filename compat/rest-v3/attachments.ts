import { type FilePart, multipart } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { any, expect, expectHeader, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  entityIn,
  expectRefusal,
  type Json,
  look,
  make,
  missing,
  missingFields,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  time,
} from './client.ts'

type RestCase = Case<RestKey>

const log: FilePart = { field: 'input_file', name: 'trace.log', bytes: 'line' }
const attachment = (id: string): unknown => {
  const content_url = any.textLike(new RegExp(`^/api/v3/requests/${id}/attachments/\\d+/download$`))
  return {
    id: any.textId,
    file_id: any.textId,
    name: 'trace.log',
    size: '4',
    content_type: 'text/plain',
    content_url,
    created_time: time,
  }
}
const upload = (
  method: 'PUT' | 'POST',
  path: (id: string) => string,
  status: number,
  fields = {},
): RestCase => ({
  says: `Adding attachments to a request by ${method} ${path('{id}')}`,
  source: 'seed: add attachments to request; §9.6',
  async run(probe) {
    const id = await openRequest(probe)
    const body = multipart(fields, log)
    const answer = await call(probe, method, path(id), undefined, { body })
    expectValue(entityIn(answer, 'attachment', status), attachment(id), 'the attachment')
    expectValue(
      rowsIn(await prepare(probe, 'GET', `requests/${id}/attachments`), 'attachments'),
      [attachment(id)],
      'the list',
    )
  },
})

const cases: readonly RestCase[] = [
  upload('PUT', (id) => `requests/${id}/upload`, 200),
  upload('POST', (id) => `requests/${id}/upload`, 200),
  upload('POST', (id) => `requests/${id}/_uploads`, 201, { addtoattachment: 'true' }),
  upload(
    'POST',
    (id) => `attachments?input_data=${encodeURIComponent(`{"attachment":{"request":{"id":"${id}"}}}`)}`,
    201,
  ),
  {
    says: 'A file may be uploaded first and attached by its id to a create, a note or a reply',
    source: '§9.6; §9.1',
    async run(probe) {
      const store = async (path: string) =>
        entityIn(await call(probe, 'POST', path, undefined, { body: multipart({}, log) }), 'attachment', 201)
          .id
      const first = { id: await store('requests/upload') }
      const id = await openRequest(probe, {
        attachments: [first],
        requester: { email_id: 'guest@x.example' },
      })
      const note = { description: 'x', attachments: [{ id: await store(`requests/${id}/notes/upload`) }] }
      expectValue((await make(probe, `requests/${id}/notes`, 'note', note)).attachments, [
        partly({ name: 'trace.log' }),
      ])
      const notification = {
        description: 'x',
        attachments: [{ id: await store(`requests/${id}/notifications/upload`) }],
      }
      expectValue(
        (await make(probe, `requests/${id}/notifications`, 'notification', notification)).attachments,
        [partly({ name: 'trace.log' })],
      )
      expectValue((await look(probe, id)).attachments, [partly(first)], 'the files of the request itself')
    },
  },
  ...['download', '_download'].map(
    (word): RestCase => ({
      says: `The bytes of an attachment are downloaded from ${word}, as something to be saved`,
      source: '§9.6',
      async run(probe) {
        const id = await openRequest(probe)
        const body = multipart({}, log)
        const { id: file } = entityIn(
          await prepare(probe, 'PUT', `requests/${id}/upload`, undefined, { body }),
          'attachment',
        )
        const answer = await call(probe, 'GET', `requests/${id}/attachments/${file}/${word}`)
        expectStatus(answer, 200)
        expect(answer.text === 'line', 'other bytes came')
        expectHeader(answer, 'content-type', /^text\/plain/)
        expectHeader(answer, 'content-disposition', /^attachment/)
        expectHeader(answer, 'x-content-type-options', 'nosniff')
      },
    }),
  ),
  {
    says: 'Several files in one call are all stored; no file is 4012; an attachment is deleted',
    source: '§9.6',
    async run(probe) {
      const id = await openRequest(probe)
      const body = multipart({}, log, { ...log, name: 'two.log' })
      const answer = await call(probe, 'PUT', `requests/${id}/upload`, undefined, { body })
      expectJson(
        answer,
        200,
        partly({
          attachment: partly({ name: 'trace.log' }),
          attachments: [any.value, partly({ name: 'two.log' })],
        }),
      )
      const none = await call(probe, 'PUT', `requests/${id}/upload`, undefined, {
        body: multipart({ a: '1' }),
      })
      expectRefusal(none, missingFields('input_file'))
      const { attachment: first } = answer.json() as { attachment: Json }
      expectStatus(await call(probe, 'DELETE', `requests/${id}/attachments/${first.id}`), 200)
      expectRefusal(await call(probe, 'GET', `requests/${id}/attachments/${first.id}/download`), missing)
    },
  },
  {
    says: 'Tasks, approvals, drafts and linked requests are not part of the contract',
    source: '§9.7',
    async run(probe) {
      const id = await openRequest(probe)
      for (const word of ['tasks', 'approvals', 'drafts', 'link_requests']) {
        expectRefusal(await call(probe, 'GET', `requests/${id}/${word}`), missing)
      }
    },
  },
]

export const attachments: readonly Section<RestKey>[] = [{ number: '9.6', title: 'Attachments', cases }]
