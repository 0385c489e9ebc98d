import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import {
  addressOf,
  type Cm,
  call,
  expectMade,
  expectRefusal,
  idsOf,
  type Json,
  look,
  makeUser,
  refusals,
} from './client.ts'

const required = (name: string) => `The "${name}" parameter is required`
const notValid = (name: string) => `The "${name}" parameter is not valid`
const good = { name: 'Ann', address: 'ann@example.com' }

/** §6.1 */
export const registerUser: Section<Cm> = {
  number: '6.1',
  title: 'Register a user — POST /v1/users',
  cases: [
    {
      says: 'Name and address register a user; the answer is the id',
      source: 'seed: Users; §11.5',
      async run(probe) {
        const body = json({ name: 'Lorem Ipsum', address: addressOf(probe, 'test') })
        const answer = await call(probe, 'POST', '/v1/users', { body })
        expectMade(answer, '/v1/users', 'hash_uuid')
        const { full_uuid, hash_uuid } = answer.json() as Json
        expectValue(hash_uuid, full_uuid, 'hash_uuid')
      },
    },
    {
      says: 'A known address answers the user that has it, unchanged, whatever the letter case',
      source: '§6.1',
      async run(probe) {
        const { id, address } = await makeUser(probe)
        const body = json({ name: 'Somebody else', address: address.toUpperCase() })
        expectValue(
          expectMade(await call(probe, 'POST', '/v1/users', { body }), '/v1/users', 'hash_uuid'),
          id,
        )
        expectValue((await look(probe, `/v1/users/${id}`)).name, 'Ann', 'the name')
      },
    },
    {
      says: 'Name and address are kept trimmed, extra fields in their order',
      source: '§6.1',
      async run(probe) {
        const address = addressOf(probe, 'Ann')
        const extra = [
          { id: 9, content: 'x' },
          { id: 2, content: 'C123-U456' },
        ]
        const body = json({ name: ' Ann Lee ', address: ` ${address} `, extra })
        const id = expectMade(await call(probe, 'POST', '/v1/users', { body }), '/v1/users', 'hash_uuid')
        expectValue(await look(probe, `/v1/users/${id}`), partly({ name: 'Ann Lee', address, extra }))
      },
    },
    ...refusals(
      '§6.1',
      (
        [
          ['no name', { name: undefined }, required('name'), 'name'],
          ['a blank name', { name: ' ' }, required('name'), 'name'],
          ['a name that is no text', { name: 7 }, notValid('name'), 'name'],
          [
            'a name of 256 characters',
            { name: 'x'.repeat(256) },
            'The "name" parameter is longer than 255 characters',
            'name',
          ],
          ['no address', { address: undefined }, required('address'), 'address'],
          ['an address that is none', { address: 'nobody' }, notValid('address'), 'address'],
          ['an address that is no text', { address: 7 }, notValid('address'), 'address'],
          [
            'an address of 255 characters',
            { address: `${'x'.repeat(243)}@example.com` },
            notValid('address'),
            'address',
          ],
          ['extra that is no list', { extra: 'x' }, notValid('extra'), 'extra'],
          [
            'extra content of 2001 characters',
            { extra: [{ id: 1, content: 'x'.repeat(2001) }] },
            notValid('extra'),
            'extra',
          ],
        ] as const
      ).map(([what, change, message, field]) => ({
        says: `400 for ${what}`,
        path: '/v1/users',
        body: { ...good, ...change },
        status: 400,
        message,
        field,
      })),
    ),
  ],
}

/** §6.2 */
export const findUsers: Section<Cm> = {
  number: '6.2',
  title: 'Find users — GET /v1/users',
  cases: [
    {
      says: 'An address finds its user, with extra, whatever the letter case',
      source: '§6.2; §11.10',
      async run(probe) {
        const extra = [{ id: 2, content: 'C123-U456' }]
        const { id, guid, address } = await makeUser(probe, 'Ann', { extra })
        const answer = await call(
          probe,
          'GET',
          `/v1/users?address=${encodeURIComponent(address.toUpperCase())}`,
        )
        const user = { id, uuid: id, full_uuid: guid, hash_uuid: guid, name: 'Ann', address, extra }
        expectValue(answer.json(), { total_count: 1, offset: 0, length: 20, data: [user] }, 'the list')
      },
    },
    {
      says: 'A part of the name finds as well; without extra fields extra is an empty list',
      source: '§6.2',
      async run(probe) {
        const name = probe.unique('Zebedee')
        const { id } = await makeUser(probe, name)
        const answer = await call(probe, 'GET', `/v1/users?name=${encodeURIComponent(name.slice(3))}`)
        expectValue(answer.json(), partly({ data: [partly({ id, extra: [] })] }), 'the list')
      },
    },
    ...refusals('§6.2', [
      {
        says: 'A filter that is not known is 400',
        path: '/v1/users?phone=1',
        status: 400,
        message: 'The "phone" parameter is not supported',
        field: 'phone',
      },
    ]),
  ],
}

