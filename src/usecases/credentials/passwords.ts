import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

/** Argon2id as OWASP advises it for servers: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const

/** Shortest password a person may choose, in characters. */
export const shortestPassword = 10

/** @returns the hash to store, with its salt and cost */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive(password, nonce)
  return `argon2id$${cost.memory}$${cost.passes}$${nonce.toString('base64url')}$${tag.toString('base64url')}`
}

/**
 * @param stored the stored hash; null for an unknown account or one without a password, which takes the same time
 * @returns whether the password is the right one
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , , salt, tag] = (stored ?? emptyHash).split('$')
  const wanted = Buffer.from(tag ?? '', 'base64url')
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'))
  return stored !== null && wanted.length === given.length && timingSafeEqual(wanted, given)
}

const emptyHash = `argon2id$${cost.memory}$${cost.passes}$${Buffer.alloc(16).toString('base64url')}$`

function derive(password: string, nonce: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  argon2('argon2id', { message: password.normalize('NFKC'), nonce, ...cost }, (error, tag) => {
    if (error) reject(error)
    else resolve(tag)
  })
  return promise
}
