import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { readCase } from '../../src/usecases/cases/read-case.ts'
import { addField, type FieldDraft } from '../../src/usecases/fields/add-field.ts'
import { buildOrganisation, buildRepWithKey } from '../harness/build.ts'
import { seriousFindings } from './axe.ts'
import { type ConsoleTest, openConsole } from './console.ts'

const drafts: readonly FieldDraft[] = [
  { name: 'PO number', type: 'sline', mandatory: true, description: 'As on the invoice.' },
  { name: 'Floor', type: 'pick', mandatory: true, choices: [{ name: 'Ground' }, { name: 'First' }] },
  { name: 'Extras', type: 'mpick', choices: [{ name: 'Lid' }, { name: 'Belt' }] },
  { name: 'Pieces', type: 'num' },
  { name: 'Weight', type: 'dec' },
  { name: 'Warranty', type: 'bool' },
  { name: 'Bought', type: 'date' },
  { name: 'Door code', type: 'sline', encrypted: true },
  { name: 'Second address', type: 'email' },
  { name: 'Call', type: 'phone' },
  { name: 'Manual', type: 'url' },
  { name: 'Shop', type: 'ref', refersTo: 'organisations' },
  { name: 'Circumstances', type: 'mline' },
]

/** Defines every kind of field. @returns their API names by their names, and their ids */
async function define({ on }: ConsoleTest): Promise<Map<string, { id: number; key: string }>> {
  const made = new Map<string, { id: number; key: string }>()
  for (const draft of drafts) {
    const { id, apiName } = await addField(on.desk, on.as(), null, draft)
    made.set(draft.name, { id, key: apiName })
  }
  return made
}

/** @returns what is said of a control beside its name: help and what is wrong */
async function described(page: Page, name: string): Promise<string> {
  const ids = await page.getByRole('textbox', { name }).getAttribute('aria-describedby')
  const texts = (ids ?? '').split(' ').map((id) => page.locator(`[id="${id}"]`).allTextContents())
  return (await Promise.all(texts)).flat().join(' ')
}

