import { readFile } from 'node:fs/promises'
import type { Suite, WireName } from './case.ts'
import { WrongUse } from './options.ts'

/** What the administrator of a running server gave, by wire and name. */
export type CredentialsFile = ReadonlyMap<WireName, Readonly<Record<string, string>>>

/**
 * Reads a file of credentials: `{ "support-ticket": { "apikey": "…", … }, … }`. Wires that it does not name are not judged.
 * @returns the credentials; throws `WrongUse`
 */
export async function readCredentials(path: string, suites: readonly Suite[]): Promise<CredentialsFile> {
  const given = await jsonOf(path)
  if (!isObject(given)) throw new WrongUse(`${path} does not hold a JSON object.`)
  const found = new Map<WireName, Record<string, string>>()
  for (const [wire, values] of Object.entries(given)) {
    const suite = suites.find((each) => each.wire === wire)
    if (!suite) throw new WrongUse(`${path}: there is no API "${wire}".`)
    const missing = Object.keys(suite.credentials).filter(
      (name) => !isObject(values) || typeof values[name] !== 'string',
    )
    if (missing.length > 0 || !isObject(values)) {
      const wanted = missing.map((name) => `  "${name}": ${suite.credentials[name]}`)
      throw new WrongUse(`${path}: "${wire}" lacks\n${wanted.join('\n')}`)
    }
    found.set(suite.wire, values as Record<string, string>)
  }
  return found
}

async function jsonOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new WrongUse(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
