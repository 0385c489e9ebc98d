import assert from 'node:assert/strict'
import type { TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'

const deskOf = sharedDesk()
type Json = Record<string, unknown>
interface Part {
  readonly name?: string
  readonly fileName?: string
  readonly type?: string
  readonly text: string
}

/** Sends a multipart form. */
async function send(
  on: TestDesk,
  rep: Pick<RestClient, 'key'>,
  method: 'POST' | 'PUT',
  path: string,
  parts: readonly Part[],
): Promise<{ status: number; body: Json }> {
  const form = parts.map(({ name = 'input_file', fileName, type, text }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    const head = type === undefined ? '' : `\r\ncontent-type: ${type}`
    return `--x\r\ncontent-disposition: form-data; name="${name}"${file}${head}\r\n\r\n${text}\r\n`
  })
  const answer = await on.app.inject({
    method,
    url: `/api/v3/${path}`,
    headers: { authtoken: rep.key, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `${form.join('')}--x--\r\n`,
  })
  return { status: answer.statusCode, body: answer.json() }
}

const log: Part = { fileName: 'trace.log', type: 'text/plain', text: 'line' }
const data = (value: object): Part => ({ name: 'input_data', text: JSON.stringify(value) })

async function open(rep: RestClient): Promise<string> {
  return String((await rep.post('requests', { request: { subject: 's' } })).one('request').id)
}
const attached = async (rep: RestClient, id: string) =>
  (await rep.get(`requests/${id}/attachments`)).rows('attachments')

onEachEngine('R9.6-1: an upload attaches and shows the file as the contract does', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  for (const [at, method] of (['PUT', 'POST'] as const).entries()) {
    const { status, body } = await send(on, rep, method, `requests/${id}/upload`, [log])
    assert.equal(status, 200)
    const attachment = body.attachment as Json
    assert.deepEqual(body, {
      attachment: {
        id: attachment.id,
        file_id: attachment.id,
        name: 'trace.log',
        size: '4',
        content_type: 'text/plain',
        content_url: `/api/v3/requests/${id}/attachments/${attachment.id}/download`,
        created_time: { display_value: '05/01/2026 09:00 AM', value: '1767603600000' },
      },
      response_status: { status_code: 2000, status: 'success' },
    })
    assert.equal((await attached(rep, id)).length, at + 1)
  }
  const shown = (await rep.get(`requests/${id}`)).one('request')
  assert.deepEqual([shown.has_attachments, (shown.attachments as Json[]).length], [true, 2])
})

onEachEngine(
  'R9.6-2: a file can be stored first and attached by a create, a note or a reply',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const store = async (path: string) => {
      const { status, body } = await send(on, rep, 'POST', path, [log])
      assert.deepEqual([status, (body.attachment as Json).content_url], [201, null])
      return { id: (body.attachment as Json).id }
    }
    const attachments = [await store('requests/upload')]
    const made = (await rep.post('requests', { request: { subject: 's', attachments } })).one('request')
    const id = String(made.id)
    assert.equal((made.attachments as Json[])[0]?.id, attachments[0]?.id)
    const note = { description: 'n', attachments: [await store(`requests/${id}/notes/upload`)] }
    const noted = (await rep.post(`requests/${id}/notes`, { note })).one('note')
    assert.equal((noted.attachments as Json[]).length, 1)
    const notification = {
      description: 'r',
      attachments: [await store(`requests/${id}/notifications/upload`)],
    }
    const replied = (await rep.post(`requests/${id}/notifications`, { notification })).one('notification')
    const [file] = replied.attachments as Json[]
    assert.equal(
      file?.content_url,
      `/api/v3/requests/${id}/notifications/${replied.id}/attachments/${file?.id}/download`,
    )
    for (const url of [file?.content_url, (noted.attachments as Json[])[0]?.content_url]) {
      const answer = await on.app.inject({ url: String(url), headers: { authtoken: rep.key } })
      assert.deepEqual([answer.statusCode, answer.payload], [200, 'line'])
    }
    assert.equal((await attached(rep, id)).length, 1, "those of messages are not the request's own")
  },
)

onEachEngine('R9.6-3: the forms of the cloud twin and of older clients', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const part = { ...log, name: 'filename' }
  const twin = await send(on, rep, 'POST', `requests/${id}/_uploads`, [
    part,
    { name: 'addtoattachment', text: 'true' },
  ])
  assert.deepEqual([twin.status, (await attached(rep, id)).length], [201, 1])
  const aside = await send(on, rep, 'POST', `requests/${id}/_uploads`, [
    part,
    { name: 'addtoattachment', text: 'false' },
  ])
  assert.deepEqual([aside.status, (await attached(rep, id)).length], [201, 1])
  const query = `input_data=${encodeURIComponent(JSON.stringify({ attachment: { request: { id } } }))}`
  const older = await send(on, rep, 'POST', `attachments?${query}`, [{ ...log, name: 'file0' }])
  assert.deepEqual([older.status, (await attached(rep, id)).length], [201, 2])
})

onEachEngine('R9.6-4: several files in one call are all stored; none at all is refused', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const parts = ['file0', 'file1', 'anything'].map((name) => ({ ...log, name, fileName: `${name}.log` }))
  const { body } = await send(on, rep, 'PUT', `requests/${id}/upload`, parts)
  const all = body.attachments as Json[]
  assert.deepEqual(
    all.map(({ name }) => name),
    ['file0.log', 'file1.log', 'anything.log'],
  )
  assert.deepEqual(body.attachment, all[0])
  for (const path of [`requests/${id}/upload`, 'requests/upload', `requests/${id}/_uploads`]) {
    const none = await rep.post(path)
    assert.deepEqual(none.refusal(), [400, 4012, 'Value not provided', ['input_file']], path)
  }
})

