import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import type { Place } from './seal.ts'

/**
 * How a sealed text looks: `~s1.`, the id of its key, `.`, then nonce, tag and cipher text in base64url. AES-256-GCM
 * (NIST SP 800-38D) with a random 96-bit nonce for each value; bound to table, column and row (REST v3 §14).
 */
const marker = '~s1.'
const tilde = 126
/** Letters of a key id. */
export const keyIdLength = 8
const dataAt = marker.length + keyIdLength + 1

/** @returns whether the text is a sealed one. Asked of every value that is read, so it looks at one letter first */
export function isSealed(kept: string): boolean {
  return kept.charCodeAt(0) === tilde && kept.startsWith(marker) && kept[dataAt - 1] === '.'
}

/** @returns the id of the key that the sealed text was closed with */
export function keyOf(sealed: string): string {
  return sealed.slice(marker.length, dataAt - 1)
}

/** How every text that was sealed with the key begins. */
export function sealedWith(keyId: string): string {
  return `${marker}${keyId}.`
}

/** How every sealed text begins, whatever its key. */
export const sealedStart = marker

/** @returns the text sealed with the key */
export function closeText(key: KeyObject, keyId: string, place: Place, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(bound(place))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return sealedWith(keyId) + Buffer.concat([nonce, cipher.getAuthTag(), data]).toString('base64url')
}

/** @returns the text that was closed; throws if key, place or letters are not those it was closed with */
export function openText(key: KeyObject, place: Place, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(dataAt), 'base64url')
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    cipher.setAAD(bound(place))
    cipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
  } catch (error) {
    throw new Error(`a sealed value of ${place.table}.${place.column} cannot be opened`, { cause: error })
  }
}

/** Each part with its length, so that no two places are bound alike. */
function bound({ table, column, row }: Place): Buffer {
  return Buffer.from(JSON.stringify([table, column, row]))
}

const brace = 123
const bracket = 91

/** @returns the ids of all keys that the column's value is sealed with: the whole of it, or parts if it is JSON */
export function keysIn(kept: string): readonly string[] {
  const first = kept.charCodeAt(0)
  if (first === tilde) return isSealed(kept) ? [keyOf(kept)] : []
  if (first !== brace && first !== bracket) return []
  const keys: string[] = []
  for (let found = kept.indexOf(`"${marker}`); found >= 0; found = kept.indexOf(`"${marker}`, found + 1)) {
    keys.push(keyOf(kept.slice(found + 1, found + 1 + dataAt)))
  }
  return keys
}
