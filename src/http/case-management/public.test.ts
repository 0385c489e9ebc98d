import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { connectCm, form, type Json, storedThings } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

const nobody = '00000000-0000-4000-8000-000000000000'

onEachEngine(
  'CM §6.5: GET /users/public tells name, address and hash_uuid of one address',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const made = await client.send('POST', '/v1/users', { name: 'Ann', address: 'Ann+x@example.com' })
      const shown = { name: 'Ann', address: 'Ann+x@example.com', hash_uuid: made.json.hash_uuid }
      for (const address of ['ann%2Bx@example.com', 'ANN+x@example.com', 'ann%2Bx%40example.com']) {
        const { status, json } = await client.get(`/v1/users/public?address=${address}`)
        assert.deepEqual([status, json], [200, shown], address)
      }
      const rows: [query: string, status: number, message: string][] = [
        ['?address=bob@example.com', 404, 'User bob@example.com does not exist'],
        ['', 400, 'The "address" parameter is required'],
        ['?address=', 400, 'The "address" parameter is required'],
        ['?address=ann@example.com&name=Ann', 400, 'The "name" parameter is not supported'],
      ]
      for (const [query, status, message] of rows) {
        const answer = await client.get(`/v1/users/public${query}`)
        assert.deepEqual([answer.status, answer.json.message], [status, message], query)
      }
      assert.equal((await client.send('POST', '/v1/users/public', {})).status, 405)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'CM §7.7: POST /tickets/public is the same with hash_uuids, and takes nothing else',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const rep = await buildRep(on)
      const { hash_uuid: creator, id } = (
        await client.send('POST', '/v1/users', { name: 'Ann', address: 'ann@example.com' })
      ).json
      const medium = await client.create('/v1/media', { name: 'a.txt', content: 'YQ==' })
      const body = { creator, message: 'Printer', title: 'P', solver: rep.guid, attachments: [medium] }
      const made = await client.send('POST', '/prod/ticketing/v1/tickets/public', body)
      assert.equal(made.status, 200)
      assert.deepEqual(Object.keys(made.json), ['uuid', 'id', 'full_uuid'])
      assert.equal(made.headers.location, `/prod/ticketing/v1/tickets/${made.json.id}`)
      const ticket = (await client.get(`/v1/tickets/${made.json.id}`)).json
      assert.deepEqual([ticket.creator, ticket.solver, ticket.title], [id, rep.id, 'P'])
      const upper = `creator=${String(creator).toUpperCase()}&message=Hi`
      assert.equal((await client.send('POST', '/v1/tickets/public', upper, form)).status, 200)

      const before = await storedThings(on)
      const invalid = (name: string) => `The "${name}" parameter is not valid`
      const rows: [change: Json, status: number, message: string][] = [
        [{ creator: id }, 400, invalid('creator')],
        [{ creator: String(id) }, 400, invalid('creator')],
        [{ creator: undefined }, 400, 'The "creator" parameter is required'],
        [{ creator: nobody }, 422, `User ${nobody} does not exist`],
        [{ solver: rep.id }, 400, invalid('solver')],
        [{ solver: nobody }, 422, `User ${nobody} does not exist`],
        [{ message: ' ' }, 400, 'The "message" parameter is required'],
        [{ queue: 99 }, 422, 'Queue 99 does not exist'],
        [{ attachments: [99] }, 422, 'Media 99 does not exist or has expired'],
      ]
      for (const [change, status, message] of rows) {
        const answer = await client.send('POST', '/v1/tickets/public', { ...body, ...change })
        assert.deepEqual([answer.status, answer.json.message], [status, message], JSON.stringify(change))
      }
      assert.deepEqual(await storedThings(on), before)
    } finally {
      await on.close()
    }
  },
)
