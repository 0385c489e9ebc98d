import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromium, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/**
 * Flags for one process tree without a sandbox, as root in a container. Unlike the package's own list it keeps the
 * browser's web security on, because the tests are about that too.
 */
const flags = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--hide-scrollbars',
]

/**
 * Starts a headless Chromium that brings its own libraries and font, so that nothing needs to be installed and pages
 * look the same everywhere. Close it.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpacked()
  return playwright.launch({
    executablePath: join(folder, 'chromium'),
    args: flags,
    headless: true,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
      HOME: folder,
    },
  })
}

/** Unpacks once for all test processes: aside first, then into place in one step, because they start together. */
async function unpacked(): Promise<string> {
  const root = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
  const manifest: { version: string } = createRequire(import.meta.url)(join(root, 'package.json'))
  const folder = join(tmpdir(), `caseloom-chromium-${manifest.version}`)
  if (existsSync(folder)) return folder
  const aside = await mkdtemp(`${folder}-`)
  const before = process.env.TMPDIR
  process.env.TMPDIR = aside // the package unpacks into the system's folder for temporary files
  try {
    chromium.setGraphicsMode = false
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'])
      await inflate(join(root, 'bin', part))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  await writeFile(join(aside, 'fonts', 'fonts.conf'), fontSettings(folder))
  await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }))
  return folder
}

function fontSettings(folder: string): string {
  const fonts = join(folder, 'fonts')
  return `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><cachedir>${fonts}/cache</cachedir></fontconfig>\n`
}