onEachEngine('R9.6-5: files come with the data in one multipart call', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const made = await send(on, rep, 'POST', 'requests', [data({ request: { subject: 's' } }), log])
  const request = made.body.request as Json
  assert.deepEqual([made.status, (request.attachments as Json[]).length], [201, 1])
  const edited = await send(on, rep, 'PUT', `requests/${request.id}`, [
    data({ request: { subject: 't' } }),
    log,
  ])
  assert.equal(((edited.body.request as Json).attachments as Json[]).length, 2)
  const note = await send(on, rep, 'POST', `requests/${request.id}/notes`, [
    data({ note: { description: 'n' } }),
    log,
  ])
  assert.equal(((note.body.note as Json).attachments as Json[]).length, 1)
})

onEachEngine(
  'R9.6-6: both spellings of the download send the bytes to be saved, never shown',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const id = await open(rep)
    const files: [Part, string][] = [
      [log, 'text/plain'],
      [{ fileName: 'page.html', type: 'text/html', text: '<script>x</script>' }, 'application/octet-stream'],
      [{ fileName: 'data.json', type: 'application/json', text: '{}' }, 'application/json'],
    ]
    for (const [part, type] of files) {
      const { body } = await send(on, rep, 'PUT', `requests/${id}/upload`, [part])
      const fileId = (body.attachment as Json).id
      for (const word of ['download', '_download']) {
        const url = `/api/v3/requests/${id}/attachments/${fileId}/${word}`
        const answer = await on.app.inject({ url, headers: { authtoken: rep.key } })
        assert.deepEqual([answer.statusCode, answer.payload], [200, part.text])
        assert.equal(answer.headers['content-type'], type)
        assert.equal(answer.headers['x-content-type-options'], 'nosniff')
        assert.match(String(answer.headers['content-disposition']), /^attachment; filename="/)
        assert.equal((await on.app.inject({ url })).statusCode, 401)
      }
    }
    const other = await open(rep)
    const [first] = await attached(rep, id)
    assert.equal((await rep.get(`requests/${other}/attachments/${first?.id}/download`)).status, 404)
  },
)

onEachEngine('R9.6-7: an attachment can be deleted', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const { body } = await send(on, rep, 'PUT', `requests/${id}/upload`, [log])
  const path = `requests/${id}/attachments/${(body.attachment as Json).id}`
  assert.equal((await rep.delete(path)).status, 200)
  assert.deepEqual(await attached(rep, id), [])
  assert.deepEqual((await rep.delete(path)).refusal().slice(0, 2), [404, 4007])
  assert.equal((await rep.get(`${path}/download`)).status, 404)
})

onEachEngine('R9.6-8: a file over the limit is 413 with code 4000 and attaches nothing', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  const large = { ...log, text: 'x'.repeat(on.desk.limits.fileBytes + 1) }
  const { status, body } = await send(on, rep, 'PUT', `requests/${id}/upload`, [log, large])
  const { messages } = body.response_status as { messages: Json[] }
  assert.deepEqual([status, messages[0]?.status_code], [413, 4000])
  assert.deepEqual(await attached(rep, id), [])
})

onEachEngine(
  "R9.6-9: an upload that is not attached vanishes after an hour, and is its uploader's",
  async (engine) => {
    const on = await deskOf(engine)
    const [rep, other] = [await restClient(on), await restClient(on)]
    const { body } = await send(on, rep, 'POST', 'requests/upload', [log])
    const attachments = [{ id: (body.attachment as Json).id }]
    const use = async (client: RestClient) =>
      (await client.post('requests', { request: { subject: 's', attachments } })).status
    assert.equal(await use(other), 400, "somebody else's")
    on.clock.advance(3_600_001)
    assert.equal(await use(rep), 400, 'too late')
  },
)

onEachEngine('R9.6-10: names lose their path and control characters', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const id = await open(rep)
  for (const [fileName, name] of [
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.txt', 'a.txt'],
    ['a\u0007b.txt', 'ab.txt'],
  ] as const) {
    const { body } = await send(on, rep, 'PUT', `requests/${id}/upload`, [{ ...log, fileName }])
    assert.equal((body.attachment as Json).name, name)
  }
})

onEachEngine('R9.6-11: who may not edit attaches nothing, and stores nothing', async (engine) => {
  const on = await deskOf(engine)
  const [rep, reader] = [await restClient(on), await restClient(on, { roleIds: [2] })]
  const id = await open(rep)
  for (const path of [`requests/${id}/upload`, 'requests/upload', `requests/${id}/notes/upload`]) {
    assert.equal((await send(on, reader, 'POST', path, [log])).status, 403, path)
  }
  // Nor with the data of another call: no right to write, no bytes on the disk.
  const files = async () => (await on.desk.db.selectFrom('files').select('id').execute()).length
  const before = await files()
  for (const [method, path] of [
    ['POST', 'requests'],
    ['PUT', `requests/${id}`],
    ['POST', `requests/${id}/notes`],
    ['POST', `requests/${id}/notifications`],
    ['POST', `requests/${id}/_uploads`],
  ] as const) {
    assert.ok(
      (await send(on, reader, method, path, [data({ request: { subject: 's' } }), log])).status >= 400,
      path,
    )
  }
  assert.equal(await files(), before)
  assert.equal((await send(on, rep, 'POST', 'requests/99999/upload', [log])).status, 404)
})
