import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import type { OpenApi } from '../shared/openapi/document.ts'
import type { Reference } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { access, type DeskApp } from './app.ts'
import type { DeskAccess } from './auth.ts'
import { type ProblemCode, problems } from './errors.ts'
import { namedSchemas } from './openapi-names.ts'
import { Problem } from './schema.ts'

/** What is known of a route besides its schema when the document is written. */
type Route = Pick<RouteOptions, 'method' | 'config'>

const about = `The API of the Caseloom desk. JSON in and out; times are ISO 8601 in UTC; unknown fields are refused.

Programs send a bearer token, made under "Tokens" in the console or with \`caseloom token\`. Browsers sign in with
\`POST /api/desk/v1/session\` and send the session's \`csrfToken\` as \`x-csrf-token\` with every change.

Every change takes an \`Idempotency-Key\`: the same key with the same request gives the first answer again for 24 hours.
Errors are problems (RFC 9457) with a stable \`code\`.`

const idempotencyKey = {
  type: 'string',
  maxLength: 255,
  description: 'The same key with the same request gives the first answer again.',
}
const csrf = { type: 'string', description: 'For browsers: `csrfToken` of the session.' }
const binary = { type: 'string', format: 'binary' }
const upload = {
  content: {
    'multipart/form-data': {
      schema: { type: 'object', required: ['file'], properties: { file: binary } },
    },
    'application/octet-stream': { schema: binary },
  },
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The document of the Desk API. */
    deskDocument(): OpenApi
  }
}

/** What `/docs` shows of this API. */
export const deskReference: Reference = {
  name: 'desk',
  document: async (app) => app.deskDocument(),
  errors: Object.entries(problems).map(([code, { status, title }]) => ({ code, status, title })),
}

/** Has the contract collected from the routes that are registered after this, and gives it to the whole server. */
export async function collectDocument(
  app: DeskApp,
  server: FastifyInstance,
  settings: WireSettings,
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Desk API',
        version: '1.0.0',
        summary: 'Our own: cases, messages, files, people and the feed, for the console and new programs.',
        description: about,
        license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: settings.publicUrl ?? '/' }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token of a rep, narrowed to its scopes.',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'caseloom_session', description: 'A browser.' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, route), url }),
  })
  let document: OpenApi | undefined
  server.decorate('deskDocument', () => {
    // The generator's own type of a document is wider than what is in ours.
    document ??= namedSchemas(app.swagger() as unknown as OpenApi)
    return document
  })
}

/** Serves the contract for programs and for people. */
export function documentRoutes(app: DeskApp): void {
  const open = { ...access('public'), schema: { hide: true } }
  app.get('/openapi.json', open, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(app.deskDocument())),
  )
  // Where the page was at first; problems name their type with it.
  app.get('/reference', open, async (_request, reply) => reply.redirect('/docs/desk', 302))
}

function documented(schema: FastifySchema | undefined, route: Route): FastifySchema {
  if (!schema || schema.hide) return schema ?? {}
  const deskAccess = route.config?.deskAccess
  const changes = route.method !== 'GET'
  const body = schema.body ?? (schema.consumes ? upload : undefined)
  const headers = {
    type: 'object',
    properties: {
      ...(schema.headers as { properties?: object } | undefined)?.properties,
      ...(changes ? { 'idempotency-key': idempotencyKey } : {}),
      ...(changes && deskAccess !== 'public' ? { 'x-csrf-token': csrf } : {}),
    },
  }
  const own =
    schema.response ??
    Object.fromEntries(
      (schema.produces ?? []).map((type) => [200, { content: { [type]: { schema: binary } } }]),
    )
  const { produces: _produces, ...rest } = schema
  return {
    ...rest,
    headers,
    ...(body === undefined ? {} : { body }),
    security: securityOf(deskAccess),
    response: { ...described(own as Record<string, object>), ...refusals(schema, deskAccess, changes) },
  }
}

function securityOf(deskAccess: DeskAccess | undefined): Record<string, string[]>[] {
  if (deskAccess === 'public') return []
  return deskAccess === 'browser' ? [{ session: [] }] : [{ bearer: [] }, { session: [] }]
}

/** Beside the schema and not in it, so that the schema can be referred to by its name. */
function described(responses: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => {
      if (status === '204') return [status, schema]
      const content = 'content' in schema ? schema.content : { 'application/json': { schema } }
      return [status, { description: 'Done.', content }]
    }),
  )
}

/** Operations that count wrong passwords, besides signing in. */
const provesPassword = ['changePassword', 'revealIntegrationKey']

/** Which problems an operation can answer with, by status. */
function refusals(schema: FastifySchema, deskAccess: DeskAccess | undefined, changes: boolean) {
  const codes: ProblemCode[] = ['malformed', 'invalid', 'internal', 'unavailable']
  if (deskAccess === 'public') codes.push('wrong_login', 'link_spent', 'too_many_requests')
  else codes.push('unauthenticated', 'forbidden')
  if (deskAccess === 'browser') codes.push('session_required')
  if (provesPassword.includes(schema.operationId ?? '')) codes.push('too_many_requests')
  if (schema.params) codes.push('not_found')
  if (changes) codes.push('csrf', 'idempotency_running', 'idempotency_mismatch', 'too_large')
  if (changes && deskAccess === 'session') codes.push('not_unique', 'not_editable', 'case_in_trash')
  if (schema.body) codes.push('unsupported_media_type')
  if (schema.headers) codes.push('stale')
  if (schema.operationId === 'streamEvents') codes.push('too_many_requests')
  const byStatus = Object.groupBy(codes, (code) => problems[code].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, same]) => [
      status,
      {
        description: (same ?? []).map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  )
}
