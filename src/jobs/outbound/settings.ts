import type { AllowList } from './allow-list.ts'

/** How this installation calls others: callbacks and webhooks alike. */
export interface OutboundSettings {
  readonly allow: AllowList
  readonly retrySeconds: readonly number[]
  /** In [0, 1), for the jitter. */
  random(): number
  /** Tells when the server stops, so that no call holds it up. */
  readonly stopping: AbortSignal
  /** Milliseconds until a connection stands, and for the whole exchange; what `send` takes without them. */
  readonly connectMs?: number
  readonly totalMs?: number
  /** Finds all addresses of a host name; the system's resolver without it. */
  readonly resolve?: (host: string) => Promise<string[]>
}

/** @returns what of the settings every call takes along */
export function reachOf(
  settings: Pick<OutboundSettings, 'allow' | 'connectMs' | 'totalMs' | 'resolve' | 'stopping'>,
) {
  const { allow, connectMs, totalMs, resolve, stopping } = settings
  return {
    allow,
    signal: stopping,
    ...(connectMs === undefined ? {} : { connectMs }),
    ...(totalMs === undefined ? {} : { totalMs }),
    ...(resolve === undefined ? {} : { resolve }),
  }
}
