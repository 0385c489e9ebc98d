import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** What a wrapped key is for. */
export type KeyPurpose = 'data' | 'index'

/** A key as `encryption_keys` holds it. */
export interface KeyRow {
  readonly id: string
  readonly purpose: string
  /** JSON: for each master key's short name the key wrapped by it, newest last. Empty once the key is retired. */
  readonly wrapped: string
  /** `active`: new values are sealed with it; `old`: some still are; `retired`: none is. */
  readonly state: string
}

/** @returns a short name of the master key, which tells nothing about it */
export function masterName(master: Buffer): string {
  return `m${createHmac('sha256', master).update('caseloom master key').digest('hex').slice(0, 16)}`
}

/** @returns the key wrapped by the master key (AES-256-GCM, bound to id and purpose), in base64url */
export function wrap(master: Buffer, of: { id: string; purpose: string }, key: Buffer): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', master, nonce)
  cipher.setAAD(Buffer.from(`${of.purpose}:${of.id}`))
  const data = Buffer.concat([cipher.update(key), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), data]).toString('base64url')
}

/** @returns the key, or null if this master key has not wrapped it */
export function unwrap(master: Buffer, row: Pick<KeyRow, 'id' | 'purpose' | 'wrapped'>): Buffer | null {
  const wrapped = wrapsOf(row)[masterName(master)]
  if (wrapped === undefined) return null
  const bytes = Buffer.from(wrapped, 'base64url')
  try {
    const cipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12), { authTagLength: 16 })
    cipher.setAAD(Buffer.from(`${row.purpose}:${row.id}`))
    cipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()])
  } catch {
    return null
  }
}

/** @returns the wrapped forms of the key by the name of the master key; none for a retired one */
export function wrapsOf({ wrapped }: Pick<KeyRow, 'wrapped'>): Record<string, string> {
  return wrapped === '' ? {} : (JSON.parse(wrapped) as Record<string, string>)
}
