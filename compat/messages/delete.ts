import type { Section } from '../case.ts'
import { expect, expectJson, expectStatus, expectValue } from '../expect.ts'
import { child, confirmedAll, expectError, listed, openCase, post, say, type Token } from './client.ts'

const path = 'case-messages/delete'

/** §7 */
export const deletion: Section<Token> = {
  number: '7',
  title: 'Delete — POST case-messages/delete',
  cases: [
    {
      says: 'A message is gone for both sides, and its replies stay as they are',
      source: '§7; §12.11',
      async run(probe) {
        const guid = await openCase(probe)
        const first = await say(probe, 'partner', guid)
        const reply = await say(probe, 'provider', guid, { parentMessageId: first.id })
        expectJson(await post(probe, 'partner', path, { id: first.id }), 200, confirmedAll)
        for (const who of ['partner', 'provider'] as const)
          expectValue(await listed(probe, who, guid), [reply], 'the list')
      },
    },
    {
      says: 'id missing, not a number, not an integer',
      source: '§7',
      async run(probe) {
        expectError(await post(probe, 'partner', path, {}), 400, child('id', 'is required'))
        expectError(await post(probe, 'partner', path, { id: 'x' }), 400, child('id', 'must be a number'))
        expectError(await post(probe, 'partner', path, { id: 1.5 }), 400, child('id', 'must be an integer'))
      },
    },
    {
      says: 'Unknown, deleted already or invisible to the caller is 404',
      source: '§7',
      async run(probe) {
        const guid = await openCase(probe)
        expectError(await post(probe, 'partner', path, { id: 1 }), 404, 'Not found')
        const { id } = await say(probe, 'partner', guid)
        expectStatus(await post(probe, 'partner', path, { id }), 200)
        expectError(await post(probe, 'partner', path, { id }), 404, 'Not found')
        const hidden = await say(probe, 'provider', guid, { isInternal: true })
        expectError(await post(probe, 'partner', path, { id: hidden.id }), 404, 'Not found')
      },
    },
    {
      says: 'Without access to the case, and for a message of the other side, it is 403',
      source: '§7',
      async run(probe) {
        const { id } = await say(probe, 'partner', await openCase(probe))
        for (const who of ['otherPartner', 'otherProvider', 'provider'] as const)
          expectError(await post(probe, who, path, { id }), 403, 'No access')
      },
    },
    {
      says: 'Any account of the sending side may delete',
      source: '§7',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        expectJson(await post(probe, 'colleague', path, { id }), 200, confirmedAll)
        expect((await listed(probe, 'partner', guid)).length === 0, 'the message is still there')
      },
    },
    {
      says: 'The id of a deleted message is not used again',
      source: '§7; §2.1',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        expectStatus(await post(probe, 'partner', path, { id }), 200)
        const next = await say(probe, 'partner', guid)
        expect(next.id > id, `the next message has the id ${next.id}`)
      },
    },
  ],
}