/** §6.3 and §6.4 */
export const changeUser: Section<Cm> = {
  number: '6.4',
  title: 'Read and change a user — GET, PUT, PATCH /v1/users/{id}',
  cases: [
    {
      says: 'A user is read by integer and textual id',
      source: '§6.3',
      async run(probe) {
        const { id, guid } = await makeUser(probe)
        for (const ref of [id, guid])
          expectValue((await call(probe, 'GET', `/v1/users/${ref}`)).json(), partly({ id, full_uuid: guid }))
      },
    },
    {
      says: 'What is not given stays; extra is put in place by id, empty content clears',
      source: '§6.4; §11.13',
      async run(probe) {
        const extra = [
          { id: 1, content: 'a' },
          { id: 2, content: 'b' },
        ]
        const { id, address } = await makeUser(probe, 'Ann', { extra })
        const path = `/v1/users/${id}`
        const change = [
          { id: 1, content: '' },
          { id: 3, content: 'c' },
        ]
        const answer = await call(probe, 'PUT', path, { body: json({ extra: change }) })
        expectStatus(answer, 200)
        expectValue(answer.json(), { uuid: id, id }, 'the answer')
        const [, kept] = extra
        const now = partly({ name: 'Ann', address, extra: [kept, change[1]] })
        expectValue(await look(probe, path), now, 'the user')
        expectStatus(await call(probe, 'PATCH', path, { body: json({ name: 'Anna' }) }), 200)
        expectValue(await look(probe, path), partly({ name: 'Anna', address }), 'the user')
      },
    },
    {
      says: 'An address of somebody else is 422',
      source: '§6.4',
      async run(probe) {
        const [one, other] = [await makeUser(probe, 'Ann'), await makeUser(probe, 'Bob')]
        const body = json({ address: other.address })
        const answer = await call(probe, 'PUT', `/v1/users/${one.id}`, { body })
        expectRefusal(answer, 422, 'The "address" parameter is used by another user', 'address')
      },
    },
    {
      says: 'Wrong values are 400',
      source: '§6.4',
      async run(probe) {
        const { id } = await makeUser(probe)
        const put = (body: Json) => call(probe, 'PUT', `/v1/users/${id}`, { body: json(body) })
        expectRefusal(await put({ name: '' }), 400, required('name'), 'name')
        expectRefusal(await put({ address: 'x' }), 400, notValid('address'), 'address')
      },
    },
    ...refusals('§6.4', [
      {
        says: 'An unknown user is 404',
        method: 'PUT',
        path: '/v1/users/999999999',
        body: { name: 'x' },
        status: 404,
        message: 'User 999999999 does not exist',
      },
    ]),
  ],
}

/** §6.5 */
export const publicUser: Section<Cm> = {
  number: '6.5',
  title: 'A user by address, for browsers — GET /v1/users/public',
  cases: [
    {
      says: 'It tells name, address and hash_uuid and nothing else',
      source: '§6.5',
      async run(probe) {
        const { guid, address } = await makeUser(probe)
        const answer = await call(probe, 'GET', `/v1/users/public?address=${address}`)
        expectStatus(answer, 200)
        expectKeys(answer.json(), 'name', 'address', 'hash_uuid')
        expectValue(answer.json(), { name: 'Ann', address, hash_uuid: guid }, 'the answer')
      },
    },
    {
      says: 'An unknown address is 404, none at all 400',
      source: '§6.5',
      async run(probe) {
        const address = addressOf(probe, 'nobody')
        const unknown = await call(probe, 'GET', `/v1/users/public?address=${address}`)
        expectRefusal(unknown, 404, `User ${address} does not exist`)
        const none = await call(probe, 'GET', '/v1/users/public')
        expectRefusal(none, 400, required('address'), 'address')
      },
    },
    {
      says: 'Its hash_uuid opens a ticket',
      source: '§6.5; §7.7',
      async run(probe) {
        const { id, address } = await makeUser(probe)
        const found = (await call(probe, 'GET', `/v1/users/public?address=${address}`)).json() as Json
        const body = json({ creator: found.hash_uuid, message: 'Hi' })
        const made = await call(probe, 'POST', '/v1/tickets/public', { body })
        expectMade(made, '/v1/tickets')
        expectValue(idsOf(await call(probe, 'GET', `/v1/tickets?creator=${id}`)), [any.id], 'the tickets')
      },
    },
  ],
}
