import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { WireClient } from '../same-desk/client.ts'
import { caseManagementClient } from '../same-desk/clients/case-management.ts'
import { deskClient } from '../same-desk/clients/desk.ts'
import { messagesClient } from '../same-desk/clients/messages.ts'
import { restV3Client } from '../same-desk/clients/rest-v3.ts'
import { supportTicketClient } from '../same-desk/clients/support-ticket.ts'
import { makeWorld } from '../same-desk/world.ts'
import { openConsole } from './console.ts'

const everyWire = [deskClient, caseManagementClient, supportTicketClient, restV3Client, messagesClient]

test('A case opened by any wire appears in the open inbox by itself and its answer is read back by that wire', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const world = await makeWorld(at.on)
  const page = await at.signedIn(world.rep.id)
  await page.getByText('Nothing is open').waitFor()
  for (const connect of everyWire) {
    const client = await connect(world)
    await t.test(client.name, () => talk(page, client, () => at.on.clock.advance(60_000)))
  }
  assert.deepEqual(at.complaints, [])
})

async function talk(page: Page, client: WireClient, later: () => void): Promise<void> {
  later()
  const subject = `The pump drips (${client.name})`
  const number = await client.open(subject, 'It drips since Monday.')
  const row = page.getByRole('link', { name: subject })
  const bar = page.getByRole('button', { name: '1 new' })
  await row.or(bar).first().waitFor()
  if (await bar.isVisible()) await bar.click()
  await row.click()
  await page.getByRole('heading', { name: subject }).waitFor()

  later()
  const answer = `We send a seal (${client.name}).`
  await page.getByRole('textbox', { name: /^Write to / }).fill(answer)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  await page.getByRole('article').getByText(answer).waitFor()
  await page.getByRole('button', { name: 'Send now' }).waitFor({ state: 'detached' })
  const seen = await client.read(number)
  assert.ok(
    seen.messages.some(({ text, side }) => text.includes(answer) && side !== 'requester'),
    `${client.name} does not show the answer`,
  )

  later()
  const thanks = `That helped (${client.name}).`
  await client.reply(number, thanks)
  await page.getByRole('article').getByText(thanks).waitFor()
  await page.getByRole('button', { name: 'Back to the list' }).click()
}
