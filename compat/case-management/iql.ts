import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { expectValue } from '../expect.ts'
import { type Cm, type CmProbe, call, idsOf, makeTicket, makeUser, prepare, refusals } from './client.ts'

/** Blanks as plus signs, so that a report knows the ids between them. */
const searchPath = (list: string, iql: string) => `/v1/${list}?${new URLSearchParams({ iql })}`
const at = (place: number, why: string) => `The "iql" parameter is not valid at character ${place}: ${why}`

/** @returns what an expression finds among two tickets of the case's own: `one`, and `two`, which differs in everything */
async function found(probe: CmProbe, iql: (ids: { one: number; two: number; creator: number }) => string) {
  const { id: creator } = await makeUser(probe)
  const one = (await makeTicket(probe, creator, { title: 'A "B" (C)' })).id
  const more = { queue: 2, priority: 'high', external_id: 'chat-2', source: 3 }
  const two = (await makeTicket(probe, creator, more)).id
  await prepare(probe, 'PUT', `/v1/tickets/${two}`, { body: json({ status: 'closed' }) })
  const expression = `creator IS ${creator} AND (${iql({ one, two, creator })})`
  const answer = await call(probe, 'GET', searchPath('tickets', expression))
  const names = new Map<unknown, string>([
    [one, 'one'],
    [two, 'two'],
  ])
  return idsOf(answer).map((id) => names.get(id))
}

type Ids = Parameters<Parameters<typeof found>[1]>[0]
const rows: readonly [iql: string | ((ids: Ids) => string), names: string[]][] = [
  ['queue IS 2 AND status IS NOT "closed"', []],
  ['queue IS 1 AND status IS NOT "closed"', ['one']],
  ['queue is 2', ['two']],
  ['queue IS NOT 2', ['one']],
  ['status IS "closed"', ['two']],
  ['priority IS "high" OR title IS "A \\"B\\" (C)"', ['two', 'one']],
  ['external_id IS EMPTY', ['one']],
  ['external_id IS NOT EMPTY', ['two']],
  ['solver IS EMPTY', ['two', 'one']],
  ['attachments IS EMPTY', ['two', 'one']],
  ['source IS 3', ['two']],
  ['queue > 1', ['two']],
  ['queue >= 1', ['two', 'one']],
  ['queue < 2', ['one']],
  ['queue <= 2', ['two', 'one']],
  ['queue IS 1 OR queue IS 2 AND status IS "open"', ['one']],
  ['(queue IS 1 OR queue IS 2) AND status IS "closed"', ['two']],
  ['created > 4000000000', []],
  [({ one }) => `id IS ${one}`, ['one']],
  [({ one }) => `uuid > ${one}`, ['two']],
]

/** §10 */
export const iqlSection: Section<Cm> = {
  number: '10',
  title: 'IQL — GET /v1/tickets?iql= and /v1/users?iql=',
  cases: [
    ...rows.map(([iql, names]) => ({
      says: `${typeof iql === 'string' ? iql : iql({ one: 1, two: 2, creator: 3 })} finds ${names.length === 0 ? 'nothing' : names.length === 1 ? 'one of two' : 'both'}`,
      source: '§10' as const,
      async run(probe: CmProbe) {
        expectValue(await found(probe, typeof iql === 'string' ? () => iql : iql), names, 'the tickets')
      },
    })),
    {
      says: 'Users are found as well',
      source: '§10',
      async run(probe) {
        const { id, address } = await makeUser(probe)
        const answer = await call(
          probe,
          'GET',
          searchPath('users', `address IS "${address}" AND id IS ${id}`),
        )
        expectValue(idsOf(answer), [id], 'the users')
      },
    },
    {
      says: 'Pages go with it',
      source: '§10',
      async run(probe) {
        const { id } = await makeUser(probe)
        const [, second] = [await makeTicket(probe, id), await makeTicket(probe, id)]
        const path = `${searchPath('tickets', `creator IS ${id}`)}&offset=0&length=1`
        expectValue(idsOf(await call(probe, 'GET', path)), [second.id], 'the tickets')
      },
    },
    ...refusals('§10', [
      {
        says: 'Other filters do not',
        path: `${searchPath('tickets', 'queue IS 2')}&queue=2`,
        status: 400,
        message: 'The "iql" parameter cannot be used together with other filters',
        field: 'iql',
      },
      ...(
        [
          ['queue = 2', at(7, 'unexpected "="')],
          ['queue IS', at(9, 'a number or a text in double quotes is expected, not the end')],
          ['queue IS two', at(10, 'a number or a text in double quotes is expected, not "two"')],
          ['queue IS 2 AND', at(15, 'a field or "(" is expected, not the end')],
          ['(queue IS 2', at(12, '")" is expected, not the end')],
          ['status IS "open', at(11, 'the closing quote of the text is missing')],
          ['status IS "lost"', at(11, 'one of open, pending, closed, solved is expected')],
          ['status > 1', at(8, '"status" has no order, so > cannot be used')],
        ] as const
      ).map(([iql, message]) => ({
        says: `${iql} is 400 and says where`,
        path: searchPath('tickets', iql),
        status: 400,
        message,
        field: 'iql',
      })),
    ]),
  ],
}
