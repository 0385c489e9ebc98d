import assert from 'node:assert/strict'
import { buildContact, buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { handOverCase } from '../../usecases/cases/hand-over-case.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { trashCase } from '../../usecases/cases/trash-case.ts'
import { contactActor, repActor } from '../../usecases/credentials/actors.ts'
import { catalogOf } from '../../usecases/desk.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { deleteMessage } from '../../usecases/messages/delete-message.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'

type Shown = Record<string, unknown> & { id: number }

onEachEngine('MSG §11: what other wires write is read, confirmed and answered here', async (engine) => {
  const { on, partner, provider, partnerOrganisation, providerOrganisation, otherPartner } =
    await newParties(engine)
  try {
    const contact = await buildContact(on, { name: 'Kim Lee', organisationId: partnerOrganisation.id })
    const rep = await buildRep(on, { name: 'Ann' })
    const asRep = repActor('rest-v3', rep, null, await catalogOf(on.desk))
    const asContact = contactActor('support-ticket', contact, null)
    const of = await openCase(on.desk, asRep, {
      subject: 'Printer',
      description: '<p>It <b>smokes</b></p>',
      descriptionFormat: 'html',
      requester: contact.id,
    })
    const ref = { guid: of.guid }
    await replyToCase(on.desk, asRep, ref, { body: '<p>Which <i>model</i>?</p>', bodyFormat: 'html' })
    await replyToCase(on.desk, asContact, ref, { body: 'A <b>1', bodyFormat: 'text' })
    await addNote(on.desk, asRep, ref, { body: 'hm', bodyFormat: 'text' })
    await addNote(on.desk, asRep, ref, { body: 'ask them', bodyFormat: 'text', showToRequester: true })
    const list = async (who: typeof partner) => (await who.get<Shown[]>(`case-messages?guid=${of.guid}`)).body
    const seen = (all: Shown[]) =>
      all.map(({ content, senderType, senderAccountId, type, isInternal }) => [
        content,
        senderType,
        senderAccountId,
        type,
        isInternal,
      ])
    const question = ['Which model?', 'provider', null, 'serviceComment', undefined]
    const answer = ['A <b>1', 'partner', null, 'serviceComment', undefined]
    const shared = ['ask them', 'provider', null, 'serviceComment', undefined]
    assert.deepEqual(seen(await list(provider)), [
      question,
      answer,
      ['hm', 'provider', null, 'serviceComment', true],
      shared,
    ])
    assert.deepEqual(seen(await list(partner)), [question, answer, shared])

    const [first] = await list(partner)
    const body = { guid: of.guid, type: 'customerCenterReply', parentMessageId: first?.id }
    assert.equal((await partner.post('case-messages/create', body)).status, 200)
    assert.deepEqual((await partner.did<Shown>('case-messages/confirm', [first?.id])).errors, [])
    assert.notEqual((await list(provider))[0]?.confirmedAt, null)

    const shown = (await provider.get<Shown>(`case?guid=${of.guid}`)).body
    assert.deepEqual(
      [shown.id, shown.partnerId, shown.serviceProviderId, shown.productData],
      [of.number, partnerOrganisation.id, providerOrganisation.id, { problemText: 'It smokes' }],
    )
    const { firstName, lastName, email } = shown.customer as Record<string, unknown>
    assert.deepEqual([firstName, lastName, email], ['Kim', 'Lee', contact.email])

    // Deleting in one deletes in all; a case in the trash is gone for everyone alike.
    await deleteMessage(on.desk, asRep, first?.id ?? 0, { caseNumber: of.number })
    assert.equal((await list(provider)).length, 4)
    await trashCase(on.desk, on.as(), ref)
    for (const who of [partner, provider, otherPartner]) {
      const gone = await who.get(`case-messages?guid=${of.guid}`)
      assert.deepEqual([gone.status, gone.body], [404, { error: { message: 'Not found' } }])
    }
    const late = await partner.did<Shown>('case-messages/confirm', [first?.id])
    assert.deepEqual(late.errors, [{ id: first?.id, message: 'Not found' }])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'MSG §2.2: the state of the case does not matter, and its provider may change',
  async (engine) => {
    const { on, partner, provider, otherProvider, openCase: open, say } = await newParties(engine)
    try {
      const guid = await open()
      const id = await say(partner, guid)
      await say(provider, guid, { isInternal: true })
      await changeCase(on.desk, on.as(), { guid }, { status: builtIn.status.cancelled })
      await say(provider, guid)
      assert.deepEqual((await provider.did<Shown>('case-messages/confirm', [id])).errors, [])
      const providerId = otherProvider.account.organisationId
      await provider.did('case/accept', { guid })
      for (const wrong of [4711, partner.account.organisationId])
        await assert.rejects(handOverCase(on.desk, on.as(), { guid }, wrong), { message: 'invalid' })
      await handOverCase(on.desk, on.as(), { guid }, providerId)
      const waiting = await otherProvider.did<{ data: unknown[] }>('unexported-cases', { filters: { guid } })
      assert.equal(waiting.data.length, 1, 'whoever gets it has to accept it')
      assert.equal((await provider.get(`case-messages?guid=${guid}`)).status, 403)
      const seen = (await otherProvider.get<Shown[]>(`case-messages?guid=${guid}`)).body
      assert.deepEqual(
        seen.map(({ senderType, isInternal }) => [senderType, isInternal]),
        [
          ['partner', undefined],
          ['provider', undefined],
        ],
      )
    } finally {
      await on.close()
    }
  },
)
