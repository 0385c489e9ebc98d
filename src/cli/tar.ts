import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'

const block = 512
/** The largest length that eleven octal digits can say. */
const longestOctal = 0o77777777777

/** Writes a tar archive (POSIX ustar) that every `tar` can unpack, streamed file by file. */
export class TarWriter {
  readonly #target: FileHandle

  constructor(target: FileHandle) {
    this.#target = target
  }

  /**
   * Adds the file as it is now.
   * @param name inside the archive, at most 100 ASCII characters
   * @returns false if there is no such file any more
   */
  async add(name: string, path: string): Promise<boolean> {
    const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (file === null) return false
    try {
      const { size, mtimeMs } = await file.stat()
      await this.#target.write(header(name, size, Math.floor(mtimeMs / 1000)))
      let written = 0
      const buffer = Buffer.alloc(1024 * 1024)
      while (written < size) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - written))
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`)
        await this.#target.write(buffer, 0, bytesRead)
        written += bytesRead
      }
      await this.#target.write(Buffer.alloc((block - (size % block)) % block))
    } finally {
      await file.close()
    }
    return true
  }

  /** Ends the archive and has it on disk. */
  async end(): Promise<void> {
    await this.#target.write(Buffer.alloc(2 * block))
    await this.#target.sync()
  }
}

function header(name: string, size: number, modified: number): Buffer {
  const head = Buffer.alloc(block)
  if (Buffer.byteLength(name) > 100) throw new Error(`the name is too long for the archive: ${name}`)
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  if (size <= longestOctal) head.write(`${octal(size, 11)}\0`, 124)
  else {
    // Longer files say their length in binary, as GNU tar, bsdtar and others read it.
    head.writeUInt8(0x80, 124)
    head.writeBigUInt64BE(BigInt(size), 128)
  }
  head.write(`${octal(modified, 11)}\0`, 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\u000000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${octal(sum, 6)}\0 `, 148)
  return head
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}
