import type { Page } from 'playwright-core'

/** A page of the console as tests and pictures show it. */
export interface Shown {
  readonly name: string
  /** `CUSTOMER` and `PARTNER` stand for the numbers of two sample cases. */
  readonly path: string
  /** What is done there before it is looked at. */
  readonly prepare?: (page: Page) => Promise<unknown>
  /** What is done afterwards, so that the next page finds everything as it was. */
  readonly leave?: (page: Page) => Promise<unknown>
}

const write = (page: Page, words: string) => page.getByRole('textbox', { name: /^Write / }).fill(words)

const choose = async (page: Page, audience: string) => {
  await page.getByRole('radiogroup', { name: 'Who reads this' }).getByText(audience).click()
}

/** Every page, and every page in the states that look different. */
export const shownPages: readonly Shown[] = [
  { name: 'inbox', path: '/' },
  { name: 'case', path: '/cases/CUSTOMER' },
  {
    name: 'case-party',
    path: '/cases/PARTNER',
    prepare: (page) => write(page, 'We have the spare part here on Wednesday.'),
  },
  {
    name: 'case-note',
    path: '/cases/CUSTOMER',
    prepare: async (page) => {
      await choose(page, 'Note')
      await write(page, 'Called him: he would rather have the money back than wait for the part.')
    },
  },
  {
    name: 'case-sending',
    path: '/cases/CUSTOMER',
    prepare: async (page) => {
      await choose(page, 'Reply')
      await write(page, 'Thank you for looking, Karim. A replacement leaves our house today.')
      await page.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByRole('button', { name: 'Send now' }).waitFor()
    },
    leave: async (page) => {
      await page.getByRole('listitem').getByRole('button', { name: 'Undo' }).click()
      await write(page, '')
    },
  },
  {
    name: 'status',
    path: '/cases/CUSTOMER',
    prepare: async (page) => {
      await page.keyboard.press('s')
      await page.getByRole('listbox').waitFor()
    },
  },
  { name: 'search', path: '/?view=all&q=coffee' },
  { name: 'empty', path: '/?view=trash' },
  { name: 'new-case', path: '/new' },
  { name: 'reps', path: '/settings/reps' },
  {
    name: 'add-rep',
    path: '/settings/reps',
    prepare: (page) => page.getByRole('button', { name: 'Add rep' }).click(),
  },
  { name: 'organisations', path: '/settings/organisations' },
  { name: 'fields', path: '/settings/fields' },
  {
    name: 'add-field',
    path: '/settings/fields',
    prepare: (page) => page.getByRole('button', { name: 'Add field' }).click(),
  },
  { name: 'applications', path: '/settings/applications' },
  { name: 'tokens', path: '/settings/tokens' },
  {
    name: 'secret',
    path: '/settings/tokens',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Make token' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'What it is for' }).fill('Nightly report')
      await dialog.getByText('Read cases').click()
      await dialog.getByRole('button', { name: 'Make token' }).click()
      await page.getByText('Copy it now').waitFor()
    },
  },
  { name: 'keys', path: '/', prepare: (page) => page.keyboard.press('?') },
  { name: 'palette', path: '/', prepare: (page) => page.keyboard.press('Control+k') },
]

/** Opens a page and brings it into its state. The rep is signed in on `page`. */
export async function show(page: Page, { path, prepare }: Shown): Promise<void> {
  const number = async (q: string) => {
    const answer = await page.request.get('/api/desk/v1/cases', { params: { view: 'all', q } })
    const { items }: { items: { number: number }[] } = await answer.json()
    return String(items[0]?.number)
  }
  let real = path
  if (path.includes('CUSTOMER')) real = path.replace('CUSTOMER', await number('Grinder stops'))
  if (path.includes('PARTNER')) real = path.replace('PARTNER', await number('pump is loud'))
  await page.goto(real)
  await page.locator('main h1:visible').first().waitFor()
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  await prepare?.(page)
}
