import type { Outcome } from './send.ts'

/** What a delivery does next: done, give up, give up and forget the URL, or try again. */
export type Verdict = 'delivered' | 'stop' | 'stop_and_clear' | 'retry'

/** Seconds between attempts: 30 s, 2 min, 10 min, 1 h, 6 h (REST v3 §15.4). */
export const RETRY_SECONDS: readonly number[] = [30, 120, 600, 3600, 21600]

const LONGEST_RETRY_AFTER_MS = 3_600_000

/** 4xx that say "not now" rather than "never": request timeout, too early, too many requests. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429])

/** Judges one attempt (REST v3 §15.4). A redirect is a failure like a 5xx: it is not followed, but retried. */
export function classify(outcome: Outcome): Verdict {
  if (outcome.kind === 'refused') return 'stop'
  if (outcome.kind === 'failed') return 'retry'
  const { status } = outcome
  if (status >= 200 && status < 300) return 'delivered'
  if (status === 410) return 'stop_and_clear'
  return status >= 400 && status < 500 && !PASSING.has(status) ? 'stop' : 'retry'
}

/**
 * Milliseconds from attempt number `attempt` (the first is 1) to the next one, or null when the schedule
 * (seconds) is used up. `random` in [0,1) spreads the delay by ±20 %. A longer `Retry-After` is honoured
 * up to one hour; a shorter one doesn't hurry us (REST v3 §15.4).
 */
export function nextDelay(
  attempt: number,
  schedule: readonly number[],
  random: number,
  retryAfterMs = 0,
): number | null {
  const seconds = schedule[attempt - 1]
  if (seconds === undefined) return null
  const jittered = Math.round(seconds * 1000 * (0.8 + 0.4 * random))
  return Math.max(jittered, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS))
}
