import assert from 'node:assert/strict'
import { createWebhook } from '../../src/usecases/webhooks/create-webhook.ts'
import { onEachEngine } from '../harness/engines.ts'
import { startExample } from '../harness/example-process.ts'
import { newParties } from '../harness/parties.ts'

onEachEngine('example: a shop asks a workshop, is told of the answer and confirms it', async (engine) => {
  const { on, partner, provider, partnerOrganisation } = await newParties(engine, {
    callbackAllow: '127.0.0.0/8',
  })
  try {
    const settings = { CASELOOM_URL: await on.listen(), POLL_MS: '20' }
    // So long that nothing but the webhook can end its wait.
    await using shop = startExample(
      { ...settings, CASELOOM_TOKEN: partner.token, POLL_MS: '3600000', LISTEN_PORT: '0' },
      'messages/shop.ts',
      'How long?',
    )
    const url = /^told at (http:\S+)$/.exec(await shop.nextLine())?.[1] ?? ''
    await createWebhook(on.desk, on.as('desk'), {
      wire: 'messages',
      topic: 'message.created',
      organisationId: partnerOrganisation.id,
      url,
    })
    const guid = /^case (\S+) opened$/.exec(await shop.nextLine())?.[1]
    await using workshop = startExample(
      { ...settings, CASELOOM_TOKEN: provider.token },
      'messages/workshop.ts',
      '1',
    )
    assert.equal(await workshop.nextLine(), `took on ${guid}: No picture, only sound`)
    assert.equal(await workshop.nextLine(), 'statusRequest: How long?')
    assert.equal(await workshop.ended(), 0)
    await on.runJobs()
    assert.equal(await shop.nextLine(), 'answered: Tomorrow at noon.')
    assert.match(await shop.nextLine(), /^message \d+ confirmed$/)
    assert.equal(await shop.ended(), 0)
    const messages = (await partner.get<Record<string, unknown>[]>(`case-messages?guid=${guid}`)).body
    assert.deepEqual(
      messages.map(({ senderType, confirmedAt }) => [senderType, confirmedAt !== null]),
      [
        ['partner', true],
        ['provider', true],
      ],
    )
  } finally {
    await on.close()
  }
})
