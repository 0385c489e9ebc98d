import { json } from '../body.ts'
import type { Needs, Section } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { expectHeader, expectStatus, expectValue } from '../expect.ts'
import { type Cm, type CmProbe, call, expectRefusal, logIn } from './client.ts'

const few: Needs = {
  what: 'limits of 3 calls a minute and 4 an hour',
  desk: { settings: { caseManagementPerMinute: 3, caseManagementPerHour: 4 } },
}
const names = ['x-quota-usage', 'x-throttle-usage', 'x-quota-reset', 'x-throttle-reset']
const perMinute = 'The maximum number of request per minute has been exceeded.'
const perHour = 'The maximum number of request per hour has been exceeded.'

function expectUse(answer: Answer, ...values: readonly number[]): void {
  expectValue(
    names.map((name) => Number(answer.headers[name])),
    values,
    names.join(', '),
  )
}

async function used(probe: CmProbe, times: number): Promise<void> {
  for (let count = 0; count < times; count++) expectStatus(await call(probe, 'GET', '/v1/users'), 200)
}

/** §4.4 */
export const limitsSection: Section<Cm> = {
  number: '4.4',
  title: 'Rate limits',
  cases: [
    {
      says: 'Every answer carries the four headers, also a refusal',
      source: '§4.4; §11.16',
      async run(probe) {
        for (const answer of [
          await call(probe, 'GET', '/v1/users'),
          await call(probe, 'GET', '/v1/tickets/999999999'),
          await call(probe, 'GET', '/v1/nothing', { as: 'nobody' }),
          await call(probe, 'GET', '/v1/apis', { as: 'key' }),
          await call(probe, 'POST', '/v1/auth', { as: 'key', body: json({ secret: 'wrong' }) }),
        ])
          for (const name of names) expectHeader(answer, name, /^\d+$/)
      },
    },
    {
      says: 'They say which part of hour and minute is used, and when each begins anew',
      source: '§4.4; §11.16',
      needs: few,
      async run(probe) {
        const now = Math.floor(probe.desk.clock.now / 1000)
        expectUse(await call(probe, 'GET', '/v1/users'), 25, 34, now + 3600, now + 60)
        expectUse(await call(probe, 'GET', '/v1/tickets'), 50, 67, now + 3600, now + 60)
      },
    },
    {
      says: 'One call too many in a minute is 429 with Retry-After, until the minute is over',
      source: '§4.4; §11.16',
      needs: few,
      async run(probe) {
        await used(probe, 3)
        const answer = await call(probe, 'GET', '/v1/users')
        expectRefusal(answer, 429, perMinute)
        expectHeader(answer, 'retry-after', '60')
        probe.desk.clock.advance(60_000)
        await used(probe, 1)
      },
    },
    {
      says: 'One call too many in an hour is 429 as well',
      source: '§4.4; §11.16',
      needs: few,
      async run(probe) {
        await used(probe, 3)
        probe.desk.clock.advance(60_000)
        await used(probe, 1)
        const answer = await call(probe, 'GET', '/v1/users')
        expectRefusal(answer, 429, perHour)
        expectHeader(answer, 'retry-after', '3540')
      },
    },
    {
      says: 'Asking for /v1/apis after each call exceeds the limit of the Auth API, and no other',
      source: 'seed: Get the API URL; §4.4',
      needs: few,
      async run(probe) {
        for (let count = 0; count < 2; count++) expectStatus(await call(probe, 'GET', '/v1/apis'), 200)
        expectRefusal(await call(probe, 'GET', '/v1/apis'), 429, perMinute)
        expectStatus(await call(probe, 'GET', '/v1/users'), 200)
      },
    },
    {
      says: 'Another key has calls of its own',
      source: '§4.4',
      needs: few,
      async run(probe) {
        await used(probe, 3)
        expectStatus(await call(probe, 'GET', '/v1/users', { as: 'other' }), 200)
      },
    },
    {
      says: 'Whoever has no token of a key uses up none of its calls',
      source: '§4.4',
      needs: few,
      async run(probe) {
        await logIn(probe)
        const forged = { as: 'key', headers: { Authorization: 'Bearer forged' } } as const
        for (let count = 0; count < 3; count++)
          expectStatus(await call(probe, 'GET', '/v1/users', forged), 403)
        expectRefusal(await call(probe, 'GET', '/v1/users', forged), 429, perMinute)
        expectStatus(await call(probe, 'GET', '/v1/users'), 200)
      },
    },
  ],
}
