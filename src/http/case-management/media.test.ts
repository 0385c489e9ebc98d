import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type CmClient, connectCm, dataOf, form } from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'
import { sweepFiles } from '../../usecases/files/sweep-files.ts'

async function withMedia(
  engine: EngineName,
  body: (on: TestDesk, client: CmClient, creator: number) => Promise<void>,
): Promise<void> {
  // The token outlives the hour of a medium.
  const on = await newDesk(engine, { settings: { appTokenMs: 86_400_000 } })
  try {
    const client = await connectCm(on)
    const creator = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
    await body(on, client, creator)
  } finally {
    await on.close()
  }
}

const file = { name: 'file.pdf', content: 'Y29udGVudA==' }

onEachEngine(
  'CM 11.6: a medium is attached to a ticket and a reply, by name and inline; its bytes come back',
  (engine) =>
    withMedia(engine, async (_on, client, creator) => {
      const made = await client.send('POST', '/v1/media', file)
      const { uuid: medium, full_uuid } = made.json
      assert.deepEqual(made.json, { uuid: medium, id: medium, full_uuid, name: 'file.pdf', size: 7 })
      assert.equal(made.headers.location, `/v1/media/${medium}`)
      const inline = await client.create('/v1/media', { ...file, name: 'inline.png' })
      const shown = { uuid: medium, id: medium, name: 'file.pdf', type: 'application/pdf', size: 7 }

      const message = `This is a test: <img src="att:${inline}"/> <IMG alt='>' SRC='att:${full_uuid}'>`
      const ticket = await client.create('/v1/tickets', {
        creator,
        message,
        attachments: [medium, String(medium)],
      })
      const { json } = await client.get(`/v1/tickets/${ticket}`)
      assert.equal(json.message, message)
      assert.deepEqual((json.attachments as unknown[])[0], shown)
      assert.deepEqual(
        (json.attachments as { id: number }[]).map(({ id }) => id),
        [medium, inline],
      )
      const listed = dataOf(await client.get('/v1/tickets'))[0]
      assert.deepEqual(listed?.attachments, json.attachments)

      for (const attachments of [
        `attachments%5B%5D=${medium}`,
        `attachments[0]=${medium}`,
        `attachments=${full_uuid}`,
      ]) {
        const body = `creator=${creator}&message=see&${attachments}`
        await client.create(`/v1/tickets/${ticket}/replies`, body, form)
      }
      for (const reply of dataOf(await client.get(`/v1/tickets/${ticket}/replies`)))
        assert.deepEqual(reply.attachments, [shown])

      const read = await client.get(`/v1/media/${full_uuid}`)
      assert.deepEqual(read.json, { ...shown, full_uuid, content: 'Y29udGVudA==' })
      const download = await client.get(`/v1/media/${medium}/download`)
      assert.deepEqual(download.bytes, Buffer.from('content'))
      assert.match(String(download.headers['content-disposition']), /^attachment; filename="file\.pdf"/)
      assert.equal(download.headers['content-type'], 'application/pdf')
      assert.equal(download.headers['x-content-type-options'], 'nosniff')
    }),
)

onEachEngine('CM 11.7: the seed’s media body with the missing comma is accepted', (engine) =>
  withMedia(engine, async (_on, client) => {
    const body = '{   \n    "name": "file.pdf"\n    "content": "Y29udGVudA=="\n}'
    for (const type of ['application/json', undefined]) {
      const { status, json } = await client.send('POST', '/v1/media', body, type)
      assert.deepEqual([status, json.name, json.size], [200, 'file.pdf', 7])
    }
    assert.equal((await client.send('POST', '/v1/media', '{"name" "x"}', 'application/json')).status, 400)
  }),
)

