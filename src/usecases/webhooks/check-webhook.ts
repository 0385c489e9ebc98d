import { type Issue, refuseIssues } from '../../domain/errors.ts'
import { checkWebhookHeaders, type Webhook, webhookTopics } from '../../domain/webhook.ts'
import type { Desk } from '../desk.ts'

/** Longest secret, in characters; it stands in a header. */
const longestSecret = 200

/** What a webhook is asked to be, as far as it can be judged without the database and the network. */
export type AskedWebhook = Pick<Webhook, 'wire' | 'topic' | 'url' | 'method' | 'headers'> & {
  readonly secret: string | null
}

/**
 * Throws `invalid` with everything that is wrong. Where the receiver has to prove itself, its address needs
 * TLS unless the operator's list names it (Case Management §10, threat model §5.1).
 */
export function checkWebhook(desk: Desk, asked: AskedWebhook): void {
  const topics: readonly string[] = webhookTopics[asked.wire]
  const issues: Issue[] = []
  if (!topics.includes(asked.topic)) issues.push({ field: 'topic', rule: 'choice', value: asked.topic })
  if (!mayBeCalled(desk, asked)) issues.push({ field: 'url', rule: 'not_allowed', value: asked.url })
  if (asked.wire === 'case-management' && asked.method !== 'POST')
    issues.push({ field: 'method', rule: 'not_allowed', value: asked.method })
  if (asked.secret !== null) issues.push(...checkSecret(asked.secret))
  refuseIssues([...issues, ...checkWebhookHeaders(asked.headers)])
}

function mayBeCalled(desk: Desk, { wire, url }: AskedWebhook): boolean {
  if (!desk.mayCall(url)) return false
  return wire !== 'case-management' || new URL(url).protocol === 'https:' || desk.receivers.isListed(url)
}

/** It must fit into a header, where it is sent to the receiver of Case Management. */
function checkSecret(secret: string): Issue[] {
  if (secret.length > longestSecret) return [{ field: 'secret', rule: 'too_long', limit: longestSecret }]
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(secret) ? [] : [{ field: 'secret', rule: 'format' }]
}
