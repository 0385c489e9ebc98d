import { refuseIssues } from '../../domain/errors.ts'
import type { WebhookWire } from '../../domain/webhook.ts'
import type { Desk } from '../desk.ts'

/**
 * Asks the receiver whether it wants the calls, where the wire demands it (Case Management §10). Outside every transaction:
 * it may take as long as a receiver takes. Throws `invalid` with one and the same issue whether the receiver is away,
 * forbidden or answered something else, so that nobody learns what an address answers that they cannot reach themselves.
 */
export async function verifyReceiver(
  desk: Desk,
  wire: WebhookWire,
  url: string,
  secret: string,
): Promise<void> {
  const { challenge } = desk.webhookForms[wire]
  if (challenge === null) return
  const random = desk.secrets.newToken(24)
  const answer = await desk.receivers.ask(url, challenge.headers(secret, random))
  if (answer?.status !== 200 || answer.text.trim() !== random) {
    refuseIssues([{ field: 'url', rule: 'mismatch', what: 'challenge' }])
  }
}
