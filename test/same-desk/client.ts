import type { TestDesk } from '../harness/desk.ts'

/** What every wire's client can do, in one vocabulary. The case is named by its number, which every wire shows. */
export interface WireClient {
  readonly name: string
  /** Whose voice its replies have. */
  readonly side: 'requester' | 'desk'
  /** @returns the number of the new case */
  open(subject: string, text: string): Promise<number>
  read(number: number): Promise<SeenCase>
  reply(number: number, text: string): Promise<void>
  attach(number: number, file: SeenFile): Promise<void>
  /** Status words as the wire itself says them. */
  close(number: number): Promise<void>
  reopen(number: number): Promise<void>
  /** Whether the case is among those that the wire lists. */
  lists(number: number): Promise<boolean>
}

/** What a wire shows of a case. Null = the wire has no words for it. */
export interface SeenCase {
  readonly subject: string | null
  readonly text: string
  readonly status: string
  /** Public messages, oldest first. */
  readonly messages: readonly { readonly text: string; readonly side: 'requester' | 'desk' | null }[]
  /** Files on the case and its messages, by id. */
  readonly files: readonly SeenFile[] | null
}

export interface SeenFile {
  readonly name: string
  readonly bytes: string
}

/** One world for all clients: one customer of one partner, so that each of them reaches every case. */
export interface World {
  readonly on: TestDesk
  readonly customer: {
    readonly id: number
    readonly name: string
    readonly email: string
    readonly password: string
  }
  readonly rep: { readonly id: number; readonly key: string; readonly deskToken: string }
  readonly caseManagement: { readonly key: string; readonly secret: string }
  readonly supportTicket: { readonly apikey: string }
  readonly partnerToken: string
  readonly providerToken: string
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly form?: Record<string, string>
  readonly multipart?: { fields?: Record<string, string>; file?: SeenFile & { field: string } }
}

/** Sends the call through the real server. @returns status and body; throws for anything but 2xx unless `allow` names it */
export async function call(
  world: World,
  of: Call,
  allow: readonly number[] = [],
): Promise<{ status: number; body: string; json: unknown }> {
  const { payload, type } = encoded(of)
  const answer = await world.on.app.inject({
    method: of.method ?? 'GET',
    url: of.url,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...of.headers },
    ...(payload === undefined ? {} : { payload }),
  })
  const fine = answer.statusCode >= 200 && answer.statusCode < 300
  if (!fine && !allow.includes(answer.statusCode)) {
    throw new Error(
      `${of.method ?? 'GET'} ${of.url} answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`,
    )
  }
  const isJson = String(answer.headers['content-type']).includes('json')
  return {
    status: answer.statusCode,
    body: answer.rawPayload.toString('latin1'),
    json: isJson ? JSON.parse(answer.body) : null,
  }
}

function encoded(of: Call): { payload?: string | Buffer; type?: string } {
  if (of.json !== undefined) return { payload: JSON.stringify(of.json), type: 'application/json' }
  if (of.form)
    return { payload: new URLSearchParams(of.form).toString(), type: 'application/x-www-form-urlencoded' }
  if (!of.multipart) return {}
  const boundary = '----caseloom-same-desk'
  const parts = Object.entries(of.multipart.fields ?? {}).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = of.multipart.file
  if (file) {
    parts.push(
      `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\n` +
        `Content-Type: text/plain\r\n\r\n${file.bytes}\r\n`,
    )
  }
  return {
    payload: Buffer.from(`${parts.join('')}--${boundary}--\r\n`, 'latin1'),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}
