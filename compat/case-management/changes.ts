import { builtIn } from '../../src/domain/catalog.ts'
import { changeCase } from '../../src/usecases/cases/change-case.ts'
import { buildRep } from '../../test/harness/build.ts'
import { form, json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectStatus, expectValue, partly } from '../expect.ts'
import {
  type Cm,
  type CmProbe,
  call,
  expectMade,
  expectRefusal,
  idsOf,
  type Json,
  look,
  makeTicket,
  makeUser,
  refusals,
} from './client.ts'

export const notValid = (name: string) => `The "${name}" parameter is not valid`

/** Opens a ticket of a user of the case's own. */
export async function ticket(probe: CmProbe, more: Json = {}) {
  const { id: creator } = await makeUser(probe)
  const { id } = await makeTicket(probe, creator, more)
  return { creator, id, path: `/v1/tickets/${id}` }
}

/** §7.3 and §7.4 */
export const changeTicket: Section<Cm> = {
  number: '7.4',
  title: 'Read and change a ticket — GET, PUT, PATCH /v1/tickets/{id}',
  cases: [
    ...(
      [
        ['title', 'New'],
        ['status', 'pending'],
        ['status', 'closed'],
        ['priority', 'high'],
        ['queue', 2],
        ['external_id', 'chat-9'],
      ] as const
    ).map(([name, value]) => ({
      says: `${name} becomes ${value}, and the rest stays`,
      source: '§7.4; §11.13' as const,
      async run(probe: CmProbe) {
        const { id, path } = await ticket(probe)
        const before = await look(probe, path)
        const answer = await call(probe, 'PUT', path, { body: json({ [name]: value }) })
        expectStatus(answer, 200)
        expectValue(answer.json(), { uuid: id, id }, 'the answer')
        expectValue(await look(probe, path), { ...before, [name]: value, last_update: any.id }, 'the ticket')
      },
    })),
    {
      says: '`solved` is taken for closed; a form and PATCH work as well',
      source: '§7.2; §7.4; §11.13',
      async run(probe) {
        const { path } = await ticket(probe)
        expectStatus(
          await call(probe, 'PATCH', path, { body: form({ status: 'solved', priority: 'low' }) }),
          200,
        )
        expectValue(await look(probe, path), partly({ status: 'closed', priority: 'low' }), 'the ticket')
      },
    },
    {
      says: 'A rep is its solver, by integer and by textual id',
      source: '§7.1; §7.4',
      needs: 'operator',
      async run(probe) {
        const rep = await buildRep(probe.desk)
        for (const solver of [rep.id, rep.guid]) {
          const { path } = await ticket(probe)
          expectStatus(await call(probe, 'PUT', path, { body: json({ solver }) }), 200)
          expectValue((await look(probe, path)).solver, rep.id, 'the solver')
        }
      },
    },
    {
      says: 'A word that the ticket shows already changes nothing of what stands behind it',
      source: '§7.2',
      needs: 'operator',
      async run(probe) {
        const { id, path } = await ticket(probe)
        await changeCase(probe.desk.desk, probe.desk.as(), id, { status: builtIn.status.onHold })
        const before = await look(probe, path)
        expectStatus(await call(probe, 'PUT', path, { body: json({ status: 'pending' }) }), 200)
        expectValue(await look(probe, path), before, 'the ticket')
      },
    },
    {
      says: 'Wrong values are 400, unknown references 422, and change nothing',
      source: '§7.4; §11.14',
      async run(probe) {
        const { path } = await ticket(probe)
        const before = await look(probe, path)
        const put = (body: Json) => call(probe, 'PUT', path, { body: json({ title: 'New', ...body }) })
        expectRefusal(await put({ status: 'done' }), 400, notValid('status'), 'status')
        expectRefusal(await put({ priority: 1 }), 400, notValid('priority'), 'priority')
        expectRefusal(await put({ queue: 999999999 }), 422, 'Queue 999999999 does not exist', 'queue')
        expectRefusal(await put({ solver: 999999999 }), 422, 'User 999999999 does not exist', 'solver')
        expectValue(await look(probe, path), before, 'the ticket')
      },
    },
    ...refusals('§7.4', [
      {
        says: 'An unknown ticket is 404',
        method: 'PUT',
        path: '/v1/tickets/999999999',
        body: { title: 'x' },
        status: 404,
        message: 'Ticket 999999999 does not exist',
      },
    ]),
  ],
}