test('Fields of administrators’ making are filled in and changed by keyboard, and told where they are wrong', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const made = await define(at)
  const keyOf = (name: string) => made.get(name)?.key ?? ''
  const { rep, key } = await buildRepWithKey(at.on, { name: 'Ada Stone' })
  await buildOrganisation(at.on, null, { name: 'Corner shop' })
  const page = await at.signedIn(rep.id)
  const { keyboard } = page
  let number = 0
  const kept = async () => (await readCase(at.on.desk, at.on.as(), number)).of.fields
  const property = (name: string) => page.getByRole('complementary').getByRole('button', { name })

  await t.test('an empty mandatory field keeps the case from being opened, and has the focus', async () => {
    await keyboard.press('c')
    await page.getByRole('textbox', { name: 'PO number' }).waitFor()
    await page.getByRole('textbox', { name: 'Subject' }).focus()
    await keyboard.type('The lid is stuck')
    await keyboard.press('Tab')
    await keyboard.type('Since Monday.')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.locator('input:focus[name="fields.udf_sline_301"]').waitFor()
    assert.match(await described(page, 'PO number'), /As on the invoice\. .*fill/i)
    await keyboard.type('PO 77')
    await keyboard.press('Enter')
    await page.locator('button:focus', { hasText: 'Choose Floor' }).waitFor()
  })

  await t.test('every kind is filled in by keyboard', async () => {
    await keyboard.press('Enter')
    await page.getByRole('option', { name: 'First' }).waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await page.locator('button:focus', { hasText: 'First' }).waitFor()
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByRole('option', { name: 'Lid' }).waitFor()
    await keyboard.press('Enter')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await keyboard.press('Escape')
    await page.locator('button:focus', { hasText: 'Lid, Belt' }).waitFor()
    await keyboard.press('Tab')
    await keyboard.type('12')
    await keyboard.press('Tab')
    await keyboard.type('2.5')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await page.getByRole('option', { name: 'Yes' }).waitFor()
    await keyboard.press('Enter')
    await page.getByRole('textbox', { name: /^Door code\s*\(kept encrypted\)/ }).focus()
    await keyboard.type('4711#')
    await page.getByRole('button', { name: 'Shop' }).focus()
    await keyboard.press('Enter')
    await keyboard.type('corner')
    await page.getByRole('option', { name: 'Corner shop' }).waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await page.locator('button:focus', { hasText: 'Corner shop' }).waitFor()
    const drafted = await page.evaluate(() => JSON.stringify(localStorage))
    assert.ok(drafted.includes('PO 77') && !drafted.includes('4711'), 'what is kept encrypted is no draft')
  })

  await t.test('what only the desk refuses is told at the field too', async () => {
    await page.getByRole('textbox', { name: 'Manual' }).fill('ftp://manuals.example/1')
    await page.getByRole('textbox', { name: 'Subject' }).focus()
    await keyboard.press('Enter')
    await page.getByText('Is malformed', { exact: true }).waitFor()
    await page.locator('input:focus[name^="fields.udf_url_"]').waitFor()
    assert.match(await described(page, 'Manual'), /Is malformed/)
    await page.getByRole('textbox', { name: 'Manual' }).fill('https://manuals.example/1')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'The lid is stuck' }).waitFor()
    number = Number(new URL(page.url()).pathname.split('/').at(-1))
  })

  await t.test('the values are on the REST wire', async () => {
    const answer = await at.on.app.inject({
      url: `/api/v3/requests/${number}`,
      headers: { authtoken: key },
    })
    const { request } = answer.json()
    assert.equal(request.udf_fields[keyOf('PO number')], 'PO 77')
    assert.equal(request.udf_fields[keyOf('Floor')].name, 'First')
    assert.equal(request.udf_fields[keyOf('Door code')], '4711#')
  })

  await t.test(
    'a value is changed in place, taken back, and cannot be emptied if it is mandatory',
    async () => {
      await property('PO number: PO 77').focus()
      await keyboard.press('Enter')
      await keyboard.press('Control+a')
      await keyboard.type('PO 78')
      await keyboard.press('Enter')
      await page.locator('button:focus', { hasText: 'PO 78' }).waitFor()
      await page.getByRole('region', { name: 'Announcements' }).getByText('PO number: PO 78').waitFor()
      assert.equal((await kept())[keyOf('PO number')], 'PO 78')
      await page.getByText('Ada Stone edited PO number').waitFor()
      await keyboard.press('z')
      await property('PO number: PO 77').waitFor()
      await keyboard.press('Enter')
      await keyboard.press('Control+a')
      await keyboard.press('Backspace')
      await keyboard.press('Enter')
      await page.getByText('Please fill out this field.').waitFor()
      assert.match(await described(page, 'PO number'), /fill/i)
      await keyboard.press('Escape')
      await page.locator('button:focus', { hasText: 'PO 77' }).waitFor()
      assert.equal((await kept())[keyOf('PO number')], 'PO 77')
    },
  )

  await t.test('numbers are checked, and dates are saved by Enter too', async () => {
    await property('Pieces').focus()
    await keyboard.press('Enter')
    await keyboard.press('Control+a')
    await keyboard.type('5.5')
    await keyboard.press('Enter')
    await page.getByText('Please give a whole number.').waitFor()
    await keyboard.press('Control+a')
    await keyboard.type('5')
    await keyboard.press('Tab')
    await property('Pieces: 5').waitFor()
    await property('Bought').focus()
    await keyboard.press('Enter')
    await page.getByRole('complementary').getByLabel('Bought', { exact: true }).fill('2026-03-01T10:00')
    await keyboard.press('Enter')
    await property('Bought: 1 Mar 2026, 10:00').waitFor()
    await page.getByRole('region', { name: 'Announcements' }).getByText('Bought: 1 Mar 2026').waitFor()
    assert.equal((await kept())[keyOf('Bought')], Date.UTC(2026, 2, 1, 10))
  })

  await t.test('what the desk refuses in place comes back with the reason beside it', async () => {
    await property('Manual').focus()
    await keyboard.press('Enter')
    await keyboard.press('Control+a')
    await keyboard.type('ftp://manuals.example/2')
    await keyboard.press('Enter')
    const control = page.getByRole('complementary').getByRole('textbox', { name: 'Manual' })
    await control.waitFor()
    assert.equal(await control.inputValue(), 'ftp://manuals.example/2')
    await page.getByRole('complementary').getByText('Is malformed').waitFor()
    await page.getByRole('region', { name: 'Announcements' }).getByText('Manual: is malformed').waitFor()
    await keyboard.press('Escape')
    await property('Manual: https://manuals.example/1').waitFor()
  })

  await t.test('choices are changed and emptied where they are shown', async () => {
    await property('Warranty').focus()
    await keyboard.press('Enter')
    await page.getByRole('option', { name: 'None' }).waitFor()
    await keyboard.press('End')
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Announcements' }).getByText('Warranty: none').waitFor()
    assert.equal((await kept())[keyOf('Warranty')], undefined)
    await property('Floor').focus()
    await keyboard.press('Enter')
    await page.getByRole('option', { name: 'Ground' }).waitFor()
    assert.equal(await page.getByRole('option', { name: 'None' }).count(), 0)
    await keyboard.press('Home')
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Announcements' }).getByText('Floor: Ground').waitFor()
    assert.equal((await kept())[keyOf('Floor')], 1)
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    await t.test(
      `the controls, their errors and the settings are without findings of axe, ${colorScheme}`,
      async () => {
        const other = await at.signedIn(rep.id, { colorScheme })
        await other.goto('/new')
        await other.getByRole('textbox', { name: 'Subject' }).fill('The lid is stuck')
        await other.getByRole('textbox', { name: 'What it is about' }).fill('Since Monday.')
        await other.getByRole('button', { name: 'Open case' }).click()
        await other.getByText('Please fill out this field.').waitFor()
        assert.deepEqual(await seriousFindings(other), [])
        await other.goto(`/cases/${number}`)
        await other.getByRole('button', { name: 'Door code' }).waitFor()
        assert.deepEqual(await seriousFindings(other), [])
        await other.getByRole('button', { name: 'PO number' }).click()
        await other.getByRole('textbox', { name: 'PO number' }).fill('')
        await other.keyboard.press('Enter')
        await other.getByText('Please fill out this field.').waitFor()
        assert.deepEqual(await seriousFindings(other), [])
        await other.goto('/settings/fields')
        await other.getByText('Door code').waitFor()
        assert.deepEqual(await seriousFindings(other), [])
        await other.context().close()
      },
    )
  }
  assert.deepEqual(
    at.complaints.filter((each) => !each.includes('400 (Bad Request)')),
    [],
  )
})

