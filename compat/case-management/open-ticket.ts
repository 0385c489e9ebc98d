import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectValue, partly } from '../expect.ts'
import {
  type Cm,
  type CmProbe,
  call,
  expectMade,
  expectRefusal,
  idsOf,
  type Json,
  look,
  makeUser,
  refusals,
  upload,
} from './client.ts'

const guid = '00000000-0000-4000-8000-000000000000'
const required = (name: string) => `The "${name}" parameter is required`
const notValid = (name: string) => `The "${name}" parameter is not valid`

/** Opens a ticket of a user of the case's own. @returns it as it is shown */
async function opened(probe: CmProbe, body: Json): Promise<Json> {
  const { id: creator } = await makeUser(probe)
  const answer = await call(probe, 'POST', '/v1/tickets', { body: json({ creator, message: 'Hi', ...body }) })
  return look(probe, `/v1/tickets/${expectMade(answer, '/v1/tickets')}`)
}

/** A body of a ticket whose creator there is. */
const withCreator = async (probe: CmProbe, body: Json): Promise<Json> => ({
  creator: (await makeUser(probe)).id,
  message: 'Hi',
  ...body,
})

/** §7.1 */
export const openTicket: Section<Cm> = {
  number: '7.1',
  title: 'Open a ticket — POST /v1/tickets',
  cases: [
    ...(['integer', 'digits', 'textual id'] as const).map((how) => ({
      says: `Message and creator open a ticket; the creator is an ${how === 'integer' ? 'integer' : `id as ${how}`}`,
      source: 'seed: Users; §11.5; §9.1' as const,
      async run(probe: CmProbe) {
        const user = await makeUser(probe, 'Lorem')
        const creator = { integer: user.id, digits: String(user.id), 'textual id': user.guid }[how]
        const body = json({ message: 'Lorem Ipsum', creator })
        const id = expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
        expectValue(
          await look(probe, `/v1/tickets/${id}`),
          partly({ creator: user.id, message: 'Lorem Ipsum' }),
        )
      },
    })),
    {
      says: 'Title, creator, message and attachments, as the vendor shows them',
      source: 'seed: Attachments; §11.6',
      async run(probe) {
        const { id: medium } = await upload(probe)
        const body = { title: 'Testing the API', message: 'This is a test', attachments: [String(medium)] }
        const file = partly({ id: medium, uuid: medium, name: 'file.pdf', size: 7 })
        expectValue(await opened(probe, body), partly({ title: 'Testing the API', attachments: [file] }))
      },
    },
    {
      says: 'Without a title it is the first 80 characters of the message, without tags',
      source: '§7.1; §9.1',
      async run(probe) {
        expectValue(
          (await opened(probe, { message: '<p>Printer is <b>down</b></p>' })).title,
          'Printer is down',
        )
        expectValue((await opened(probe, { message: 'x'.repeat(100) })).title, 'x'.repeat(80))
      },
    },
    {
      says: 'What is not given has a default: open, medium, queue 1, the source of the API, no solver',
      source: '§7.1; §7.2',
      async run(probe) {
        expectValue(
          await opened(probe, {}),
          {
            id: any.id,
            uuid: any.id,
            full_uuid: any.guid,
            external_id: null,
            title: 'Hi',
            message: 'Hi',
            status: 'open',
            priority: 'medium',
            queue: 1,
            source: 1,
            creator: any.id,
            solver: null,
            attachments: [],
            history: { messages: [] },
            created: any.id,
            last_update: any.id,
          },
          'the ticket',
        )
      },
    },
    ...(
      [
        ['source', 3],
        ['queue', 2],
        ['external_id', 'chat-1'],
        ['external_id', 'x'.repeat(512)],
        ['priority', 'low'],
        ['priority', 'high'],
      ] as const
    ).map(([name, value]) => ({
      says: `${name} is kept, e.g. ${String(value).slice(0, 10)}`,
      source: '§7.1' as const,
      async run(probe: CmProbe) {
        expectValue((await opened(probe, { [name]: value }))[name], value, name)
      },
    })),
    {
      says: 'An earlier chat is kept and shown with the ticket',
      source: '§7.1; §11.11',
      async run(probe) {
        const messages = [
          { message: 'Hello', user: 'guest' },
          { message: 'Hi', user: 'bot' },
        ]
        expectValue((await opened(probe, { history: { messages } })).history, { messages }, 'the history')
      },
    },
    {
      says: 'A message may hold HTML and goes out as it came in',
      source: '§7.1',
      async run(probe) {
        const message = '<p>Line<br>two</p>'
        expectValue((await opened(probe, { message })).message, message, 'the message')
      },
    },
    {
      says: 'A message of a million characters is kept',
      source: '§7.1',
      async run(probe) {
        const message = 'x'.repeat(1_000_000)
        expectValue(String((await opened(probe, { message })).message).length, message.length, 'the length')
      },
    },
    ...refusals(
      '§7.1; §11.14',
      (
        [
          ['no creator', { creator: undefined }, required('creator'), 'creator'],
          ['an empty creator', { creator: '' }, required('creator'), 'creator'],
          ['a creator that is no id', { creator: 1.5 }, notValid('creator'), 'creator'],
          ['no message', { message: undefined }, required('message'), 'message'],
          ['a blank message', { message: ' \n' }, required('message'), 'message'],
          ['a message that is no text', { message: 7 }, notValid('message'), 'message'],
          [
            'a message over a million',
            { message: 'x'.repeat(1_000_001) },
            'The "message" parameter is longer than 1000000 characters',
            'message',
          ],
          [
            'a title of 501 characters',
            { title: 'x'.repeat(501) },
            'The "title" parameter is longer than 500 characters',
            'title',
          ],
          [
            'an external_id of 513 characters',
            { external_id: 'x'.repeat(513) },
            'The "external_id" parameter is longer than 512 characters',
            'external_id',
          ],
          ['a priority that is none', { priority: 'urgent' }, notValid('priority'), 'priority'],
          ['a queue that is no number', { queue: 'x' }, notValid('queue'), 'queue'],
          [
            'more than 50 attachments',
            { attachments: Array.from({ length: 51 }, (_none, id) => id + 1) },
            'The "attachments" parameter has more than 50 entries',
            'attachments',
          ],
          ['history that is none', { history: 'x' }, notValid('history'), 'history'],
          [
            'autoclassify that is neither yes nor no',
            { autoclassify: 'maybe' },
            notValid('autoclassify'),
            'autoclassify',
          ],
        ] as const
      ).map(([what, body, message, field]) => ({
        says: `400 for ${what}`,
        path: '/v1/tickets',
        body,
        status: 400,
        message,
        field,
      })),
      withCreator,
    ),
    ...refusals(
      '§7.1; §11.15',
      (
        [
          ['creator', { creator: 999999999 }, 'User 999999999 does not exist', 'creator'],
          ['creator by textual id', { creator: guid }, `User ${guid} does not exist`, 'creator'],
          ['solver', { solver: 999999999 }, 'User 999999999 does not exist', 'solver'],
          ['queue', { queue: 999999999 }, 'Queue 999999999 does not exist', 'queue'],
          ['source', { source: 999999999 }, 'Source 999999999 does not exist', 'source'],
          [
            'attachment',
            { attachments: [999999999] },
            'Media 999999999 does not exist or has expired',
            'attachments',
          ],
        ] as const
      ).map(([what, body, message, field]) => ({
        says: `422 for an unknown ${what}`,
        path: '/v1/tickets',
        body,
        status: 422,
        message,
        field,
      })),
      withCreator,
    ),
    {
      says: 'The vendor’s placeholder as a creator is nobody, and no ticket is left behind',
      source: 'seed: Users; §11.15',
      async run(probe) {
        const external_id = probe.unique('left')
        const body = json({ message: 'Lorem Ipsum', creator: 'UUID', external_id })
        const answer = await call(probe, 'POST', '/v1/tickets', { body })
        expectRefusal(answer, 422, 'User UUID does not exist', 'creator')
        const found = await call(probe, 'GET', `/v1/tickets?external_id=${encodeURIComponent(external_id)}`)
        expectValue(idsOf(found), [], 'the tickets')
      },
    },
  ],
}
