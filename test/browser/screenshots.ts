import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fillDemo } from '../../src/cli/demo/fill.ts'
import { buildCaseManagementApp, buildSupportTicketApp } from '../harness/build.ts'
import { buildAdministrator, openConsole } from './console.ts'
import { show, shownPages } from './pages.ts'

/**
 * Writes a picture of every page, light and dark, wide and on a phone, to `test-output/`, with the same data and time
 * each run: `node test/browser/screenshots.ts [name…]`. They are made to be looked at.
 */
const folder = join(import.meta.dirname, '../../test-output/screenshots')
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name)

const at = await openConsole()
try {
  await fillDemo(at.on.desk, at.on.as())
  await buildCaseManagementApp(at.on)
  await buildSupportTicketApp(at.on)
  const rep = await buildAdministrator(at.on)
  await mkdir(folder, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(sizes)) {
      const look = { colorScheme, viewport }
      const picture = (name: string) => ({ path: join(folder, `${name}-${size}-${colorScheme}.png`) })
      if (isWanted('sign-in')) {
        const outside = await at.newPage(look)
        await outside.goto('/sign-in')
        await outside.getByRole('heading').waitFor()
        await outside.screenshot(picture('sign-in'))
        await outside.context().close()
      }
      const page = await at.signedIn(rep.id, look)
      for (const shown of shownPages.filter(({ name }) => isWanted(name))) {
        await show(page, shown)
        await page.screenshot(picture(shown.name))
        await shown.leave?.(page)
      }
      await page.context().close()
    }
  }
} finally {
  await at.close()
}
if (at.complaints.length > 0) process.stderr.write(`${[...new Set(at.complaints)].join('\n')}\n`)
