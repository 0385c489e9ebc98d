import type { Problem } from '../../../src/http/desk/schema.ts'

const root = '/api/desk/v1'

/** An answer that was not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Problem | null
  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? problem?.title ?? `HTTP ${status}`)
    this.name = 'ApiError'
    this.status = status
    this.problem = problem
  }
}

let csrfToken = ''
/** Remembers the proof that goes with every change of this session. */
export function setCsrfToken(token: string): void {
  csrfToken = token
}

export interface Sending {
  /** The version the change was made from: refused if the case has moved on. */
  readonly ifVersion?: number
  /** The same key sent again does the work once. */
  readonly idempotencyKey?: string
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean
}

/** Headers of a change, for requests made by hand (uploads). */
export function changeHeaders(sending: Sending = {}): Record<string, string> {
  return {
    'x-csrf-token': csrfToken,
    ...(sending.ifVersion === undefined ? {} : { 'if-match': `"v${sending.ifVersion}"` }),
    ...(sending.idempotencyKey === undefined ? {} : { 'idempotency-key': sending.idempotencyKey }),
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>

/** @returns the address of an operation of the Desk API */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `${root}${path}?${search}` : root + path
}

/** Reads. @throws ApiError */
export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return request<T>(address(path, query), signal ? { signal } : {})
}

/** Changes something. @throws ApiError */
export function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  sending: Sending = {},
): Promise<T> {
  return request<T>(address(path), {
    method,
    headers: {
      ...changeHeaders(sending),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    keepalive: sending.keepalive ?? false,
  })
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(url, { ...init, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, null)
  }
  const body: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined)
  // The contract's types describe the answer; the server serialises by the same schemas.
  if (answer.ok) return body as T
  throw new ApiError(answer.status, isProblem(body) ? body : null)
}

/** @returns whether the body is an RFC 9457 problem as the Desk API answers it */
export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body
}