test('An administrator adds, changes and deletes fields in the settings; values of deleted ones stay readable', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const { rep } = await buildRepWithKey(at.on, { name: 'Ada Stone' })
  const page = await at.signedIn(rep.id)
  const { keyboard } = page
  const dialog = page.getByRole('dialog')

  await t.test('a field with choices is added by keyboard', async () => {
    await page.goto('/settings/fields')
    await page.getByText('No fields yet').waitFor()
    await page.getByRole('button', { name: 'Add field' }).focus()
    await keyboard.press('Enter')
    await dialog.getByRole('textbox', { name: 'Name' }).waitFor()
    await keyboard.type('Size')
    await keyboard.press('Tab')
    await keyboard.press('Enter')
    await keyboard.type('one of several')
    await page.getByRole('option', { name: 'One of several choices' }).waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await dialog.getByRole('textbox', { name: 'Choice 1' }).focus()
    await keyboard.type('Small')
    await dialog.getByRole('textbox', { name: 'Choice 2' }).focus()
    await keyboard.type('Large')
    await keyboard.press('Enter')
    await keyboard.type('Huge')
    await dialog.getByText('Must be filled in').click()
    assert.deepEqual(await seriousFindings(page), [])
    await dialog.getByRole('button', { name: 'Add field' }).click()
    await page.getByText('One of several choices: Small, Large, Huge').waitFor()
    assert.deepEqual(await seriousFindings(page), [])
  })

  await t.test('a choice is renamed and keeps its place in cases', async () => {
    await page.goto('/new')
    await page.getByRole('textbox', { name: 'Subject' }).fill('The lid is stuck')
    await page.getByRole('textbox', { name: 'What it is about' }).fill('Since Monday.')
    await page.getByRole('button', { name: 'Size' }).click()
    await page.getByRole('option', { name: 'Huge' }).click()
    await page.getByRole('button', { name: 'Open case' }).click()
    await page.getByRole('complementary').getByRole('button', { name: 'Size' }).getByText('Huge').waitFor()
    const address = page.url()
    await page.goto('/settings/fields')
    await page.getByRole('button', { name: 'Actions for Size' }).click()
    await page.getByRole('menuitem', { name: 'Change field' }).click()
    await dialog.getByRole('textbox', { name: 'Choice 3' }).fill('Giant')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('One of several choices: Small, Large, Giant').waitFor()
    await page.getByRole('button', { name: 'Actions for Size' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await dialog.getByText('Nobody can fill in Size').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No fields yet').waitFor()
    await page.goto(address)
    await page.getByRole('complementary').getByText('Size (no longer in use)').waitFor()
    await page.getByRole('complementary').getByText('Giant').waitFor()
    assert.deepEqual(await seriousFindings(page), [])
  })
  assert.deepEqual(at.complaints, [])
})
