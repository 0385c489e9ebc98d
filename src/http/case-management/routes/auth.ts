import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Credential } from '../../../domain/credential.ts'
import { type IssuedToken, proveApp, signAppToken } from '../../../usecases/credentials/authenticate-app.ts'
import { findSecretHolder, type SecretHolder } from '../../../usecases/credentials/find-secret-holder.ts'
import { callerOf, keyOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { Refusal, required } from '../errors.ts'
import { bodyOf } from '../read-body.ts'

/** Where the ticketing operations are, in front of their version (Case Management §1). */
export const ticketingPath = '/prod/ticketing'

/** Texts of the vendor (§5.1); the first is ours. */
const texts = {
  domainKey: 'Domain keys are not supported',
  personalWithDomainKey: "user_personal_secret can't be used with a domain key",
  personalUnknown: 'Invalid user personal secret',
  noRights: 'User has no rights for instance',
} as const

/** Names that clients give to the key of a browser (§2). */
const domainKeys = ['domain_key', 'domainKey', 'domainkey']

/*
 * POST /v1/auth   body: secret, user_personal_secret? (§5.1)
 * 200 { accessToken, expiration, expires_in, apis }
 */
export const startSession =
  (context: WireContext) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { desk, settings, limits } = context
    const { app, personal } = await prove(context, request).catch((error: unknown) => {
      limits.countStranger(request, reply)
      throw error
    })
    limits.countApp(request, reply, app)
    const holder = personal === null ? null : await findHolder(context, request, app, personal)
    const token = await signAppToken(desk, app, holder, settings.appTokenMs)
    return { ...presentToken(token, desk.now()), apis: apisOf(request, settings.publicUrl) }
  }

/** @returns the application whose secret the body holds, and the personal secret beside it */
async function prove({ desk }: WireContext, request: FastifyRequest) {
  const body = bodyOf(request)
  const { secret, user_personal_secret: personal } = body
  const withDomainKey = domainKeys.some((name) => name in body)
  const hasPersonal = personal !== undefined && personal !== null && personal !== ''
  if (hasPersonal && withDomainKey) throw new Refusal(422, { message: texts.personalWithDomainKey })
  if (typeof secret !== 'string' || secret === '') {
    throw new Refusal(400, withDomainKey ? { message: texts.domainKey } : required('secret'))
  }
  const app = await proveApp(desk, keyOf(request), secret, request.ip)
  return { app, personal: hasPersonal ? personal : null }
}

/** @returns the person whose secret it is */
async function findHolder(
  { desk }: WireContext,
  request: FastifyRequest,
  app: Credential,
  personal: unknown,
): Promise<SecretHolder> {
  const text = typeof personal === 'string' ? personal : ''
  const holder = await findSecretHolder(desk, app, text, request.ip)
  if (holder === 'unknown') throw new Refusal(422, { message: texts.personalUnknown })
  if (holder === 'no_rights') throw new Refusal(403, { message: texts.noRights })
  return holder
}

/*
 * POST /v1/refreshToken   body: none or empty; the old token stays valid (§5.2)
 * 200 { accessToken, expiration, expires_in }
 */
export const refreshToken =
  ({ desk, settings }: WireContext) =>
  async (request: FastifyRequest) => {
    const { app, holder } = callerOf(request)
    const token = await signAppToken(desk, app, holder, settings.appTokenMs)
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
