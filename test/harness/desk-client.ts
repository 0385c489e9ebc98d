import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Person } from '../../src/domain/person.ts'
import { makeDeskToken } from '../../src/usecases/credentials/make-desk-token.ts'
import type { NewPerson } from '../../src/usecases/people/create-person.ts'
import { makeSignInLink } from '../../src/usecases/session/make-sign-in-link.ts'
import { buildRep } from './build.ts'
import type { TestDesk } from './desk.ts'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** Someone who uses the Desk API. */
export interface DeskClient {
  readonly rep: Person
  /** What makes a request theirs: cookie and CSRF token, or the bearer token. */
  readonly headers: Readonly<Record<string, string>>
  /** @param path below `/api/desk/v1` */
  call(
    method: Method,
    path: string,
    body?: InjectOptions['payload'],
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
}

/** @returns a client that sends those headers */
export function clientWith(on: TestDesk, rep: Person, headers: Record<string, string>): DeskClient {
  return {
    rep,
    headers,
    call: (method, path, body, more) =>
      on.app.inject({
        method,
        url: `/api/desk/v1${path}`,
        headers: { ...headers, ...more },
        ...(body === undefined ? {} : { payload: body }),
      }),
  }
}

/** @returns a rep, by default an administrator, signed in with a browser */
export async function signedIn(on: TestDesk, given: Partial<NewPerson> = {}): Promise<DeskClient> {
  return signInAs(on, await buildRep(on, given))
}

/** @returns the rep in one more session */
export async function signInAs(on: TestDesk, rep: Person): Promise<DeskClient> {
  const token = await makeSignInLink(on.desk, on.as(), rep.id, 60_000)
  const answer = await on.app.inject({ method: 'POST', url: '/api/desk/v1/session', payload: { token } })
  if (answer.statusCode !== 201) throw new Error(`signing in failed: ${answer.body}`)
  return clientWith(on, rep, sessionHeaders(answer))
}

/** @returns what a browser sends after that answer */
export function sessionHeaders(answer: LightMyRequestResponse): Record<string, string> {
  const cookie = String(answer.headers['set-cookie']).split(';', 1)[0] ?? ''
  return { cookie, 'x-csrf-token': answer.json().csrfToken }
}

/** @returns the rep as a program with a bearer token of those scopes */
export async function withToken(
  on: TestDesk,
  rep: Person,
  scopes: readonly string[],
  expiresAt: number | null = null,
): Promise<DeskClient> {
  const { key } = await makeDeskToken(on.desk, on.as(), {
    personId: rep.id,
    name: 'program',
    scopes,
    expiresAt,
  })
  return clientWith(on, rep, { authorization: `Bearer ${key}` })
}
