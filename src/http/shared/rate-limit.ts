import type { Millis } from '../../domain/case.ts'

/** How much of a limit is used, as the headers of an answer say it. */
export interface RateUse {
  /** Calls in the current window as a percentage of the limit, whole, 0 to 100. */
  readonly usage: number
  /** Calls left in the window; Infinity without a limit. */
  readonly remaining: number
  /** When the window ends and all calls are free again; 0 while no window runs or without a limit. */
  readonly resetAt: Millis
  /** Whether this call is one too many. */
  readonly over: boolean
  /** Whole seconds until a call is free again, at least 1 while `over`; else 0. For `Retry-After`. */
  readonly retryAfterSeconds: number
}

/** Counts calls by key. A key is any text: the id of a credential, an address; never the key that a client sent. */
export interface RateLimit {
  /** Counts a call. One that is over the limit is not counted, so that asking again costs nothing. */
  count(key: string): RateUse
  /** @returns the use as it is, without counting; `over` tells whether a call now would be one too many */
  look(key: string): RateUse
}

export interface RateWindow {
  readonly windowMs: number
  /** Most calls in a window; 0 = no limit. */
  readonly most: number
  /** Most keys that are remembered; when there are more, those whose windows began first are forgotten. */
  readonly mostKeys?: number
}

const unlimited: RateUse = {
  usage: 0,
  remaining: Number.POSITIVE_INFINITY,
  resetAt: 0,
  over: false,
  retryAfterSeconds: 0,
}

/**
 * Counts calls per key in windows that begin with the first call of the key (Case Management §4.4, REST v3 §18, threat
 * model §6). Kept in the memory of the process: a restart forgives, and several processes count each for itself.
 * @param clock where the time comes from: the desk
 */
export function rateLimit(
  clock: { now(): Millis },
  { windowMs, most, mostKeys = 10_000 }: RateWindow,
): RateLimit {
  if (most === 0) return { count: () => unlimited, look: () => unlimited }
  // In the order in which the windows began: what has ended stands in front.
  const windows = new Map<string, { readonly resetAt: Millis; calls: number }>()

  const current = (key: string, now: Millis) => {
    const found = windows.get(key)
    return found && now < found.resetAt ? found : undefined
  }
  const begin = (key: string, now: Millis) => {
    windows.delete(key)
    for (const [oldest, { resetAt }] of windows) {
      if (resetAt > now && windows.size < mostKeys) break
      windows.delete(oldest)
    }
    const begun = { resetAt: now + windowMs, calls: 0 }
    windows.set(key, begun)
    return begun
  }
  const shown = (calls: number, resetAt: Millis, over: boolean, now: Millis): RateUse => ({
    usage: Math.min(100, Math.ceil((calls * 100) / most)),
    remaining: most - calls,
    resetAt,
    over,
    retryAfterSeconds: over ? Math.max(1, Math.ceil((resetAt - now) / 1000)) : 0,
  })

  return {
    count(key) {
      const now = clock.now()
      const window = current(key, now) ?? begin(key, now)
      const over = window.calls >= most
      if (!over) window.calls += 1
      return shown(window.calls, window.resetAt, over, now)
    },
    look(key) {
      const now = clock.now()
      const window = current(key, now)
      return window ? shown(window.calls, window.resetAt, window.calls >= most, now) : shown(0, 0, false, now)
    },
  }
}
