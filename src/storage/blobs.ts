import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { KeyRing } from './seal/key-ring.ts'
import { headerLength, keyInHeader, openingBytes, sealingBytes } from './seal/sealed-bytes.ts'
import { keyIdLength } from './seal/sealed-text.ts'

/**
 * The bytes of files, kept by their SHA-256, so that the same bytes are kept once. Sealed ones are kept by a keyed hash of it,
 * which does not tell what they are (REST v3 §14).
 */
export interface Blobs {
  /**
   * Stores the bytes and has them on disk before it answers.
   * @returns their name and length; throws `BlobTooLarge` past the limit, with nothing kept
   */
  put(bytes: Buffer | Readable, now: number, limit?: number): Promise<{ sha256: string; size: number }>
  /** @returns the bytes as a stream; throws if they are not there */
  read(sha256: string): Promise<Readable>
  /** Removes bytes that were last stored before the time; newer ones may just be coming into use. */
  remove(sha256: string, storedBefore: number): Promise<void>
  /** @returns the names of all bytes that are kept, of those after the given one, in order */
  list(after: string, most: number): Promise<string[]>
  /**
   * Brings stored bytes into the form in which they would be stored now: sealed with the newest key, or clear.
   * @returns the name under which they then lie, beside the former if it is another one; null if they are gone
   */
  settle(name: string): Promise<string | null>
}

/** @returns whether bytes of that name are sealed */
export function isSealedName(name: string): boolean {
  return name.startsWith('k')
}

/** More bytes than allowed. */
export class BlobTooLarge extends Error {
  readonly limit: number
  constructor(limit: number) {
    super(`more than ${limit} bytes`)
    this.limit = limit
  }
}

/**
 * @param forgottenBefore bytes that were still arriving then, in ms, were left behind by a process that died; younger ones
 *   may be arriving at a server that runs beside this one
 * @param keys of the database that names the bytes
 * @returns blobs in a folder of the data folder, in two levels of subfolders by name
 */
export async function folderBlobs(folder: string, keys: KeyRing, forgottenBefore = 0): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeForgotten(incoming, forgottenBefore)
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)

  /** Writes what the source gives into its place. @returns its name, length, and the key it was sealed with */
  const store = async (source: Readable, at: number, limit: number) => {
    const temporary = join(incoming, randomBytes(12).toString('hex'))
    const counter = new Counter(limit)
    const key = keys.covers('attachments') ? keys.activeKey : null
    const file = await open(temporary, 'wx', 0o600)
    try {
      const target = file.createWriteStream({ flush: true })
      if (key === null) await pipeline(source, counter, target)
      else await pipeline(source, counter, sealingBytes(keys.keyFor(key), key), target)
      const digest = counter.digest()
      const name = key === null ? digest.toString('hex') : `k${keys.markOfBytes(digest)}`
      const place = join(folder, name.slice(0, 2))
      const made = await mkdir(place, { recursive: true, mode: 0o700 })
      await utimes(temporary, at / 1000, at / 1000)
      // Replacing bytes that are there already renews their time, so that a sweep leaves them alone.
      await rename(temporary, pathOf(name))
      // A name is on disk only once its folder is.
      await syncFolder(place)
      if (made !== undefined) await syncFolder(folder)
      return { name, size: counter.size, key }
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** @returns the clear bytes of an open file, and the key they are sealed with */
  const clearBytes = async (name: string, file: FileHandle) => {
    if (!isSealedName(name)) return { bytes: createReadStream('', { fd: file }) as Readable, key: null }
    const header = Buffer.alloc(headerLength(keyIdLength))
    await file.read(header, 0, header.length, 0)
    const key = keyInHeader(header, keyIdLength)
    if (key === null) throw new Error(`the bytes of ${name} are not sealed as their name says`)
    // Another process may have sealed them with a key that is new.
    if (!keys.knows(key)) await keys.refresh()
    const opening = openingBytes(
      keys.keyFor(key),
      header,
      (digest) => name === `k${keys.markOfBytes(digest)}`,
    )
    const sealed = createReadStream('', { fd: file, start: header.length })
    sealed.on('error', (error) => opening.destroy(error))
    opening.on('close', () => sealed.destroy())
    return { bytes: sealed.pipe(opening) as Readable, key }
  }

  const settle = async (name: string): Promise<string | null> => {
    const file = await open(pathOf(name), 'r').catch(() => null)
    if (file === null) return null
    const { mtimeMs } = await file.stat()
    const { bytes, key } = await clearBytes(name, file)
    const wanted = keys.covers('attachments') ? keys.activeKey : null
    if (key === wanted) {
      bytes.destroy()
      return name
    }
    return (await store(bytes, mtimeMs, Number.POSITIVE_INFINITY)).name
  }

  return {
    async put(bytes, now, limit = Number.POSITIVE_INFINITY) {
      await keys.refresh()
      const stored = await store(Buffer.isBuffer(bytes) ? Readable.from([bytes]) : bytes, now, limit)
      // Keys may have changed while the bytes arrived. Whoever changes them goes through all bytes that lie here by then.
      await keys.refresh()
      const wanted = keys.covers('attachments') ? keys.activeKey : null
      const name = stored.key === wanted ? stored.name : ((await settle(stored.name)) ?? stored.name)
      return { sha256: name, size: stored.size }
    },
    async read(name) {
      return (await clearBytes(name, await open(pathOf(name), 'r'))).bytes
    },
    async remove(name, storedBefore) {
      const found = await stat(pathOf(name)).catch(() => null)
      if (found && found.mtimeMs < storedBefore) await rm(pathOf(name), { force: true })
    },
    async list(after, most) {
      const names: string[] = []
      const folders = (await readdir(folder)).filter((name) => name.length === 2).sort()
      for (const each of folders) {
        if (each < after.slice(0, 2)) continue
        const found = (await readdir(join(folder, each))).filter((name) => name > after).sort()
        names.push(...found)
        if (names.length >= most) break
      }
      return names.slice(0, most)
    },
    settle,
  }
}

async function removeForgotten(incoming: string, before: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const found = await stat(join(incoming, name)).catch(() => null)
    if (found && found.mtimeMs < before) await rm(join(incoming, name), { force: true })
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Hashes and counts what passes through. */
class Counter extends Transform {
  size = 0
  readonly #limit: number
  readonly #hash = createHash('sha256')

  constructor(limit: number) {
    super()
    this.#limit = limit
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length
    if (this.size > this.#limit) {
      done(new BlobTooLarge(this.#limit))
      return
    }
    this.#hash.update(chunk)
    done(null, chunk)
  }

  digest(): Buffer {
    return this.#hash.digest()
  }
}
