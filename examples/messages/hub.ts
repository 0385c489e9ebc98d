/** The part of the Messages API that both programs need. */

export interface Message {
  readonly id: number
  readonly guid: string
  readonly senderType: 'partner' | 'provider' | null
  readonly content: string | null
  readonly type: string
  readonly parentMessageId?: number
  readonly confirmedAt: string | null
}

export interface Case {
  readonly guid: string
  readonly currentStatus: string
  readonly productData: { readonly problemText: string; readonly model?: string }
}

/** One account's way to the server. */
export interface Hub {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  /** Says that a message was read by whoever has to read it; throws when the server could not note it. */
  confirm(id: number): Promise<void>
}

/** @param token of an account of a partner or provider */
export function connect(server: string, token: string): Hub {
  const send = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server}/api/v3/${path}`, {
      method,
      headers: {
        'x-hub-api-token': token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        // A call that is sent again after a broken connection is done once.
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (response.ok) return answer as T
    const { error } = answer as { error: { message: string; details?: object } }
    throw new Error(`${path}: ${error.message} ${JSON.stringify(error.details ?? '')}`)
  }
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    async confirm(id) {
      // Status 200 also when it failed: what could not be confirmed is in `errors`.
      const { errors } = await send<{ errors: { id: number; message: string }[] }>(
        'POST',
        'case-messages/confirm',
        [id],
      )
      const [first] = errors
      if (first) throw new Error(`message ${first.id} could not be confirmed: ${first.message}`)
    },
  }
}

export function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`set ${name}`)
  return value
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export const pollMs = Number(process.env.POLL_MS ?? 2_000)
