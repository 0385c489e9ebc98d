import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import type { Person } from '../../src/domain/person.ts'
import { makeSignInLink } from '../../src/usecases/session/make-sign-in-link.ts'
import { buildRep } from '../harness/build.ts'
import { newDesk, type TestDesk, type TestDeskOptions } from '../harness/desk.ts'
import { launchBrowser } from './browser.ts'

const consoleFolder = join(import.meta.dirname, '../../console/dist')

/** A desk with its console in a real browser. */
export interface ConsoleTest {
  readonly on: TestDesk
  /** Where the server listens, without a slash at the end. */
  readonly address: string
  /** Everything the pages complained about: errors, warnings of the browser, violations of the policy. */
  readonly complaints: string[]
  /** Opens a page in a browser of its own kind, with nothing remembered. */
  newPage(options?: BrowserContextOptions): Promise<Page>
  /** @returns a page on which the rep is signed in, on the inbox */
  signedIn(repId: number, options?: BrowserContextOptions): Promise<Page>
  /** @returns where the rep can sign in once */
  signInLink(repId: number): Promise<string>
  close(): Promise<void>
}

/** Starts a desk on its embedded database, its server, and a browser. Close it. */
export async function openConsole(options: TestDeskOptions = {}): Promise<ConsoleTest> {
  if (!existsSync(join(consoleFolder, 'index.html'))) {
    await build({ configFile: join(consoleFolder, '../vite.config.ts'), logLevel: 'error' })
  }
  const on = await newDesk('sqlite', { ...options, settings: { ...options.settings, consoleFolder } })
  const address = await on.listen()
  const browser = await launchBrowser()
  return { ...pagesOf(browser, on, address), on, address }
}

function pagesOf(browser: Browser, on: TestDesk, address: string) {
  const complaints: string[] = []
  const newPage = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      baseURL: address,
      ...options,
    })
    context.setDefaultTimeout(15_000)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await context.newPage()
    // The desk's clock stands still; the page's must show the same time.
    await page.clock.setFixedTime(on.clock.now)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    return page
  }
  const signInLink = async (repId: number) =>
    `${address}/sign-in#token=${await makeSignInLink(on.desk, on.as(), repId, 3_600_000)}`
  return {
    complaints,
    newPage,
    signInLink,
    async signedIn(repId: number, options: BrowserContextOptions = {}) {
      const page = await newPage(options)
      await page.goto(await signInLink(repId))
      await page.getByRole('button', { name: 'Not now' }).click()
      await page.getByRole('heading', { name: 'Inbox' }).waitFor()
      return page
    },
    async close() {
      await browser.close()
      await on.close()
    },
  }
}

/** An administrator of the desk, as the tests sign them in. */
export function buildAdministrator(on: TestDesk, name = 'Nora Bergström'): Promise<Person> {
  return buildRep(on, { name, addresses: ['nora@nordkitchen.example'] })
}
