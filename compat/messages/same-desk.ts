import { openCase as open } from '../../src/usecases/cases/open-case.ts'
import { repActor } from '../../src/usecases/credentials/actors.ts'
import { catalogOf } from '../../src/usecases/desk.ts'
import { addNote } from '../../src/usecases/messages/add-note.ts'
import { replyToCase } from '../../src/usecases/messages/reply-to-case.ts'
import { buildContact, buildRep } from '../../test/harness/build.ts'
import type { Section } from '../case.ts'
import { expectJson, expectValue, partly } from '../expect.ts'
import { get, listed, look, type MessagesProbe, openCase, post, say, type Token } from './client.ts'

/** A case that a rep of the desk opened for a contact of the partner. */
async function caseOfTheDesk(probe: MessagesProbe) {
  const on = probe.desk
  const { partnerId } = await look(probe, 'partner', await openCase(probe))
  const contact = await buildContact(on, {
    name: 'Ann Ames',
    addresses: [`${probe.unique('ann', '-')}@shop.example`],
    organisationId: partnerId,
  })
  const asRep = repActor('rest-v3', await buildRep(on, { name: 'Rita Rep' }), null, await catalogOf(on.desk))
  const facts = {
    subject: 'Printer',
    description: '<p>It <b>smokes</b></p>',
    descriptionFormat: 'html',
  } as const
  const of = await open(on.desk, asRep, { ...facts, requester: contact.id })
  return { of, asRep }
}

/** §11 */
export const sameDesk: Section<Token> = {
  number: '11',
  title: 'One desk with the other APIs',
  cases: [
    {
      says: 'A case opened through another API has a partner and a provider, and its opening text is problemText',
      source: '§11',
      needs: 'operator',
      async run(probe) {
        const { of } = await caseOfTheDesk(probe)
        expectJson(
          await get(probe, 'partner', `case?guid=${of.guid}`),
          200,
          partly({
            id: of.number,
            guid: of.guid,
            productData: { problemText: 'It smokes' },
          }),
        )
        expectJson(await get(probe, 'partner', `case-messages?guid=${of.guid}`), 200, [])
      },
    },
    {
      says: 'A public reply of the desk is a provider’s serviceComment without an account, and can be confirmed and answered',
      source: '§11',
      needs: 'operator',
      async run(probe) {
        const { of, asRep } = await caseOfTheDesk(probe)
        await replyToCase(
          probe.desk.desk,
          asRep,
          { guid: of.guid },
          { body: '<p>Which <i>model</i>?</p>', bodyFormat: 'html' },
        )
        const answer = await get(probe, 'partner', `case-messages?guid=${of.guid}`)
        expectJson(answer, 200, [
          partly({
            content: 'Which model?',
            senderType: 'provider',
            senderAccountId: null,
            type: 'serviceComment',
          }),
        ])
        const [question] = answer.json() as { id: number }[]
        expectJson(await post(probe, 'partner', 'case-messages/confirm', [question?.id]), 200, {
          success: true,
          errors: [],
          data: {},
        })
        await say(probe, 'partner', of.guid, { parentMessageId: question?.id })
      },
    },
    {
      says: 'A private note is internal, on the provider’s side',
      source: '§11; §3.5',
      needs: 'operator',
      async run(probe) {
        const { of, asRep } = await caseOfTheDesk(probe)
        await addNote(probe.desk.desk, asRep, { guid: of.guid }, { body: 'hm', bodyFormat: 'text' })
        expectValue(await listed(probe, 'partner', of.guid), [], 'the partner’s list')
        expectJson(await get(probe, 'provider', `case-messages?guid=${of.guid}`), 200, [
          partly({ content: 'hm', isInternal: true, senderType: 'provider' }),
        ])
      },
    },
    {
      says: 'Paths beside those of this API belong to another one, which answers in its own form',
      source: '§11',
      async run(probe) {
        const answer = await get(probe, 'partner', 'requests')
        expectJson(answer, 401, partly({ response_status: partly({ status: 'failed' }) }))
      },
    },
  ],
}
