import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCase } from '../../src/usecases/cases/open-case.ts'
import { readCase } from '../../src/usecases/cases/read-case.ts'
import { buildContact, buildRep } from '../harness/build.ts'
import { openConsole } from './console.ts'

const password = 'a long and simple phrase'

test('The whole journey is done by keyboard alone: sign in, find, answer, undo, resolve, go on', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const rep = await buildRep(at.on, { loginName: 'ada', password, name: 'Ada Stone' })
  const contact = await buildContact(at.on, { name: 'Ben Okoro' })
  const numbers: number[] = []
  for (const subject of ['The lid is stuck', 'The lamp blinks', 'The belt slips']) {
    at.on.clock.advance(60_000)
    const given = {
      subject,
      description: `${subject}.`,
      descriptionFormat: 'text',
      requester: contact.id,
    } as const
    numbers.push((await openCase(at.on.desk, at.on.as('desk'), given)).number)
  }
  const [, lamp = 0] = numbers
  const page = await at.newPage()
  const { keyboard } = page
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

  await t.test('signing in', async () => {
    await page.goto('/')
    await heading('Sign in to the desk')
    await keyboard.type('ada')
    await keyboard.press('Tab')
    await keyboard.type(password)
    await keyboard.press('Enter')
    await heading('Inbox')
    await page.getByRole('link', { name: 'The lid is stuck' }).waitFor()
  })

  await t.test('j and k move through the list, Enter opens, u comes back to the same row', async () => {
    await keyboard.press('j')
    await keyboard.press('j')
    await keyboard.press('j')
    await keyboard.press('k')
    await keyboard.press('Enter')
    await heading('The lamp blinks #')
    await keyboard.press('u')
    await page.locator(`[data-row="${lamp}"]:focus`).waitFor()
    await keyboard.press('Enter')
    await heading('The lamp blinks #')
  })

  await t.test('r writes to the customer; a sent message can be taken back and is kept', async () => {
    await keyboard.press('r')
    await keyboard.type('Please send us a film of it.')
    await page.getByText('Ben Okoro will read this').waitFor()
    await keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Send now' }).waitFor()
    await keyboard.press('Escape')
    await keyboard.press('z')
    const field = page.getByRole('textbox', { name: 'Write to Ben Okoro' })
    assert.equal(await field.inputValue(), 'Please send us a film of it.')
    assert.equal((await readCase(at.on.desk, at.on.as(), lamp)).messages.length, 0)
  })

  await t.test('send and resolve is one key, and the same key again does not wait', async () => {
    await keyboard.press('r')
    await keyboard.press('Control+Shift+Enter')
    await keyboard.press('Control+Enter')
    await page.getByRole('article', { name: 'Ada Stone wrote' }).waitFor()
    await page.getByText('Ada Stone changed Status from Open to Resolved').waitFor()
  })

  await t.test('n writes a note that says who reads it', async () => {
    await keyboard.press('Escape')
    await keyboard.press('n')
    await page.getByText('Only people at the desk will read this').waitFor()
    await keyboard.type('Looks like the batch of May.')
    await keyboard.press('Control+Enter')
    await keyboard.press('Control+Enter')
    await page.getByRole('article').getByText('Only us').waitFor()
    await keyboard.press('Escape')
  })

  await t.test('a assigns, and z takes the change back', async () => {
    await keyboard.press('a')
    await page.getByRole('option', { name: 'Ada Stone' }).waitFor()
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Announcements' }).getByText('Assignee: Ada Stone').waitFor()
    await page.getByText('Ada Stone took the case').waitFor()
    await keyboard.press('z')
    await page.getByText('Ada Stone cleared Assignee').waitFor()
  })

  await t.test('/ searches, ? shows the keys, Ctrl+K goes anywhere', async () => {
    await keyboard.press('u')
    await keyboard.press('/')
    await keyboard.type('belt')
    await page.waitForURL(/q=belt/)
    await page.getByRole('link', { name: 'The lid is stuck' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'The belt slips' }).waitFor()
    await keyboard.press('Escape')
    await keyboard.press('Escape')
    await keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await keyboard.press('Escape')
    await keyboard.press('Control+k')
    await keyboard.type('api tok')
    await page.getByRole('option', { name: 'Settings: API tokens' }).waitFor()
    await keyboard.press('Enter')
    await heading('API tokens')
    await keyboard.press('g')
    await keyboard.press('i')
    await heading('Inbox')
  })
  assert.equal((await readCase(at.on.desk, at.on.as(), lamp)).messages.length, 2)
  assert.equal(rep.name, 'Ada Stone')
})
