import { createHmac } from 'node:crypto'

/** The value of `X-Signature` for a body: `sha256=` and the HMAC-SHA-256 in lower-case hex (REST v3 §15.3). */
export function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body, 'utf8').digest('hex')}`
}
