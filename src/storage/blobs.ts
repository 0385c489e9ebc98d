import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The bytes of files, kept by their SHA-256, so that the same bytes are kept once. */
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
 * @returns blobs in a folder of the data folder, in two levels of subfolders by name
 */
export async function folderBlobs(folder: string, forgottenBefore = 0): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeForgotten(incoming, forgottenBefore)
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)

  return {
    async put(bytes, now, limit = Number.POSITIVE_INFINITY) {
      const temporary = join(incoming, randomBytes(12).toString('hex'))
      const counter = new Counter(limit)
      const file = await open(temporary, 'wx', 0o600)
      try {
        const source = Buffer.isBuffer(bytes) ? Readable.from([bytes]) : bytes
        await pipeline(source, counter, file.createWriteStream({ flush: true }))
        const sha256 = counter.digest()
        const made = await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 })
        await utimes(temporary, now / 1000, now / 1000)
        // Replacing bytes that are there already renews their time, so that a sweep leaves them alone.
        await rename(temporary, pathOf(sha256))
        // A name is on disk only once its folder is.
        await syncFolder(join(folder, sha256.slice(0, 2)))
        if (made !== undefined) await syncFolder(folder)
        return { sha256, size: counter.size }
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async read(sha256) {
      const file = await open(pathOf(sha256), 'r')
      return createReadStream('', { fd: file })
    },
    async remove(sha256, storedBefore) {
      const found = await stat(pathOf(sha256)).catch(() => null)
      if (found && found.mtimeMs < storedBefore) await rm(pathOf(sha256), { force: true })
    },
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

  digest(): string {
    return this.#hash.digest('hex')
  }
}
