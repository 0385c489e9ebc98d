import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

/**
 * How sealed bytes lie on disk: `CLSB1`, the id of the data key, a random salt, then pieces of 64 KiB, each with its tag.
 * Every file has a key of its own, derived from data key and salt, so that nonces may count: piece number and whether it is
 * the last, as in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015). Pieces cannot be left out, moved or
 * cut off without notice, and nothing is held in memory but one piece.
 */
const magic = 'CLSB1'
const saltLength = 32
const pieceLength = 65_536
const tagLength = 16

/** @returns how many bytes come before the first piece, given the length of a key id */
export function headerLength(keyIdLength: number): number {
  return magic.length + keyIdLength + saltLength
}

/** @returns the id of the key, or null for bytes that do not begin as sealed ones do */
export function keyInHeader(header: Buffer, keyIdLength: number): string | null {
  if (header.length < headerLength(keyIdLength) || header.toString('latin1', 0, magic.length) !== magic)
    return null
  return header.toString('latin1', magic.length, magic.length + keyIdLength)
}

/** @returns a stream that seals what passes through it */
export function sealingBytes(key: KeyObject, keyId: string): Transform {
  const header = Buffer.concat([Buffer.from(magic + keyId, 'latin1'), randomBytes(saltLength)])
  const pieces = new Pieces(pieceLength, (piece, index, last) => {
    const cipher = createCipheriv('aes-256-gcm', own, nonce(index, last))
    const data = Buffer.concat([cipher.update(piece), cipher.final()])
    return Buffer.concat([data, cipher.getAuthTag()])
  })
  const own = fileKey(key, header)
  pieces.push(header)
  return pieces
}

/**
 * @param header what the stored bytes begin with; the stream is given what comes after it
 * @param isRight told the SHA-256 of the clear bytes at the end, says whether they are those that were asked for
 * @returns a stream that opens what passes through it; it fails for bytes that were changed
 */
export function openingBytes(
  key: KeyObject,
  header: Buffer,
  isRight: (digest: Buffer) => boolean,
): Transform {
  const own = fileKey(key, header)
  const hash = createHash('sha256')
  return new Pieces(pieceLength + tagLength, (piece, index, last) => {
    if (piece.length < tagLength) throw new Error('sealed bytes end too early')
    const at = piece.length - tagLength
    const cipher = createDecipheriv('aes-256-gcm', own, nonce(index, last), { authTagLength: tagLength })
    cipher.setAuthTag(piece.subarray(at))
    const clear = Buffer.concat([cipher.update(piece.subarray(0, at)), cipher.final()])
    hash.update(clear)
    if (last && !isRight(hash.digest())) throw new Error('sealed bytes are not those of their name')
    return clear
  })
}

function fileKey(key: KeyObject, header: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, header, 'caseloom bytes of a file', 32))
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(index, 7)
  bytes[11] = last ? 1 : 0
  return bytes
}

/** Cuts what passes into pieces of one length; only the last may be shorter, and there is always one. */
class Pieces extends Transform {
  readonly #length: number
  readonly #change: (piece: Buffer, index: number, last: boolean) => Buffer
  #held: Buffer[] = []
  #size = 0
  #index = 0

  constructor(length: number, change: (piece: Buffer, index: number, last: boolean) => Buffer) {
    super()
    this.#length = length
    this.#change = change
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(chunk)
    this.#size += chunk.length
    try {
      // A full piece is kept back until more comes, because it may be the last.
      if (this.#size > this.#length) this.#pushFull()
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.#change(Buffer.concat(this.#held), this.#index, true))
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  #pushFull(): void {
    const all = Buffer.concat(this.#held)
    let at = 0
    for (; all.length - at > this.#length; at += this.#length) {
      this.push(this.#change(all.subarray(at, at + this.#length), this.#index, false))
      this.#index += 1
    }
    this.#held = [all.subarray(at)]
    this.#size = all.length - at
  }
}
