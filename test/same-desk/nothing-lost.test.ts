import assert from 'node:assert/strict'
import { builtIn } from '../../src/domain/catalog.ts'
import { changeCase } from '../../src/usecases/cases/change-case.ts'
import { restoreCase, trashCase } from '../../src/usecases/cases/trash-case.ts'
import { addNote } from '../../src/usecases/messages/add-note.ts'
import { onEachEngine } from '../harness/engines.ts'
import { call, type World } from './client.ts'
import { inWorld } from './connect.ts'

const row = (world: World, number: number) =>
  world.on.desk.db.selectFrom('cases').selectAll().where('number', '=', number).executeTakeFirst()

/** Everything that some wire cannot say, on one case. */
async function richCase(world: World, number: number): Promise<void> {
  await changeCase(world.on.desk, world.on.as(), number, {
    status: builtIn.status.onHold,
    priority: builtIn.priority.normal,
    urgency: 4,
    impact: 2,
    level: 3,
    mode: 2,
    request_type: 2,
    category: 1,
    group: 1,
    tagIds: [1, 2],
    assigneeId: world.rep.id,
    externalId: 'CRM-118',
    fields: { udf_char1: 'kept', udf_long1: 7 },
    details: { impact_details: 'two floors', order_data: { refNo: 'A-1' } },
    dueAt: world.on.clock.now + 86_400_000,
    resolution: '<p>so far</p>',
  })
}

onEachEngine(
  'what a small vocabulary shows, written back through it, changes nothing (mapping.md)',
  (engine) =>
    inWorld(engine, async (world, clients) => {
      const number = (await clients[2]?.open('Printer on fire', 'It burns.')) ?? 0
      await richCase(world, number)
      const before = await row(world, number)
      world.on.clock.advance(1_000)

      const auth = await call(world, {
        method: 'POST',
        url: '/v1/auth',
        headers: { 'x-inbenta-key': world.caseManagement.key },
        json: { secret: world.caseManagement.secret },
      })
      const headers = {
        'x-inbenta-key': world.caseManagement.key,
        authorization: `Bearer ${(auth.json as { accessToken: string }).accessToken}`,
      }
      const ticket = (await call(world, { url: `/v1/tickets/${number}`, headers })).json as Record<
        string,
        unknown
      >
      const { title, status, priority, queue, solver, external_id } = ticket
      const back = { title, status, priority, queue, solver, external_id }
      assert.deepEqual([status, priority], ['pending', 'medium'])
      await call(world, { method: 'PUT', url: `/v1/tickets/${number}`, headers, json: back })
      assert.deepEqual(await row(world, number), before, 'Case Management')

      const login = await call(world, {
        method: 'POST',
        url: '/api/v1/user/login/',
        headers: { apikey: world.supportTicket.apikey },
        form: { username: world.customer.email, password: world.customer.password },
      })
      const ticketHeaders = {
        apikey: world.supportTicket.apikey,
        authorization: `Bearer ${(login.json as { access: string }).access}`,
      }
      await call(world, {
        method: 'POST',
        url: '/api/v1/support/update/ticket/',
        headers: ticketHeaders,
        json: { ticket_id: number, priority: '2', tags: [1, 2] },
      })
      assert.deepEqual(await row(world, number), before, 'Support Ticket')

      const keyed = { authtoken: world.rep.key }
      const { request } = (await call(world, { url: `/api/v3/requests/${number}`, headers: keyed })).json as {
        request: Record<string, unknown>
      }
      const same = Object.fromEntries(
        [
          'subject',
          'status',
          'priority',
          'urgency',
          'impact',
          'level',
          'mode',
          'category',
          'group',
          'technician',
          'udf_fields',
        ].map((key) => [key, request[key]]),
      )
      await call(world, {
        method: 'PUT',
        url: `/api/v3/requests/${number}`,
        headers: keyed,
        form: { input_data: JSON.stringify({ request: same }) },
      })
      assert.deepEqual(await row(world, number), before, 'REST v3')
    }),
)

onEachEngine('closing and reopening through any wire loses nothing that the wire cannot say', (engine) =>
  inWorld(engine, async (world, clients) => {
    const kept = (of: Awaited<ReturnType<typeof row>>) =>
      of && [
        of.urgency_id,
        of.impact_id,
        of.level_id,
        of.mode_id,
        of.group_id,
        of.tag_ids,
        of.assignee_id,
        of.external_id,
        of.fields,
        of.details,
        of.due_at,
        of.resolution,
        of.priority_id,
      ]
    for (const client of clients) {
      const number = await client.open('Printer on fire', 'It burns.')
      await richCase(world, number)
      const before = kept(await row(world, number))
      await client.close(number)
      await client.reopen(number)
      assert.deepEqual(kept(await row(world, number)), before, client.name)
    }
  }),
)

onEachEngine('an internal note never reaches a wire of the requester’s side', (engine) =>
  inWorld(engine, async (world, clients) => {
    const number = (await clients[0]?.open('Printer on fire', 'It burns.')) ?? 0
    await addNote(world.on.desk, world.on.as(), number, { body: 'do not tell them', bodyFormat: 'text' })
    await addNote(world.on.desk, world.on.as(), number, {
      body: 'tell them',
      bodyFormat: 'text',
      showToRequester: true,
    })
    for (const client of clients.filter(({ side }) => side === 'requester')) {
      const { messages } = await client.read(number)
      assert.deepEqual(
        messages.map(({ text }) => text),
        ['tell them'],
        client.name,
      )
    }
  }),
)

onEachEngine('a trashed case is gone from every list and comes back whole (mapping.md)', (engine) =>
  inWorld(engine, async (world, clients) => {
    const number = (await clients[1]?.open('Printer on fire', 'It burns.')) ?? 0
    await clients[0]?.reply(number, 'Any news?')
    await trashCase(world.on.desk, world.on.as(), number)
    for (const client of clients) {
      assert.equal(await client.lists(number), false, client.name)
      if (client.side === 'requester' && client.name !== 'Messages')
        await assert.rejects(client.read(number), client.name)
    }
    await restoreCase(world.on.desk, world.on.as(), number)
    for (const client of clients) {
      assert.equal(await client.lists(number), true, client.name)
      assert.equal((await client.read(number)).messages.length, 1, client.name)
    }
  }),
)
