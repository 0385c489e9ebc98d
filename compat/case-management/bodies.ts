import { form, json, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { expectStatus, expectValue, partly } from '../expect.ts'
import {
  addressOf,
  type Cm,
  type CmProbe,
  call,
  callUntyped,
  expectMade,
  expectRefusal,
  type Json,
  look,
  makeTicket,
  makeUser,
} from './client.ts'

const formType = 'application/x-www-form-urlencoded'

/** §3: each form of body on POST, PUT and PATCH. */
const forms: readonly { readonly what: string; readonly type: string | null; readonly asForm?: boolean }[] = [
  { what: 'JSON with its type', type: 'application/json' },
  { what: 'JSON with a charset', type: 'application/json; charset=utf-8' },
  { what: 'JSON as `application/json-put+json`', type: 'application/json-put+json' },
  { what: 'JSON without any Content-Type', type: null },
  { what: 'JSON under the type of forms', type: formType },
  { what: 'a form', type: formType, asForm: true },
  { what: 'a form without any Content-Type', type: null, asForm: true },
]

async function sendAs(probe: CmProbe, of: (typeof forms)[number], method: string, path: string, body: Json) {
  const text = of.asForm
    ? new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)])).toString()
    : JSON.stringify(body)
  if (of.type === null) return callUntyped(probe, method, path, text)
  return call(probe, method, path, { body: raw(of.type, text) })
}

export const bodiesSection: Section<Cm> = {
  number: '3',
  title: 'Bodies as real clients send them',
  cases: [
    ...forms.map((of) => ({
      says: `POST, PUT and PATCH take ${of.what}`,
      source: '§3; §11.13' as const,
      async run(probe: CmProbe) {
        const user = { name: 'Ann', address: addressOf(probe, 'Ann') }
        const id = expectMade(await sendAs(probe, of, 'POST', '/v1/users', user), '/v1/users', 'hash_uuid')
        expectStatus(await sendAs(probe, of, 'PUT', `/v1/users/${id}`, { name: 'Anna' }), 200)
        expectValue((await look(probe, `/v1/users/${id}`)).name, 'Anna', 'the name')
        const { id: ticket } = await makeTicket(probe, id)
        const path = `/v1/tickets/${ticket}`
        expectStatus(await sendAs(probe, of, 'PATCH', path, { status: 'pending' }), 200)
        expectValue((await look(probe, path)).status, 'pending', 'the status')
      },
    })),
    {
      says: 'The nested form of PHP clients is stored and returned; `autoclassify=1` is taken',
      source: '§3; §11.11',
      async run(probe) {
        const { id } = await makeUser(probe)
        const body = form({
          creator: String(id),
          message: 'Hi',
          autoclassify: '1',
          'history[messages][0][message]': 'Hello',
          'history[messages][0][user]': 'guest',
        })
        const made = expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
        const { history } = await look(probe, `/v1/tickets/${made}`)
        expectValue(history, { messages: [{ message: 'Hello', user: 'guest' }] }, 'the history')
      },
    },
    {
      says: 'Booleans come as `true`, `false`, `1`, `0`, also as text',
      source: '§3',
      async run(probe) {
        const { id } = await makeUser(probe)
        for (const autoclassify of [true, false, 1, 0, 'true', 'false', '1', '0']) {
          const body = json({ creator: String(id), message: 'Hi', autoclassify })
          expectStatus(await call(probe, 'POST', '/v1/tickets', { body }), 200)
        }
      },
    },
    {
      says: 'Unknown fields are ignored',
      source: '§3',
      async run(probe) {
        const { id } = await makeUser(probe)
        const body = json({ creator: id, message: 'Hi', language: 'en', '0': 1 })
        expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
      },
    },
    ...['{"name": "Ann"', '[1]', '"text"', '12'].map((text) => ({
      says: `A body that cannot be read is 400 \`Invalid JSON body\`: ${text}`,
      source: '§3; §4.3' as const,
      async run(probe: CmProbe) {
        const answer = await call(probe, 'POST', '/v1/users', { body: raw('application/json', text) })
        expectRefusal(answer, 400, 'Invalid JSON body')
      },
    })),
    {
      says: 'An address with a raw `@` and a raw `+` in the query is found',
      source: '§3; §11.10',
      async run(probe) {
        const address = addressOf(probe, 'Ann').replace('@', '+x@')
        const made = await call(probe, 'POST', '/v1/users', { body: json({ name: 'Ann', address }) })
        const { id } = made.json() as Json
        const answer = await call(probe, 'GET', `/v1/users?address=${address}`)
        expectValue(answer.json(), partly({ total_count: 1, data: [partly({ id, address })] }), 'the list')
      },
    },
  ],
}

/** §4.1 */
export const idsSection: Section<Cm> = {
  number: '4.1',
  title: 'Identifiers',
  cases: [
    {
      says: '`uuid` is an integer, `id` the same, `full_uuid` an RFC 4122 UUID',
      source: '§4.1; §11.5',
      async run(probe) {
        const { id: creator } = await makeUser(probe)
        const body = json({ creator, message: 'Hi' })
        expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
      },
    },
    ...(['id', 'text', 'guid', 'GUID'] as const).map((how) => ({
      says: `A path takes ${{ id: 'the integer', text: 'the integer with blanks', guid: 'the textual id', GUID: 'the textual id in capitals' }[how]}`,
      source: '§4.1' as const,
      async run(probe: CmProbe) {
        const { id: creator } = await makeUser(probe)
        const { id, guid } = await makeTicket(probe, creator)
        probe.name(id, 'case')
        const ref = { id: String(id), text: `%20${id}%20`, guid, GUID: guid.toUpperCase() }[how]
        const answer = await call(probe, 'GET', `/v1/tickets/${ref}`)
        expectStatus(answer, 200)
        expectValue((answer.json() as Json).id, id, 'the id')
      },
    })),
    {
      says: 'Replies and media have both kinds of id as well',
      source: '§4.1',
      async run(probe) {
        const { id: creator } = await makeUser(probe)
        const { id } = await makeTicket(probe, creator)
        const path = `/v1/tickets/${id}/replies`
        expectMade(await call(probe, 'POST', path, { body: json({ creator, message: 'Hi' }) }), path)
        const medium = json({ name: 'a.txt', content: 'YQ==' })
        expectMade(await call(probe, 'POST', '/v1/media', { body: medium }), '/v1/media', 'name', 'size')
      },
    },
  ],
}
