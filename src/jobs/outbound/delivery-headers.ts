import { createHmac } from 'node:crypto'

/**
 * The headers that every call of ours carries beside what its contract demands (threat model §5.3): an id that stays the same
 * over all tries, when this try was made, and one signature for each secret that counts now. Signed are id, time and body,
 * joined by dots, so that no part can be swapped or sent again later.
 * @param at of this try, in ms; told in whole Unix seconds
 * @param secrets none makes no signature
 */
export function deliveryHeaders(
  id: string,
  at: number,
  body: string,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map(
    (secret) =>
      `v1=${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('hex')}`,
  )
  return {
    'x-caseloom-delivery': id,
    'x-caseloom-timestamp': timestamp,
    ...(signatures.length === 0 ? {} : { 'x-caseloom-signature': signatures.join(', ') }),
  }
}
