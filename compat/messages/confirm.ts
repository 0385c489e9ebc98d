import type { Section } from '../case.ts'
import { any, expect, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import { confirmedAll, expectError, get, listed, openCase, post, prepare, say, type Token } from './client.ts'

const path = 'case-messages/confirm'
const reported = (...errors: { id: number; message: string }[]) => ({ success: true, errors, data: {} })
const unknownId = 1

/** §5 */
export const confirm: Section<Token> = {
  number: '5',
  title: 'Confirm — POST case-messages/confirm',
  cases: [
    {
      says: 'An array of our ids is confirmed and answered as the vendor shows',
      source: 'seed: POST /api/v3/case-messages/confirm, Example and Output; §5.2',
      async run(probe) {
        const guid = await openCase(probe)
        const ids = [await say(probe, 'partner', guid), await say(probe, 'partner', guid)].map(({ id }) => id)
        expectJson(await post(probe, 'provider', path, ids), 200, confirmedAll)
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [
          partly({ id: ids[0], confirmedAt: any.time }),
          partly({ id: ids[1], confirmedAt: any.time }),
        ])
      },
    },
    {
      says: 'What cannot be confirmed is reported with status 200, in the order of the request, and the rest is done',
      source: 'seed: POST /api/v3/case-messages/confirm, Partial success; §5.2; §12.9',
      async run(probe) {
        const guid = await openCase(probe)
        const { id: good } = await say(probe, 'partner', guid)
        const foreign = await openCase(probe, {}, 'otherPartner')
        const { id: other } = await say(probe, 'otherPartner', foreign)
        expectJson(
          await post(probe, 'provider', path, [other, good, unknownId]),
          200,
          reported({ id: other, message: 'No access' }, { id: unknownId, message: 'Not found' }),
        )
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [
          partly({ confirmedAt: any.time }),
        ])
      },
    },
    {
      says: 'It is success also when none could be confirmed',
      source: '§5.2',
      async run(probe) {
        expectJson(
          await post(probe, 'partner', path, [unknownId]),
          200,
          reported({ id: unknownId, message: 'Not found' }),
        )
      },
    },
    {
      says: 'A deleted message is Not found',
      source: 'seed: POST /api/v3/case-messages/confirm, Partial success; §5.2; §12.11',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        await prepare(probe, 'partner', 'POST', 'case-messages/delete', { json: { id } })
        expectJson(await post(probe, 'provider', path, [id]), 200, reported({ id, message: 'Not found' }))
      },
    },
    {
      says: 'Without access to the case a message is No access',
      source: 'seed: POST /api/v3/case-messages/confirm, Partial success; §5.2',
      async run(probe) {
        const { id } = await say(probe, 'partner', await openCase(probe))
        for (const who of ['otherPartner', 'otherProvider'] as const)
          expectJson(await post(probe, who, path, [id]), 200, reported({ id, message: 'No access' }))
      },
    },
    {
      says: 'It is our id that counts, not externalId',
      source: 'seed: POST /api/v3/case-messages/confirm, Input',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'partner', guid, { externalId: '3' })
        expectJson(await post(probe, 'provider', path, ['3']), 200, reported({ id: 3, message: 'Not found' }))
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [
          partly({ confirmedAt: null }),
        ])
      },
    },
    {
      says: 'Confirming again succeeds silently and keeps the first time',
      source: '§5.3; §12.9',
      needs: 'clock',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        expectJson(await post(probe, 'provider', path, [id]), 200, confirmedAll)
        const [first] = await listed(probe, 'partner', guid)
        probe.desk.clock.advance(60_000)
        expectJson(await post(probe, 'provider', path, [id]), 200, confirmedAll)
        expectValue(await listed(probe, 'partner', guid), [first], 'the list')
      },
    },
    {
      says: 'confirmedAt is the time of the confirmation, and updatedAt goes with it',
      source: '§5.3',
      needs: 'clock',
      async run(probe) {
        const guid = await openCase(probe)
        const { id, createdAt } = await say(probe, 'partner', guid)
        probe.desk.clock.advance(60_000)
        expectJson(await post(probe, 'provider', path, [id]), 200, confirmedAll)
        const [message] = await listed(probe, 'partner', guid)
        expectValue(message?.updatedAt, message?.confirmedAt, 'updatedAt')
        expect(message?.confirmedAt !== createdAt, 'the time of the confirmation is that of the message')
      },
    },
    {
      says: 'One’s own side is not refused',
      source: '§5.3; §13',
      async run(probe) {
        const { id } = await say(probe, 'partner', await openCase(probe))
        expectJson(await post(probe, 'colleague', path, [id]), 200, confirmedAll)
      },
    },
    {
      says: 'Ids may belong to different cases',
      source: '§5.1',
      async run(probe) {
        const ids = [
          (await say(probe, 'partner', await openCase(probe))).id,
          (await say(probe, 'partner', await openCase(probe))).id,
        ]
        expectJson(await post(probe, 'provider', path, ids), 200, confirmedAll)
      },
    },
    {
      says: 'Many at once yield one time',
      source: '§5.3; §12.9',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        const call = () => prepare(probe, 'provider', 'POST', path, { json: [id] })
        const answers = await Promise.all(Array.from({ length: 8 }, call))
        for (const answer of answers) expectJson(answer, 200, confirmedAll)
        const [first] = await listed(probe, 'partner', guid)
        expectJson(await post(probe, 'provider', path, [id]), 200, confirmedAll)
        expectValue(await listed(probe, 'partner', guid), [first], 'the list')
      },
    },
    {
      says: 'An invalid element among valid ids is 400, and none is confirmed',
      source: 'seed: POST /api/v3/case-messages/confirm, Invalid format; §5.4; §12.10',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        for (const bad of ['b', null, 1.5]) expectStatus(await post(probe, 'provider', path, [id, bad]), 400)
        expectJson(await get(probe, 'provider', `case-messages?guid=${guid}`), 200, [
          partly({ confirmedAt: null }),
        ])
      },
    },
    {
      says: 'The array is the body: an object around it is not taken',
      source: 'seed: POST /api/v3/case-messages/confirm, Input; §5.1',
      async run(probe) {
        expectError(await post(probe, 'provider', path, { ids: [1] }), 400, '"value" must be an array')
      },
    },
  ],
}
