import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { expectStatus, expectValue } from '../expect.ts'
import { type Cm, type CmProbe, call, idsOf, look, makeTicket, makeUser, refusals } from './client.ts'

const notValid = (name: string) => `The "${name}" parameter is not valid`

/** Two tickets of one user, of which the second differs in everything. */
async function two(probe: CmProbe) {
  const { id: creator, guid: creatorGuid } = await makeUser(probe)
  const mark = probe.unique('chat')
  const one = await makeTicket(probe, creator, { external_id: mark })
  const other = await makeTicket(probe, creator, { external_id: mark, queue: 2, source: 3, priority: 'high' })
  await call(probe, 'PUT', `/v1/tickets/${other.id}`, { body: json({ status: 'closed' }) })
  return { creator, creatorGuid, mark: encodeURIComponent(mark), one: one.id, other: other.id }
}

/** §7.2 */
export const listTickets: Section<Cm> = {
  number: '7.2',
  title: 'List tickets — GET /v1/tickets',
  cases: [
    {
      says: 'external_id finds exactly its tickets, the newest first, with an integer id',
      source: '§7.2; §11.12',
      async run(probe) {
        const { mark, one, other } = await two(probe)
        const answer = await call(probe, 'GET', `/v1/tickets?external_id=${mark}`)
        expectValue(idsOf(answer), [other, one], 'the tickets')
      },
    },
    ...(
      [
        ['queue=2', 'other'],
        ['queue=1', 'one'],
        ['source=3', 'other'],
        ['status=open', 'one'],
        ['status=closed', 'other'],
        ['status=solved', 'other'],
        ['status=pending', 'none'],
        ['priority=high', 'other'],
        ['priority=medium', 'one'],
        ['creator=999999999', 'none'],
        ['solver=999999999', 'none'],
        ['created_from=4000000000', 'none'],
        ['created_to=1', 'none'],
      ] as const
    ).map(([query, which]) => ({
      says: `${query} filters`,
      source: '§7.2' as const,
      async run(probe: CmProbe) {
        const found = await two(probe)
        const answer = await call(probe, 'GET', `/v1/tickets?external_id=${found.mark}&${query}`)
        expectValue(idsOf(answer), which === 'none' ? [] : [found[which]], 'the tickets')
      },
    })),
    {
      says: 'creator filters by integer and by textual id',
      source: '§7.2',
      async run(probe) {
        const { creator, creatorGuid, one, other } = await two(probe)
        for (const ref of [creator, creatorGuid])
          expectValue(
            idsOf(await call(probe, 'GET', `/v1/tickets?creator=${ref}`)),
            [other, one],
            'the tickets',
          )
      },
    },
    {
      says: 'sort=last_update and order=asc put them in another order',
      source: '§7.2',
      needs: 'clock',
      async run(probe) {
        const { id: creator } = await makeUser(probe)
        const one = await makeTicket(probe, creator)
        probe.desk.clock.advance(1000)
        const other = await makeTicket(probe, creator)
        probe.desk.clock.advance(1000)
        await call(probe, 'PUT', `/v1/tickets/${one.id}`, { body: json({ title: 'New' }) })
        const list = async (query: string) => idsOf(await call(probe, 'GET', `/v1/tickets?${query}`))
        expectValue(await list('sort=last_update'), [one.id, other.id], 'by last update')
        expectValue(await list('sort=created&order=asc'), [one.id, other.id], 'the oldest first')
        expectValue(await list(''), [other.id, one.id], 'as usual')
      },
    },
    ...refusals(
      '§7.2',
      ['status=x', 'priority=1', 'queue=x', 'sort=id', 'order=up', 'created_from=-1'].map((query) => {
        const field = query.split('=')[0] ?? ''
        return {
          says: `${query} is 400`,
          path: `/v1/tickets?${query}`,
          status: 400,
          message: notValid(field),
          field,
        }
      }),
    ),
    {
      says: 'last_update moves with a reply, a change of status and a new classification',
      source: '§7.2',
      needs: 'clock',
      async run(probe) {
        const { id: creator } = await makeUser(probe)
        const { id } = await makeTicket(probe, creator)
        const path = `/v1/tickets/${id}`
        const before = Number((await look(probe, path)).last_update)
        const changes = [
          ['POST', `${path}/replies`, { creator, message: 'Hi' }],
          ['PUT', path, { status: 'pending' }],
          ['PUT', path, { queue: 2 }],
        ] as const
        for (const [index, [method, where, body]] of changes.entries()) {
          probe.desk.clock.advance(10_000)
          expectStatus(await call(probe, method, where, { body: json(body) }), 200)
          expectValue((await look(probe, path)).last_update, before + 10 * (index + 1), 'last_update')
        }
      },
    },
  ],
}
