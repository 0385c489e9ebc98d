import { handOverCase } from '../../src/usecases/cases/hand-over-case.ts'
import type { Section } from '../case.ts'
import { any, expect, expectJson, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import {
  expectError,
  expectNoAccess,
  get,
  type Message,
  nowhere,
  openCase,
  post,
  prepare,
  say,
  type Token,
} from './client.ts'

/** §4 */
export const list: Section<Token> = {
  number: '4',
  title: 'List — GET case-messages',
  cases: [
    {
      says: 'The list holds all messages of the case, of both sides, with the vendor’s keys, oldest first',
      source: 'seed: GET /api/v3/case-messages, Output; §4',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'provider', guid, { content: 'Hello!', externalId: 'test-42' })
        await say(probe, 'partner', guid, { content: 'Test comemnt' })
        const answer = await get(probe, 'partner', `case-messages?guid=${guid}`)
        const each = {
          id: any.id,
          caseId: any.id,
          guid,
          senderAccountId: any.id,
          type: 'serviceComment',
          confirmedAt: null,
          createdAt: any.time,
          updatedAt: any.time,
          declaredAt: any.time,
        }
        expectJson(answer, 200, [
          { ...each, senderType: 'provider', content: 'Hello!', externalId: 'test-42' },
          { ...each, senderType: 'partner', content: 'Test comemnt', externalId: null },
        ])
        const [first, second] = answer.json() as Message[]
        expect((first?.id ?? 0) < (second?.id ?? 0), 'the ids do not rise')
        expectKeys(
          first,
          'id',
          'caseId',
          'guid',
          'senderAccountId',
          'senderType',
          'content',
          'type',
          'externalId',
          'confirmedAt',
          'createdAt',
          'updatedAt',
          'declaredAt',
        )
      },
    },
    {
      says: 'The vendor’s example works: token and guid in the query',
      source: 'seed: GET /api/v3/case-messages, Example; §4',
      async run(probe) {
        const guid = await openCase(probe)
        const query = `accessToken=${probe.credentials.partner}&guid=${guid}`
        expectJson(await get(probe, 'nobody', `case-messages?${query}`), 200, [])
      },
    },
    {
      says: 'A case without messages has an empty list',
      source: '§4',
      async run(probe) {
        const guid = await openCase(probe)
        expectJson(await get(probe, 'provider', `case-messages?guid=${guid}`), 200, [])
      },
    },
    {
      says: 'The list comes whole, without pages',
      source: '§4',
      async run(probe) {
        const guid = await openCase(probe)
        for (let count = 0; count < 40; count += 1) await say(probe, 'partner', guid)
        const answer = await prepare(probe, 'provider', 'GET', `case-messages?guid=${guid}`)
        expectStatus(answer, 200)
        expectValue((answer.json() as unknown[]).length, 40, 'the number of messages')
      },
    },
    {
      says: 'Reading confirms nothing and changes nothing',
      source: '§4',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'partner', guid)
        const first = await get(probe, 'provider', `case-messages?guid=${guid}`)
        const second = await get(probe, 'provider', `case-messages?guid=${guid}`)
        expectJson(first, 200, [partly({ confirmedAt: null })])
        expectValue(second.json(), first.json(), 'the second answer')
      },
    },
    {
      says: 'Every account of the organisation has access, not only the one that made the case',
      source: '§2.2',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        expectJson(await get(probe, 'colleague', `case-messages?guid=${guid}`), 200, [partly({ id })])
      },
    },
    {
      says: 'Unknown is 404, foreign 403',
      source: '§4; §12.6',
      async run(probe) {
        const guid = await openCase(probe)
        expectError(await get(probe, 'otherPartner', `case-messages?guid=${nowhere}`), 404, 'Not found')
        await expectNoAccess(
          (who) => get(probe, who, `case-messages?guid=${guid}`),
          'otherPartner',
          'otherProvider',
        )
      },
    },
    {
      says: 'When the case moves to another provider, the old one loses access and the new one sees what was not internal',
      source: '§2.2',
      needs: 'operator',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        await say(probe, 'provider', guid, { isInternal: true })
        const other = await openCase(probe, {}, 'otherPartner')
        const found = await post(probe, 'otherProvider', 'search-cases', { filters: { guid: other } })
        const { data } = found.json() as { data: { serviceProviderId: number }[] }
        await handOverCase(probe.desk.desk, probe.desk.as(), { guid }, data[0]?.serviceProviderId ?? 0)
        expectError(await get(probe, 'provider', `case-messages?guid=${guid}`), 403, 'No access')
        expectJson(await get(probe, 'otherProvider', `case-messages?guid=${guid}`), 200, [partly({ id })])
      },
    },
  ],
}