/** §7.5 and §7.6 */
export const repliesSection: Section<Cm> = {
  number: '7.6',
  title: 'Replies — GET, POST /v1/tickets/{id}/replies',
  cases: [
    {
      says: 'A reply of the creator is a `reply`; the answer is its integer id',
      source: '§7.5; §7.6',
      async run(probe) {
        const { creator, id, path } = await ticket(probe)
        const body = json({ creator, message: 'Any news?' })
        const made = await call(probe, 'POST', `${path}/replies`, { body })
        const reply = expectMade(made, `${path}/replies`)
        const item = {
          id: reply,
          uuid: reply,
          full_uuid: any.guid,
          ticket: id,
          creator,
          type: 'reply',
          message: 'Any news?',
          attachments: [],
          created: any.id,
        }
        const list = await call(probe, 'GET', `${path}/replies`)
        expectValue(list.json(), { total_count: 1, offset: 0, length: 20, data: [item] }, 'the list')
      },
    },
    {
      says: 'A reply of somebody else is an `answer`; the oldest is first, the ticket’s own message is none',
      source: '§7.5; §7.6',
      needs: 'operator',
      async run(probe) {
        const { creator, path } = await ticket(probe)
        const rep = await buildRep(probe.desk)
        for (const by of [creator, rep.id])
          await call(probe, 'POST', `${path}/replies`, { body: json({ creator: by, message: 'Hi' }) })
        const list = (await look(probe, `${path}/replies`)).data as Json[]
        expectValue(
          list.map(({ type, creator: by }) => [type, by]),
          [
            ['reply', creator],
            ['answer', rep.id],
          ],
          'the replies',
        )
      },
    },
    {
      says: 'A reply changes no status, not even that of a closed ticket',
      source: '§7.6',
      async run(probe) {
        const { creator, path } = await ticket(probe)
        await call(probe, 'PUT', path, { body: json({ status: 'closed' }) })
        const body = json({ creator, message: 'Thanks' })
        expectStatus(await call(probe, 'POST', `${path}/replies`, { body }), 200)
        expectValue((await look(probe, path)).status, 'closed', 'the status')
      },
    },
    {
      says: 'Creator and message must be given; an unknown creator or medium is 422; nothing is left behind',
      source: '§7.6; §11.15',
      async run(probe) {
        const { creator, path } = await ticket(probe)
        const post = (body: Json) => call(probe, 'POST', `${path}/replies`, { body: json(body) })
        const required = (name: string) => `The "${name}" parameter is required`
        expectRefusal(await post({ message: 'x' }), 400, required('creator'), 'creator')
        expectRefusal(await post({ creator }), 400, required('message'), 'message')
        expectRefusal(
          await post({ creator: 999999999, message: 'x' }),
          422,
          'User 999999999 does not exist',
          'creator',
        )
        const unknown = 'Media 999999999 does not exist or has expired'
        expectRefusal(
          await post({ creator, message: 'x', attachments: [999999999] }),
          422,
          unknown,
          'attachments',
        )
        expectValue(idsOf(await call(probe, 'GET', `${path}/replies`)), [], 'the replies')
      },
    },
    ...refusals(
      '§7.6',
      [
        {
          says: 'A reply to an unknown ticket is 404',
          path: '/v1/tickets/999999999/replies',
          body: { message: 'x' },
          status: 404,
          message: 'Ticket 999999999 does not exist',
        },
        {
          says: 'So is reading its replies',
          path: '/v1/tickets/999999999/replies',
          status: 404,
          message: 'Ticket 999999999 does not exist',
        },
      ],
      async (probe, body) => ({ ...body, creator: (await makeUser(probe)).id }),
    ),
  ],
}
