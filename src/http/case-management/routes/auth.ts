import type { FastifyRequest } from 'fastify'
import {
  type IssuedToken,
  issueAppToken,
  signAppToken,
} from '../../../usecases/credentials/authenticate-app.ts'
import { appOf, keyOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { Refusal, required } from '../errors.ts'
import { bodyOf } from '../read-body.ts'

/** Where the ticketing operations are, in front of their version (Case Management §1). */
export const ticketingPath = '/prod/ticketing'

/*
 * POST /v1/auth   body: secret; user_personal_secret is ignored until it is supported (§5.1)
 * 200 { accessToken, expiration, expires_in, apis }
 */
export const startSession =
  ({ desk, settings }: WireContext) =>
  async (request: FastifyRequest) => {
    const body = bodyOf(request)
    const { secret } = body
    if (typeof secret !== 'string' || secret === '') {
      const forBrowsers = ['domain_key', 'domainKey', 'domainkey'].some((name) => name in body)
      throw new Refusal(400, forBrowsers ? { message: 'Domain keys are not supported' } : required('secret'))
    }
    const token = await issueAppToken(desk, keyOf(request), secret, settings.appTokenMs, request.ip)
    return { ...presentToken(token, desk.now()), apis: apisOf(request, settings.publicUrl) }
  }

/*
 * POST /v1/refreshToken   body: none or empty; the old token stays valid (§5.2)
 * 200 { accessToken, expiration, expires_in }
 */
export const refreshToken =
  ({ desk, settings }: WireContext) =>
  async (request: FastifyRequest) => {
    const token = await signAppToken(desk, appOf(request).app, settings.appTokenMs)
    return presentToken(token, desk.now())
  }

/*
 * GET /v1/apis   200 { apis: { ticketing } } (§5.3)
 */
export const listApis =
  ({ settings }: WireContext) =>
  async (request: FastifyRequest) => ({
    apis: apisOf(request, settings.publicUrl),
  })

function presentToken({ token, expiresAt }: IssuedToken, now: number) {
  const expiration = expiresAt / 1000
  return { accessToken: token, expiration, expires_in: expiration - Math.floor(now / 1000) }
}

/** Absolute, without a version and without a slash at the end (§1). */
function apisOf(request: FastifyRequest, publicUrl: string | null) {
  return { ticketing: (publicUrl ?? `${request.protocol}://${request.host}`) + ticketingPath }
}
