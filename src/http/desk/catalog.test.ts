import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

onEachEngine(
  'categories and tags take the right to set up, and stay while a case in progress has them',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const reader = await withToken(on, admin.rep, ['case.view', 'case.add'])
      for (const kind of ['category', 'tag']) {
        assert.equal((await reader.call('POST', `/catalog/${kind}`, { name: 'Hot' })).statusCode, 403)
        assert.equal((await reader.call('PATCH', `/catalog/${kind}/1`, { name: 'Hot' })).statusCode, 403)
        assert.equal((await reader.call('DELETE', `/catalog/${kind}/1`)).statusCode, 403)
      }
      for (const [method, path, body, status] of [
        ['POST', '/catalog/status', { name: 'Hot' }, 404],
        ['POST', '/catalog/tag', { name: ' ' }, 400],
        ['POST', '/catalog/tag', { name: 'refund' }, 409],
        ['POST', '/catalog/tag', { name: 'x', colour: 'red' }, 400],
        ['PATCH', '/catalog/tag/99', { name: 'Hot' }, 404],
        ['DELETE', '/catalog/category/99', undefined, 404],
      ] as const) {
        assert.equal((await admin.call(method, path, body)).statusCode, status, `${method} ${path}`)
      }
      const made = (
        await admin.call('POST', '/catalog/category', { name: 'Warranty', description: 'Free' })
      ).json()
      assert.deepEqual([made.name, made.description, made.keyword], ['Warranty', 'Free', null])
      const cleared = await admin.call('PATCH', `/catalog/category/${made.id}`, { description: null })
      assert.deepEqual([cleared.json().name, cleared.json().description], ['Warranty', null])
      const opened = await admin.call('POST', '/cases', {
        subject: 'No dial tone',
        text: 'Since this morning',
        requester: { email: 'ada@customer.example', name: 'Ada' },
        categoryId: made.id,
      })
      assert.equal(opened.statusCode, 201, opened.body)
      assert.equal((await admin.call('DELETE', `/catalog/category/${made.id}`)).statusCode, 409)
      const closed = { resolution: 'done', status: 5 }
      assert.equal((await admin.call('PATCH', `/cases/${opened.json().number}`, closed)).statusCode, 200)
      assert.equal((await admin.call('DELETE', `/catalog/category/${made.id}`)).statusCode, 204)
      const read = (await admin.call('GET', `/cases/${opened.json().number}`)).json()
      assert.equal(read.category.name, 'Warranty')
    } finally {
      await on.close()
    }
  },
)
