import { json, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectHeader, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import {
  addressOf,
  type Cm,
  type CmProbe,
  call,
  expectRefusal,
  makeTicket,
  makeUser,
  refusals,
} from './client.ts'

const formType = 'application/x-www-form-urlencoded'

/** §4.2 and §4.3 */
export const errorsSection: Section<Cm> = {
  number: '4.3',
  title: 'Statuses and the body of every refusal',
  cases: [
    {
      says: 'Several wrong parameters are told one by one, with numeric codes; the first is repeated',
      source: '§4.2; §11.14',
      async run(probe) {
        const answer = await call(probe, 'POST', '/v1/tickets', { body: json({}) })
        const [message, second] = ['creator', 'message'].map((name) => `The "${name}" parameter is required`)
        expectStatus(answer, 400)
        expectValue(
          answer.json(),
          {
            error: { code: 400, message },
            errors: [
              { code: 400, message, field: 'creator' },
              { code: 400, message: second, field: 'message' },
            ],
            message,
          },
          'the answer',
        )
      },
    },
    ...refusals('§4.3; §11.14', [
      { says: 'An unknown path is 404', path: '/v1/nothing', status: 404, message: 'Not found' },
      {
        says: 'Another version is 404',
        path: '/prod/ticketing/v2/tickets',
        status: 404,
        message: 'Not found',
      },
      { says: 'A path that cannot be read is 404', path: '/v1/users/%zz', status: 404, message: 'Not found' },
      {
        says: 'Surveys are 404',
        path: '/v1/surveys/1/start',
        body: {},
        status: 404,
        message: 'Not found',
        source: '§7.7',
      },
      {
        says: 'So is handing one in',
        path: '/v1/surveys/1/submit',
        body: {},
        status: 404,
        message: 'Not found',
        source: '§7.7',
      },
      {
        says: 'An unknown user in the path is 404',
        path: '/v1/users/999999999',
        status: 404,
        message: 'User 999999999 does not exist',
      },
      {
        says: 'An unknown ticket in the path is 404',
        path: '/v1/tickets/999999999',
        status: 404,
        message: 'Ticket 999999999 does not exist',
      },
      {
        says: 'An unknown medium in the path is 404',
        path: '/v1/media/999999999',
        status: 404,
        message: 'Media 999999999 does not exist',
      },
      {
        says: 'A number beyond all ids is 404',
        path: '/v1/tickets/99999999999999999999',
        status: 404,
        message: 'Ticket 99999999999999999999 does not exist',
      },
    ]),
    ...(
      [
        ['DELETE', '/v1/tickets/1', /GET.*PUT/, '§7.7'],
        ['GET', '/v1/auth', 'POST', '§4.3'],
        ['DELETE', '/prod/ticketing/v1/users/', /GET.*POST/, '§4.3'],
        ['PUT', '/ticketing/v1/media/1/download', /GET/, '§4.3'],
      ] as const
    ).map(([method, path, allow, source]) => ({
      says: `${method} ${path} is 405 with Allow`,
      source,
      async run(probe: CmProbe) {
        const answer = await call(probe, method, path)
        expectRefusal(answer, 405, 'Method not allowed')
        expectHeader(answer, 'allow', allow)
      },
    })),
    {
      says: 'Success is 200 for reads, creations and changes alike, as JSON in UTF-8',
      source: '§4; §4.3',
      async run(probe) {
        const { id } = await makeUser(probe, 'Ann')
        for (const answer of [
          await call(probe, 'GET', `/v1/users/${id}`),
          await call(probe, 'PUT', `/v1/users/${id}`, { body: json({ name: 'Ann' }) }),
          await call(probe, 'POST', '/v1/tickets', { body: json({ creator: id, message: 'Hi' }) }),
        ]) {
          expectStatus(answer, 200)
          expectHeader(answer, 'content-type', 'application/json; charset=utf-8')
        }
      },
    },
    {
      says: 'A payload of 10 MiB and a byte is 413 with a readable answer',
      source: 'seed: Attachments; §11.9',
      async run(probe) {
        const body = raw(formType, `name=x&content=${'A'.repeat(10_485_761 - 15)}`)
        const answer = await call(probe, 'POST', '/v1/media', { body })
        expectRefusal(answer, 413, 'Request payload is larger than 10 MB')
      },
    },
  ],
}

/** §4.5 */
export const listsSection: Section<Cm> = {
  number: '4.5',
  title: 'Lists and paging',
  cases: [
    {
      says: 'A list has total_count, offset, length and data; nothing found is an empty list and 200',
      source: '§4.5; §11.10',
      async run(probe) {
        const answer = await call(probe, 'GET', `/v1/users?address=${addressOf(probe, 'nobody')}`)
        expectStatus(answer, 200)
        expectValue(answer.json(), { total_count: 0, offset: 0, length: 20, data: [] }, 'the list')
        expectKeys(answer.json(), 'total_count', 'offset', 'length', 'data')
      },
    },
    {
      says: 'offset and length choose a page; more than 100 is 100',
      source: '§4.5',
      async run(probe) {
        const { id } = await makeUser(probe)
        for (let count = 0; count < 3; count++) await makeTicket(probe, id)
        const page = await call(probe, 'GET', `/v1/tickets?creator=${id}&offset=1&length=1`)
        expectValue(page.json(), { total_count: 3, offset: 1, length: 1, data: [any.value] }, 'the page')
        const all = await call(probe, 'GET', `/v1/tickets?creator=${id}&length=500`)
        expectValue(all.json(), partly({ length: 100 }), 'the list')
      },
    },
    ...refusals(
      '§4.5',
      ['offset=-1', 'offset=x', 'length=1.5', 'length=-1'].map((query) => {
        const field = query.split('=')[0] ?? ''
        return {
          says: `${query} is 400`,
          path: `/v1/tickets?${query}`,
          status: 400,
          message: `The "${field}" parameter is not valid`,
          field,
        }
      }),
    ),
  ],
}
