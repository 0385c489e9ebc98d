import assert from 'node:assert/strict'
import type { Account, Organisation } from '../../src/domain/organisation.ts'
import { buildAccount, buildOrganisation } from './build.ts'
import { newDesk, type TestDesk, type TestDeskOptions } from './desk.ts'
import type { EngineName } from './engines.ts'

/** An answer of the Messages API; `body` is its JSON. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>
  readonly text: string
}

/** An account that calls the Messages API with its token. */
export interface Caller {
  readonly account: Account
  readonly token: string
  get<Body>(path: string, headers?: Record<string, string>): Promise<Answer<Body>>
  post<Body>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Body>>
  /** Posts and expects 200. @returns the body */
  did<Body>(path: string, body: unknown): Promise<Body>
}

/** A desk with a partner, its provider and one of each that has nothing to do with them. */
export interface Parties {
  readonly on: TestDesk
  readonly partnerOrganisation: Organisation
  readonly providerOrganisation: Organisation
  readonly partner: Caller
  readonly provider: Caller
  readonly otherPartner: Caller
  readonly otherProvider: Caller
  /** May act for every provider. */
  readonly anyProvider: Caller
  /** Opens a case of the partner with the provider. @returns its guid */
  openCase(facts?: Record<string, unknown>): Promise<string>
  /** Adds a message. @returns its id */
  say(who: Caller, guid: string, facts?: Record<string, unknown>): Promise<number>
}

/** @returns the desk of the Messages API's tests; close `on` at the end */
export async function newParties(engine: EngineName, options: TestDeskOptions = {}): Promise<Parties> {
  const on = await newDesk(engine, options)
  const providerOrganisation = await buildOrganisation(on, 'provider')
  const otherProvider = await buildOrganisation(on, 'provider')
  const partnerOrganisation = await buildOrganisation(on, 'partner', {
    defaultProviderId: providerOrganisation.id,
  })
  const otherPartner = await buildOrganisation(on, 'partner', { defaultProviderId: otherProvider.id })
  const partner = await caller(on, partnerOrganisation.id)
  return {
    on,
    partnerOrganisation,
    providerOrganisation,
    partner,
    provider: await caller(on, providerOrganisation.id),
    otherPartner: await caller(on, otherPartner.id),
    otherProvider: await caller(on, otherProvider.id),
    anyProvider: await caller(on, otherProvider.id, true),
    async openCase(facts = {}) {
      const body = { productData: { problemText: 'No picture' }, customer: { email: 'kim@home.example' } }
      return (await partner.did<{ guid: string }>('case/create', { ...body, ...facts })).guid
    },
    async say(who, guid, facts = {}) {
      const body = { guid, type: 'serviceComment', content: 'Hello', ...facts }
      return (await who.did<{ id: number }>('case-messages/create', body)).id
    },
  }
}

/** @returns a caller for a new account of the organisation */
export async function caller(on: TestDesk, organisationId: number, allProviders = false): Promise<Caller> {
  const { account, token } = await buildAccount(on, organisationId, { allProviders })
  const call = async <Body>(
    method: 'GET' | 'POST',
    path: string,
    payload: string | undefined,
    headers: Record<string, string>,
  ): Promise<Answer<Body>> => {
    const answer = await on.app.inject({
      method,
      url: `/api/v3/${path}`,
      headers: { 'x-hub-api-token': token, ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
    const text = answer.body
    const isJson = String(answer.headers['content-type']).startsWith('application/json')
    return {
      status: answer.statusCode,
      body: (isJson ? JSON.parse(text) : null) as Body,
      headers: answer.headers,
      text,
    }
  }
  const post = <Body>(path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    return call<Body>('POST', path, payload, { 'content-type': 'application/json', ...headers })
  }
  return {
    account,
    token,
    get: (path, headers = {}) => call('GET', path, undefined, headers),
    post,
    async did<Body>(path: string, body: unknown) {
      const answer = await post<Body>(path, body)
      assert.equal(answer.status, 200, answer.text)
      return answer.body
    },
  }
}
