import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newDesk } from '../harness/desk.ts'
import { seriousFindings } from './axe.ts'
import { launchBrowser } from './browser.ts'

const pages = [
  '/docs',
  '/docs?q=reply',
  '/docs/support-ticket',
  '/docs/case-management',
  '/docs/desk',
  '/docs/messages',
  '/docs/rest-v3',
]
/** The others are of the same parts, only longer. */
const examined = pages.slice(0, 3)
const looks = [
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

test('The reference is without serious findings of axe, never wider than its window, and is searched by keyboard', async (t) => {
  const on = await newDesk('sqlite')
  t.after(() => on.close())
  const baseURL = await on.listen()
  const browser = await launchBrowser()
  t.after(() => browser.close())
  for (const look of looks) {
    const context = await browser.newContext({ ...look, baseURL })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    for (const path of pages) {
      await t.test(`${path}, ${look.colorScheme}`, async () => {
        await page.goto(path)
        const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        assert.ok(Number(wider) <= 0, `${wider} pixels too wide`)
        if (examined.includes(path)) assert.deepEqual(await seriousFindings(page), [])
      })
    }
    await t.test(`the search, ${look.colorScheme}`, async () => {
      await page.goto('/docs')
      await page.keyboard.press('Tab')
      assert.equal(await page.locator(':focus').textContent(), 'To the content')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.type('open ticket')
      await page.keyboard.press('Enter')
      await page.getByRole('status').waitFor()
      await page.getByRole('link', { name: 'Open a ticket /v1/tickets', exact: false }).first().press('Enter')
      await page.locator('#createTicket:target').waitFor()
    })
    assert.deepEqual(complaints, [])
    await context.close()
  }
})
