import autocannon from 'autocannon'

/** What one measurement found. Rates are answered requests per second; latencies in ms. */
export interface Measured {
  readonly rate: number
  readonly p50: number
  readonly p99: number
  /** Answers that were no 2xx, and requests that got none. */
  readonly failed: number
}

export interface Load {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: string
  /** Paths to walk through; each request takes the next one. */
  readonly paths: (index: number) => string
}

/** Sends the load over the connections for the seconds. */
export async function measure(load: Load, connections: number, seconds: number): Promise<Measured> {
  let index = 0
  const result = await autocannon({
    url: load.url,
    connections,
    duration: seconds,
    method: load.method ?? 'GET',
    headers: { ...(load.body === undefined ? {} : { 'content-type': 'application/json' }), ...load.headers },
    ...(load.body === undefined ? {} : { body: load.body }),
    requests: [
      {
        setupRequest: (request) => {
          index += 1
          return { ...request, path: load.paths(index) }
        },
      },
    ],
  })
  return {
    rate: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}
