import assert from 'node:assert/strict'
import { request as send } from 'node:http'
import { newDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

async function upload(client: DeskClient, bytes: Buffer, type: string, name: string): Promise<number> {
  const answer = await client.call('POST', '/files', bytes, { 'content-type': type, 'x-file-name': name })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().id
}

function multipart(parts: readonly string[]): { body: Buffer; type: string } {
  const body = parts.map((part) => `--b\r\ncontent-disposition: form-data; ${part}\r\n`).join('')
  return { body: Buffer.from(`${body}--b--\r\n`), type: 'multipart/form-data; boundary=b' }
}

onEachEngine(
  'a file comes as multipart or as bare bytes, under a name that is only data (3.7)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const { body, type } = multipart([
        'name="note"\r\n\r\nhello',
        'name="file"; filename="../../ä b.txt"\r\ncontent-type: text/plain\r\n\r\nbytes',
      ])
      const made = (await me.call('POST', '/files', body, { 'content-type': type })).json()
      assert.deepEqual([made.name, made.contentType, made.size], ['ä b.txt', 'text/plain', 5])
      const names: [given: string, name: string][] = [
        ['plain.txt', 'plain.txt'],
        ['a%2Fb%00c%0d.txt', 'bc.txt'],
        ['%E0%A4%A', '%E0%A4%A'],
        ['', 'file'],
      ]
      for (const [given, name] of names) {
        const headers = { 'content-type': 'application/json', 'x-file-name': given }
        const answer = await me.call('POST', '/files', Buffer.from('{"not":'), headers)
        assert.deepEqual([answer.statusCode, answer.json().name], [201, name])
      }
      const two = multipart([
        'name="a"; filename="1"\r\ncontent-type: text/plain\r\n\r\n1',
        'name="b"; filename="2"\r\ncontent-type: text/plain\r\n\r\n2',
      ])
      const bad: [body: Buffer | undefined, headers: Record<string, string>, code: string][] = [
        [two.body, { 'content-type': two.type }, 'malformed'],
        [multipart(['name="note"\r\n\r\nhello']).body, { 'content-type': type }, 'invalid'],
        [
          Buffer.from('--b\r\ncontent-disposition: form-data; name="a"; filename="1"\r\n\r\nbroken'),
          { 'content-type': type },
          'malformed',
        ],
        [undefined, {}, 'invalid'],
      ]
      for (const [bytes, headers, code] of bad) {
        const answer = await me.call('POST', '/files', bytes, headers)
        assert.deepEqual([answer.statusCode, answer.json().code], [400, code], String(bytes))
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a file larger than the limit is refused, and who is still sending gets to read it',
  async (engine) => {
    const on = await newDesk(engine, { limits: { fileBytes: 1000 } })
    try {
      const me = await signedIn(on)
      const exact = await me.call('POST', '/files', Buffer.alloc(1000), { 'content-type': 'text/plain' })
      assert.equal(exact.statusCode, 201)
      const address = new URL(await on.listen())
      const bytes = Buffer.alloc(3_000_000, 97)
      const form = Buffer.concat([
        Buffer.from('--b\r\ncontent-disposition: form-data; name="a"; filename="1"\r\n\r\n'),
        bytes,
        Buffer.from('\r\n--b--\r\n'),
      ])
      for (const [body, type] of [
        [bytes, 'text/plain'],
        [form, 'multipart/form-data; boundary=b'],
      ] as const) {
        const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
          const outgoing = send(
            {
              host: address.hostname,
              port: address.port,
              method: 'POST',
              path: '/api/desk/v1/files',
              headers: { ...me.headers, 'content-type': type, 'transfer-encoding': 'chunked' },
            },
            async (incoming) => {
              resolve({ status: incoming.statusCode ?? 0, body: (await incoming.toArray()).join('') })
            },
          )
          outgoing.on('error', reject)
          outgoing.end(body)
        })
        assert.deepEqual([answer.status, JSON.parse(answer.body).code], [413, 'too_large'])
      }
      const stored = await on.desk.db.selectFrom('files').select('size').execute()
      assert.deepEqual(
        stored.map((file) => file.size),
        [1000],
        'nothing of them is kept',
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'bytes are a download that no browser runs; only true raster images are shown in place (3.6)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const cases: [bytes: Buffer, type: string, name: string, shown: string | null, download: string][] = [
        [png, 'text/html', 'a.png', 'image/png', 'application/octet-stream'],
        [Buffer.from('<svg onload="x()"/>'), 'image/svg+xml', 'a.svg', null, 'application/octet-stream'],
        [Buffer.from('<html>'), 'image/png', 'a.png', null, 'image/png'],
        [Buffer.from(`GIF89a${'x'.repeat(20)}`), 'image/gif', 'a.gif', 'image/gif', 'image/gif'],
        [Buffer.from('RIFFxxxxWEBPVP8 '), 'application/pdf', 'a.webp', 'image/webp', 'application/pdf'],
        [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg', 'ü".jpg', 'image/jpeg', 'image/jpeg'],
        [Buffer.alloc(0), 'image/png', 'empty.png', null, 'image/png'],
      ]
      for (const [bytes, type, name, shown, download] of cases) {
        const id = await upload(me, bytes, type, encodeURIComponent(name))
        const plain = await me.call('GET', `/files/${id}`)
        assert.deepEqual(plain.rawPayload, bytes)
        assert.equal(plain.headers['content-type'], download, name)
        assert.match(String(plain.headers['content-disposition']), /^attachment; filename="/)
        assert.equal(plain.headers['content-length'], String(bytes.length))
        for (const header of ['x-content-type-options', 'content-security-policy', 'cache-control']) {
          assert.ok(/nosniff|sandbox|no-store/.test(String(plain.headers[header])), header)
        }
        const inline = await me.call('GET', `/files/${id}?inline=1`)
        assert.deepEqual(inline.rawPayload, bytes, `${name} in place`)
        assert.equal(inline.headers['content-type'], shown ?? download)
        const way = shown === null ? /^attachment;/ : /^inline; filename="/
        assert.match(String(inline.headers['content-disposition']), way)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'an uploaded file is its uploader’s until it is attached, then those see it who see the case (1.7)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const other = await signedIn(on, { roleIds: [builtIn.role.rep] })
      const id = await upload(me, Buffer.from('mine'), 'text/plain', 'mine.txt')
      const { number } = (await other.call('POST', '/cases', { subject: 's', text: 't' })).json()
      assert.equal((await other.call('GET', `/files/${id}`)).statusCode, 404)
      const stolen = await other.call('POST', `/cases/${number}/files`, { fileIds: [id] })
      assert.deepEqual([stolen.statusCode, stolen.json().errors[0].field], [400, 'fileIds'])
      const sent = { audience: 'internal', text: 'see file', fileIds: [id] }
      const message = (await me.call('POST', `/cases/${number}/messages`, sent)).json()
      assert.equal(message.files[0].id, id)
      assert.equal((await other.call('GET', `/files/${id}`)).body, 'mine')
      assert.equal(
        (await other.call('GET', `/cases/${number}`)).json().files.length,
        0,
        'it is the message’s',
      )
      assert.equal((await me.call('DELETE', `/cases/${number}/files/${id}`)).statusCode, 204)
      assert.equal((await me.call('GET', `/files/${id}`)).statusCode, 404)
      assert.equal((await me.call('DELETE', `/cases/${number}/files/${id}`)).statusCode, 404)
    } finally {
      await on.close()
    }
  },
)