onEachEngine('CM 11.8: an unattached medium lives one hour to the second, an attached one on', (engine) =>
  withMedia(engine, async (on, client, creator) => {
    const kept = await client.create('/v1/media', file)
    const ticket = await client.create('/v1/tickets', { creator, message: 'm', attachments: [kept] })
    const loose = await client.create('/v1/media', { ...file, name: 'loose.txt' })
    on.clock.advance(3_599_000)
    await sweepFiles(on.desk)
    assert.equal((await client.get(`/v1/media/${loose}`)).status, 200)
    on.clock.advance(2_000)
    // Gone at once, whether or not anybody has swept.
    for (const swept of [false, true]) {
      if (swept) await sweepFiles(on.desk)
      const gone = await client.get(`/v1/media/${loose}`)
      assert.deepEqual([gone.status, gone.json.message], [404, `Media ${loose} does not exist`])
      const reply = { creator, message: 'x', attachments: [loose] }
      const attach = await client.send('POST', `/v1/tickets/${ticket}/replies`, reply)
      assert.deepEqual(
        [attach.status, attach.json.message],
        [422, `Media ${loose} does not exist or has expired`],
      )
    }
    assert.deepEqual((await client.get(`/v1/media/${kept}/download`)).bytes, Buffer.from('content'))
  }),
)

onEachEngine('CM 11.9: 7 MiB fit in JSON and in a form; one byte over 10 MiB is 413, readable', (engine) =>
  withMedia(engine, async (on, client) => {
    const bytes = randomBytes(7 * 1024 * 1024)
    const content = bytes.toString('base64')
    const asForm = `name=big.bin&content=${encodeURIComponent(content)}`
    for (const [body, type] of [
      [JSON.stringify({ name: 'big.bin', content }), 'application/json'],
      [asForm, form],
    ] as const) {
      const id = await client.create('/v1/media', body, type)
      const download = await client.get(`/v1/media/${id}/download`)
      assert.equal(download.bytes.equals(bytes), true)
    }
    const limit = 10 * 1024 * 1024
    const exactly = `{"name":"x","content":"${'A'.repeat(limit - 25)}"}`
    assert.equal(exactly.length, limit)
    assert.equal((await client.send('POST', '/v1/media', exactly)).status, 200)

    const address = await on.listen()
    const answer = await fetch(`${address}/v1/media`, {
      method: 'POST',
      headers: { ...client.headers },
      body: `${exactly} `,
    })
    const json = (await answer.json()) as { message: string; error: { code: number } }
    assert.deepEqual(
      [answer.status, json.error.code, json.message],
      [413, 413, 'Request payload is larger than 10 MB'],
    )
  }),
)

onEachEngine('CM §8.1: names are cleaned, base64 is taken as it comes, pages never run', (engine) =>
  withMedia(engine, async (_on, client) => {
    const named = await client.send('POST', '/v1/media', { name: 'C:\\dir/evil\n.html', content: 'PGI+' })
    assert.equal(named.json.name, 'evil.html')
    const page = await client.get(`/v1/media/${named.json.id}/download`)
    assert.equal(page.headers['content-type'], 'application/octet-stream')
    for (const [content, bytes] of [
      ['Y29udGVudA', 'content'],
      ['Y29u\r\ndGVudA==', 'content'],
      ['data:text/plain;base64,Y29udGVudA==', 'content'],
      ['-_-_', '\u00fb\u00ff\u00bf'],
    ] as const) {
      const id = await client.create('/v1/media', { name: 'a.txt', content })
      assert.equal((await client.get(`/v1/media/${id}/download`)).bytes.toString('latin1'), bytes, content)
    }
    const spaced = await client.create('/v1/media', 'name=a&content=++++', form)
    assert.deepEqual((await client.get(`/v1/media/${spaced}/download`)).bytes, Buffer.from('++++', 'base64'))
  }),
)

onEachEngine('threat model §1.7: until it is attached, a medium is its uploader’s only', (engine) =>
  withMedia(engine, async (on, client, creator) => {
    const other = await connectCm(on)
    const medium = await client.create('/v1/media', file)
    assert.equal((await other.get(`/v1/media/${medium}`)).status, 404)
    const stolen = await other.send('POST', '/v1/tickets', { creator, message: 'm', attachments: [medium] })
    assert.equal(stolen.status, 422)
    await client.create('/v1/tickets', { creator, message: 'm', attachments: [medium] })
    assert.equal((await other.get(`/v1/media/${medium}`)).status, 200)
  }),
)
