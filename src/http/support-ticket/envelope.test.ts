import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Answer, refused, ticketDesk } from '../../../test/samples/ticket-desk.ts'

onEachEngine(
  'ST 9.13: every error body has exactly status_code, errors, data, and lists of strings',
  async (engine) => {
    const { on, apikey, client, send } = await ticketDesk(engine, { limits: { openCasesPerContact: 1 } })
    try {
      const [ann, bob] = [await client(), await client()]
      const ticket = String(await ann.open({}, { name: 'a.txt', bytes: Buffer.from('a') }))
      const { id } = (await ann.view(Number(ticket))).attachments[0] ?? { id: 0 }
      const answers: Answer[] = [
        await send('GET', 'nowhere/', {}),
        await send('DELETE', 'support/create/ticket/', {}),
        await send('POST', 'user/login/', {}),
        await send('POST', 'user/login/', { apikey }, { json: [] }),
        await send('POST', 'user/login/', { apikey }, { json: { username: 'a', password: 'b' } }),
        await send('POST', 'user/refresh/', { apikey }, { form: { refresh: 'x' } }),
        await send('GET', 'support/get/category-list/', { apikey }),
        await send('GET', 'get/ticket/tags/', { apikey, authorization: 'Bearer' }),
        await send('GET', 'support/get/ticket/history/', { apikey, authorization: 'Bearer x' }),
        await ann.send('GET', 'support/get/ticket/history/?category=x&status=y'),
        await ann.send('POST', 'support/create/ticket/'),
        await ann.send('POST', 'support/create/ticket/', { type: 'text/csv', bytes: 'a' }),
        await ann.send('POST', 'support/create/ticket/', { type: 'application/json', bytes: '{' }),
        await ann.send('POST', 'support/create/ticket/', { type: 'multipart/form-data', bytes: 'a' }),
        await ann.send('POST', 'support/create/ticket/', {
          type: 'application/json',
          bytes: Buffer.alloc(17 * 1024 * 1024, ' '),
        }),
        await ann.send('POST', 'support/create/ticket/', {
          json: { subject: 'a', priority: 1, comment: 'b', category: 1 },
        }),
        await ann.send('POST', 'support/update/ticket/'),
        await ann.send('POST', 'support/update/ticket/', { form: { ticket_id: ticket, priority: '9' } }),
        await ann.send('GET', 'support/ticket/detailed-view/'),
        await bob.send('GET', `support/ticket/detailed-view/?ticket_id=${ticket}`),
        await bob.send('GET', `support/ticket/download/${id}/`),
        await ann.send('GET', 'support/ticket/download/x/'),
        await ann.send('POST', 'support/ticket/conversation/'),
        await ann.send('POST', 'support/ticket/status/'),
        await ann.send('POST', 'support/ticket/status/', { form: { ticket, status: '2' } }),
      ]
      for (const [index, { status, headers, body, text }] of answers.entries()) {
        assert.ok(status >= 400 && status < 500, `${index}: ${status} ${text}`)
        assert.equal(headers['content-type'], 'application/json')
        assert.equal('www-authenticate' in headers, status === 401)
        assert.deepEqual(Object.keys(body), ['status_code', 'errors', 'data'])
        assert.equal(body.status_code, status)
        assert.deepEqual(body.data, {})
        const lists = Object.values(body.errors)
        assert.ok(lists.length > 0, text)
        for (const list of lists) {
          assert.ok(Array.isArray(list) && list.length > 0, text)
          assert.ok(
            list.every((sentence) => typeof sentence === 'string' && sentence !== ''),
            text,
          )
        }
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('a defect is answered in the envelope, and says nothing of itself', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ticket = await ann.open({}, { name: 'a.txt', bytes: Buffer.from('a') })
    const { id } = (await ann.view(ticket)).attachments[0] ?? { id: 0 }
    await rm(join(on.database.folder, 'files'), { recursive: true })
    refused(await ann.send('GET', `support/ticket/download/${id}/`), 500, {
      detail: 'A server error occurred.',
    })
  } finally {
    await on.close()
  }
})
