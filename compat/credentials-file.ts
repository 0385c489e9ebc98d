import { readFile } from 'node:fs/promises'
import type { Suite, WireName } from './case.ts'

/** What the administrator of a running server gave, by wire and name. */
export type CredentialsFile = ReadonlyMap<WireName, Readonly<Record<string, string>>>

/** The file cannot be used; the message says why and what would be right. */
export class BadCredentials extends Error {}

/**
 * Reads a file of credentials: `{ "support-ticket": { "apikey": "…", … }, … }`. Wires that it does not name are not judged.
 * @returns the credentials; throws `BadCredentials`
 */
export async function readCredentials(path: string, suites: readonly Suite[]): Promise<CredentialsFile> {
  const given: unknown = JSON.parse(await readFile(path, 'utf8'))
  if (!isObject(given)) throw new BadCredentials(`${path} does not hold a JSON object.`)
  const found = new Map<WireName, Record<string, string>>()
  for (const [wire, values] of Object.entries(given)) {
    const suite = suites.find((each) => each.wire === wire)
    if (!suite) throw new BadCredentials(`${path}: there is no API "${wire}".`)
    const missing = Object.keys(suite.credentials).filter(
      (name) => !isObject(values) || typeof values[name] !== 'string',
    )
    if (missing.length > 0 || !isObject(values)) {
      const wanted = missing.map((name) => `  "${name}": ${suite.credentials[name]}`)
      throw new BadCredentials(`${path}: "${wire}" lacks\n${wanted.join('\n')}`)
    }
    found.set(suite.wire, values as Record<string, string>)
  }
  return found
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
