import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the master key comes from: it is given, in a file, or in the data folder, where it may be made. */
export interface MasterKeySource {
  /** The key itself, as the setting gives it. */
  readonly given: Buffer | null
  /** The file that the settings name. */
  readonly file: string | null
  readonly dataFolder: string
}

/** The master key or the setting ENCRYPT does not fit the database. The message says what to do. */
export class EncryptionProblem extends Error {}

/** @returns the 32 bytes that the text says in hexadecimal or base64 (also base64url), or null */
export function parseMasterKey(text: string): Buffer | null {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex')
  const bytes = Buffer.from(trimmed, 'base64')
  return /^[\w+/-]{43}=?$/.test(trimmed) && bytes.length === 32 ? bytes : null
}

/** @returns where the master key lies that a first start makes */
export function ownKeyFile(dataFolder: string): string {
  return join(dataFolder, 'master-key')
}

/** @returns the master key, or null if none is given and none was made. Throws `EncryptionProblem` */
export async function findMasterKey(source: MasterKeySource): Promise<Buffer | null> {
  if (source.given) return source.given
  return readKeyFile(source.file ?? ownKeyFile(source.dataFolder), source.file !== null)
}

/** @returns the key in the file; null if there is no file and none is required */
export async function readKeyFile(path: string, required: boolean): Promise<Buffer | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (missing && !required) return null
    throw new EncryptionProblem(
      missing
        ? `The master key file ${path} does not exist.`
        : `The master key file ${path} cannot be read: ${error instanceof Error ? error.message : error}.`,
    )
  }
  const key = parseMasterKey(text)
  if (key) return key
  throw new EncryptionProblem(
    `The master key file ${path} does not hold 32 bytes in base64 or 64 hexadecimal digits.`,
  )
}

/**
 * Makes a master key in a file of its own, readable by us only. Written beside and then linked, so that nobody reads half
 * of it and nobody's is replaced.
 * @returns false if there is a file already
 */
export async function makeKeyFile(path: string): Promise<boolean> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(fresh, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  try {
    await link(fresh, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(fresh, { force: true })
  }
}
