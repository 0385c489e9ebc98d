import { json, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { expectStatus, expectValue, partly } from '../expect.ts'
import {
  addressOf,
  type Cm,
  call,
  expectMade,
  expectRefusal,
  headersOf,
  look,
  makeUser,
  prepare,
} from './client.ts'

/** §9.2: the vendor's own text, with its missing comma. */
const mediaExample = '{   \n    "name": "file.pdf"\n    "content": "Y29udGVudA=="\n}'

/** §9 */
export const slipsSection: Section<Cm> = {
  number: '9',
  title: 'Contradictions and slips of the vendor’s page',
  cases: [
    {
      says: 'The vendor’s media example lacks a comma and works as printed',
      source: 'seed: Attachments; §9.2; §11.7',
      async run(probe) {
        const answer = await call(probe, 'POST', '/v1/media', { body: raw('application/json', mediaExample) })
        const id = expectMade(answer, '/v1/media', 'name', 'size')
        const { content } = await look(probe, `/v1/media/${id}`)
        expectValue(content, 'Y29udGVudA==', 'the content')
      },
    },
    {
      says: 'Nothing else is forgiven: two members on one line without a comma are 400',
      source: '§9.2',
      async run(probe) {
        const body = raw('application/json', '{"name": "file.pdf" "content": "Y29udGVudA=="}')
        expectRefusal(await call(probe, 'POST', '/v1/media', { body }), 400, 'Invalid JSON body')
      },
    },
    {
      says: 'A line break within a text is not repaired',
      source: '§9.2',
      async run(probe) {
        const body = raw('application/json', '{"name": "file\n.pdf", "content": "Y29udGVudA=="}')
        expectRefusal(await call(probe, 'POST', '/v1/media', { body }), 400, 'Invalid JSON body')
      },
    },
    {
      says: 'The whole flow of the page at the bare paths: user, medium, ticket with it, inline as well',
      source: 'seed: Ticket flow; §9.1; §11.5; §11.6',
      async run(probe) {
        const user = json({ name: 'Lorem Ipsum', address: addressOf(probe, 'test') })
        const creator = expectMade(
          await call(probe, 'POST', '/v1/users', { body: user }),
          '/v1/users',
          'hash_uuid',
        )
        const medium = await call(probe, 'POST', '/v1/media', { body: raw('application/json', mediaExample) })
        const id = expectMade(medium, '/v1/media', 'name', 'size')
        const message = `This is a test: <img src="att:${id}"/>`
        const body = json({ title: 'Testing the API', creator, message, attachments: [String(id)] })
        const ticket = expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
        const shown = partly({ title: 'Testing the API', creator, message, attachments: [partly({ id })] })
        expectValue(await look(probe, `/v1/tickets/${ticket}`), shown, 'the ticket')
      },
    },
    {
      says: 'Every request needs the key as well, although the text names the token alone',
      source: 'seed: Use the access token; §9.1',
      async run(probe) {
        const { Authorization = '' } = await headersOf(probe, 'app')
        const given = { as: 'nobody', headers: { Authorization } } as const
        expectStatus(await call(probe, 'GET', '/v1/apis', given), 401)
      },
    },
    {
      says: 'A numeric creator and a textual one open tickets of the same user',
      source: '§9.1',
      async run(probe) {
        const user = await makeUser(probe)
        for (const creator of [user.id, user.guid]) {
          const answer = await call(probe, 'POST', '/v1/tickets', { body: json({ creator, message: 'Hi' }) })
          expectMade(answer, '/v1/tickets')
        }
        const list = await prepare(probe, 'GET', `/v1/tickets?creator=${user.id}`)
        expectValue(list.json(), partly({ total_count: 2 }), 'the list')
      },
    },
  ],
}
