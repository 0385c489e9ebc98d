import { DeskError } from '../../domain/errors.ts'
import type { Desk } from '../desk.ts'

/** Whose tries are counted: an account, however it is written, or the address that they come from. */
export interface TryKey {
  readonly kind: 'account' | 'address'
  readonly value: string
}

/** Wrong tries that cost no waiting, and the longest wait. Many people can share an address, so it has more. */
const allowance = {
  account: { free: 5, longestMs: 300_000 },
  address: { free: 20, longestMs: 900_000 },
} as const
const forgetAfterMs = 3_600_000
const mostKeys = 10_000

interface Tries {
  readonly wrong: number
  readonly at: number
}

/** Tries by key, by installation. Each process counts its own: several only multiply what is free. */
const counted = new WeakMap<object, Map<string, Tries>>()

/**
 * Counts a try to prove who one is, as wrong until it is said to be right, so that many at once gain nothing. After a
 * few wrong ones each further try has to wait twice as long as the one before (threat model §2.1).
 * @returns what to call when it was right; throws `too_many_requests` while there is still waiting to do
 */
export function beginTry(desk: Desk, keys: readonly TryKey[]): { succeed(): void } {
  const now = desk.now()
  const tries = counted.get(desk.engine) ?? new Map<string, Tries>()
  counted.set(desk.engine, tries)
  const wait = Math.max(...keys.map((key) => waitMs(tries.get(nameOf(key)), key, now)))
  if (wait > 0) {
    throw new DeskError({ code: 'too_many_requests', retryAfterSeconds: Math.ceil(wait / 1000) })
  }
  for (const key of keys) {
    const before = known(tries.get(nameOf(key)), now)
    note(tries, nameOf(key), { wrong: before + 1, at: now })
  }
  return {
    succeed() {
      for (const key of keys) {
        const name = nameOf(key)
        const wrong = tries.get(name)?.wrong ?? 0
        // A right password clears the account, but does not excuse the other tries of the address.
        if (key.kind === 'account' || wrong <= 1) tries.delete(name)
        else note(tries, name, { wrong: wrong - 1, at: now })
      }
    },
  }
}

function nameOf(key: TryKey): string {
  return `${key.kind}:${key.value.trim().toLowerCase()}`
}

function known(tries: Tries | undefined, now: number): number {
  return tries && now - tries.at < forgetAfterMs ? tries.wrong : 0
}

function waitMs(tries: Tries | undefined, key: TryKey, now: number): number {
  const { free, longestMs } = allowance[key.kind]
  const beyond = known(tries, now) - free
  if (!tries || beyond < 0) return 0
  return tries.at + Math.min(1000 * 2 ** Math.min(beyond, 30), longestMs) - now
}

/** The map keeps the order of the last try, so that the oldest are forgotten first when there are too many. */
function note(tries: Map<string, Tries>, name: string, value: Tries): void {
  tries.delete(name)
  tries.set(name, value)
  for (const oldest of tries.keys()) {
    if (tries.size <= mostKeys) return
    tries.delete(oldest)
  }
}
