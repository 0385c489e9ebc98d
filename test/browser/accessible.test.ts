import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillDemo } from '../../src/cli/demo/fill.ts'
import { seriousFindings } from './axe.ts'
import { buildAdministrator, openConsole } from './console.ts'
import { show, shownPages } from './pages.ts'

test('Every page is without serious findings of axe, in light and dark, and breaks no policy of its own', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  await fillDemo(at.on.desk, at.on.as())
  const rep = await buildAdministrator(at.on)
  for (const colorScheme of ['light', 'dark'] as const) {
    const outside = await at.newPage({ colorScheme })
    await outside.goto('/sign-in')
    await outside.getByRole('heading').waitFor()
    await t.test(`sign-in, ${colorScheme}`, async () => assert.deepEqual(await seriousFindings(outside), []))
    await outside.context().close()
    const page = await at.signedIn(rep.id, { colorScheme })
    for (const shown of shownPages) {
      await t.test(`${shown.name}, ${colorScheme}`, async () => {
        await show(page, shown)
        assert.deepEqual(await seriousFindings(page), [])
      })
    }
    await page.context().close()
  }
  assert.deepEqual(at.complaints, [])
})
