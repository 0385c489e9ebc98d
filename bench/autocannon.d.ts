/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
  interface Request {
    path?: string
    [key: string]: unknown
  }
  interface Options {
    url: string
    connections: number
    duration: number
    method: string
    headers: Record<string, string>
    body?: string
    requests: { setupRequest(request: Request): Request }[]
  }
  interface Result {
    requests: { average: number }
    latency: { p50: number; p99: number }
    non2xx: number
    errors: number
  }
  export default function autocannon(options: Options): Promise<Result>
}
