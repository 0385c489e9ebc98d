import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildAccount, buildOrganisation } from '../harness/build.ts'
import { buildAdministrator, openConsole } from './console.ts'

interface Case {
  readonly name: string
  readonly path: string
  /** Makes the secret; ends when it is shown. */
  readonly make: (page: Page) => Promise<unknown>
}

const inDialog = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true })
const fromMenu = async (page: Page, menu: string, item: string) => {
  await page.getByRole('button', { name: menu }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

const cases: readonly Case[] = [
  {
    name: 'the key of a rep',
    path: '/settings/reps',
    make: async (page) => {
      await fromMenu(page, 'Actions for Nora Bergström', 'Generate key')
      await inDialog(page, 'Generate key').click()
    },
  },
  {
    name: 'a regenerated key of a rep',
    path: '/settings/reps',
    make: async (page) => {
      await fromMenu(page, 'Actions for Nora Bergström', 'Regenerate key')
      await page.getByText('stops working at once').waitFor()
      await inDialog(page, 'Regenerate key').click()
    },
  },
  {
    name: 'a sign-in link',
    path: '/settings/reps',
    make: (page) => fromMenu(page, 'Actions for Nora Bergström', 'Make sign-in link'),
  },
  {
    name: 'the token of an account',
    path: '/settings/organisations',
    make: async (page) => {
      await fromMenu(page, 'Actions for account', 'Make token')
      await inDialog(page, 'Make token').click()
    },
  },
  {
    name: 'the first token of a new account',
    path: '/settings/organisations',
    make: async (page) => {
      await page.getByRole('button', { name: 'Add account to' }).click()
      await page.getByRole('textbox', { name: 'Account name' }).fill('Night shift')
      await inDialog(page, 'Add account').click()
    },
  },
  {
    name: 'key and secret of an application',
    path: '/settings/applications',
    make: async (page) => {
      await page.getByRole('button', { name: 'Add application' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Shop chat')
      await inDialog(page, 'Add application').click()
    },
  },
  {
    name: 'the renewed secret of an application',
    path: '/settings/applications',
    make: async (page) => {
      await fromMenu(page, 'Actions for Shop chat', 'Renew secret')
      await inDialog(page, 'Renew secret').click()
    },
  },
  {
    name: 'a token of the Desk API',
    path: '/settings/tokens',
    make: async (page) => {
      await page.getByRole('button', { name: 'Make token' }).click()
      await page.getByRole('textbox', { name: 'What it is for' }).fill('Report')
      await page.getByRole('dialog').getByText('Read cases').click()
      await inDialog(page, 'Make token').click()
    },
  },
]

test('A secret is shown once, can be copied, and is nowhere in the page or the browser afterwards (threat model 2.3)', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const rep = await buildAdministrator(at.on)
  await buildAccount(at.on, (await buildOrganisation(at.on, 'partner')).id)
  const page = await at.signedIn(rep.id)
  for (const { name, path, make } of cases) {
    await t.test(name, async () => {
      await page.goto(path)
      await make(page)
      const shown = page.locator('[data-secret]')
      await shown.first().waitFor()
      await page.getByText('shown only this once').waitFor()
      const secrets = await shown.allInnerTexts()
      await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).first().click()
      await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), secrets[0])
      await page.getByRole('button', { name: 'I have copied it' }).click()
      await shown.first().waitFor({ state: 'detached' })
      assert.deepEqual(await kept(page, secrets), [])
      const answers: Promise<string>[] = []
      page.on('response', (answer) => {
        // The stream of events never ends, and brings no secrets.
        if (answer.url().includes('/api/') && !answer.url().includes('/stream'))
          answers.push(answer.text().catch(() => ''))
      })
      await page.reload()
      await page.locator('main h1').waitFor()
      await page
        .getByRole('button', { name: /Actions for|Delete:/ })
        .first()
        .waitFor()
      assert.deepEqual(await kept(page, secrets), [])
      const told = (await Promise.all(answers)).join()
      assert.deepEqual(
        secrets.filter((secret) => told.includes(secret)),
        [],
      )
      page.removeAllListeners('response')
    })
  }
  assert.deepEqual(at.complaints, [])
})

/** @returns those secrets that the page, its address or the browser's storage still hold */
async function kept(page: Page, secrets: readonly string[]): Promise<string[]> {
  const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')
  const all = [await page.content(), page.url(), String(stored)].join()
  return secrets.filter((secret) => secret !== '' && all.includes(secret))
}
