import { setWorkHours } from '../../src/usecases/catalog/set-work-hours.ts'
import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectKeys, expectStatus, expectValue } from '../expect.ts'
import { notValid, ticket } from './changes.ts'
import { type Cm, call, expectMade, type Json, look, makeUser, refusals } from './client.ts'

const guid = '00000000-0000-4000-8000-000000000000'

/** §7.7 */
export const othersSection: Section<Cm> = {
  number: '7.7',
  title: 'History, public tickets, work timetable',
  cases: [
    {
      says: 'The history tells what was changed, from what to what, the oldest first',
      source: '§7.7',
      async run(probe) {
        const { creator, id, path } = await ticket(probe)
        await call(probe, 'PUT', path, { body: json({ status: 'closed', priority: 'high' }) })
        await call(probe, 'POST', `${path}/replies`, { body: json({ creator, message: 'Thanks' }) })
        const answer = await call(probe, 'GET', `${path}/history`)
        const entry = { id: any.id, timestamp: any.id, actor: null, actor_name: any.someText }
        const changes = [
          { field: 'status', from: 'open', to: 'closed' },
          { field: 'priority', from: 'medium', to: 'high' },
        ]
        expectValue(
          answer.json(),
          {
            total_count: 3,
            offset: 0,
            length: 20,
            data: [
              { ...entry, item: 'ticket', action: 'add', resource: id, parent: null, changes: [] },
              { ...entry, item: 'ticket', action: 'update', resource: id, parent: null, changes },
              { ...entry, item: 'reply', action: 'add', resource: any.id, parent: id, changes: [] },
            ],
          },
          'the history',
        )
      },
    },
    ...refusals('§7.7', [
      {
        says: 'The history of an unknown ticket is 404',
        path: '/v1/tickets/999999999/history',
        status: 404,
        message: 'Ticket 999999999 does not exist',
      },
      {
        says: 'A public ticket takes no integer',
        path: '/v1/tickets/public',
        body: { creator: 1, message: 'x' },
        status: 400,
        message: notValid('creator'),
        field: 'creator',
      },
      {
        says: 'nor its digits',
        path: '/v1/tickets/public',
        body: { creator: '1', message: 'x' },
        status: 400,
        message: notValid('creator'),
        field: 'creator',
      },
      {
        says: 'and a hash_uuid of nobody is 422',
        path: '/v1/tickets/public',
        body: { creator: guid, message: 'x' },
        status: 422,
        message: `User ${guid} does not exist`,
        field: 'creator',
      },
    ]),
    {
      says: 'A public ticket is opened with the hash_uuid of its creator',
      source: '§7.7',
      async run(probe) {
        const user = await makeUser(probe)
        const body = json({ creator: user.guid, message: 'Hi' })
        const id = expectMade(await call(probe, 'POST', '/v1/tickets/public', { body }), '/v1/tickets')
        expectValue((await look(probe, `/v1/tickets/${id}`)).creator, user.id, 'the creator')
      },
    },
    {
      says: 'The work timetable has weeks and holidays',
      source: '§7.7',
      async run(probe) {
        const answer = await call(probe, 'GET', '/v1/settings/work-timetable')
        expectStatus(answer, 200)
        expectValue(answer.json(), { weeks: any.list, holidays: any.list }, 'the answer')
      },
    },
    {
      says: 'Without configuration both are empty',
      source: '§7.7',
      needs: 'clock',
      async run(probe) {
        const answer = await call(probe, 'GET', '/v1/settings/work-timetable')
        expectValue(answer.json(), { weeks: [], holidays: [] }, 'the answer')
      },
    },
    {
      says: 'A queue that works has all seven days; its days off are dates',
      source: '§7.7',
      needs: 'clock',
      async run(probe) {
        const hours = [{ from: '09:00', to: '18:00' }]
        const none = { tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
        await setWorkHours(probe.desk.desk, probe.desk.as(), 1, {
          workHours: { monday: hours, ...none },
          holidays: ['2030-12-25'],
        })
        const answer = await call(probe, 'GET', '/v1/settings/work-timetable')
        const days = ['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
        const rest = Object.fromEntries(days.map((day) => [day, []]))
        const found = answer.json() as { weeks: Json[] }
        expectValue(found, {
          weeks: [{ queueId: 1, Monday: hours, ...rest }],
          holidays: [{ queueId: 1, days: ['2030-12-25'] }],
        })
        expectKeys(found.weeks[0], 'queueId', 'Monday', ...days)
      },
    },
  ],
}
