import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'

/** What a token that we sign says. */
export interface TokenClaims {
  /** access or refresh token, of which wire */
  readonly use: 'case-management' | 'support-ticket' | 'support-ticket-refresh'
  /** credential (application) it was issued through */
  readonly credentialId: number
  readonly personId: number | null
  /** the personal secret that bound it to the person, where one did */
  readonly secretId?: number
}

/**
 * Keys and tokens of one installation, derived from its secret. Stored are keyed hashes only, so that a leaked database
 * opens nothing.
 */
export class Secrets {
  readonly #hashKey: Buffer
  readonly #signKey: Uint8Array
  readonly #sealKey: Buffer

  /** @param secret at least 32 random bytes, from the data folder or the settings */
  constructor(secret: Buffer) {
    this.#hashKey = Buffer.from(hkdfSync('sha256', secret, '', 'caseloom credentials', 32))
    this.#signKey = new Uint8Array(hkdfSync('sha256', secret, '', 'caseloom tokens', 32))
    this.#sealKey = Buffer.from(hkdfSync('sha256', secret, '', 'caseloom sealed texts', 32))
  }

  /** @returns the keyed hash under which a key or token is stored */
  hash(secret: string): string {
    return createHmac('sha256', this.#hashKey).update(secret).digest('base64url')
  }

  /** @returns whether the secret is the one of the stored hash, in constant time */
  matches(secret: string, storedHash: string): boolean {
    const given = Buffer.from(this.hash(secret))
    const stored = Buffer.from(storedHash)
    return given.length === stored.length && timingSafeEqual(given, stored)
  }

  /** @returns the text so that only this installation can read it: kept answers may show a key that is stored nowhere else */
  seal(text: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#sealKey, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** @returns the sealed text, or null for what this installation has not sealed */
  unseal(sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < 28) return null
    const cipher = createDecipheriv('aes-256-gcm', this.#sealKey, bytes.subarray(0, 12), {
      authTagLength: 16,
    })
    cipher.setAuthTag(bytes.subarray(12, 28))
    try {
      return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }

  /** @returns a random token of letters, digits, `-` and `_`; 32 bytes are 43 characters */
  newToken(bytes = 32): string {
    return randomBytes(bytes).toString('base64url')
  }

  /** @returns a signed JWT (HS256) with numeric `exp`; times in ms, cut to whole seconds */
  signToken(claims: TokenClaims, now: number, expiresAt: number): Promise<string> {
    const jwt = new SignJWT({
      use: claims.use,
      app: claims.credentialId,
      jti: this.newToken(9),
      ...(claims.secretId === undefined ? {} : { secret: claims.secretId }),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(expiresAt / 1000))
    if (claims.personId !== null) jwt.setSubject(String(claims.personId))
    return jwt.sign(this.#signKey)
  }

  /** @returns what the token says, or why it is not accepted */
  async readToken(
    token: string,
    use: TokenClaims['use'],
    now: number,
  ): Promise<TokenClaims | 'expired' | 'invalid'> {
    try {
      const { payload } = await jwtVerify(token, this.#signKey, {
        algorithms: ['HS256'],
        currentDate: new Date(now),
        requiredClaims: ['exp', 'use', 'app'],
      })
      if (payload.use !== use || typeof payload.app !== 'number') return 'invalid'
      return {
        use,
        credentialId: payload.app,
        personId: payload.sub === undefined ? null : Number(payload.sub),
        ...(typeof payload.secret === 'number' ? { secretId: payload.secret } : {}),
      }
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
    }
  }
}
