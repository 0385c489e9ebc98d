import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify'
import { fieldsIn } from '../../../domain/custom-module.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import type { WireContext } from '../context.ts'
import { general, invalidInput, notFound, Refusal } from '../errors.ts'
import { asObject } from '../lists/list-values.ts'
import { lookups } from '../lookups.ts'
import { formOf, type Input, readInput, replaceInput } from '../read-input.ts'
import { operationBlock } from './operation-block.ts'
import { fromFlat } from './operation-flat.ts'
import { type Operation, operationPaths, operations } from './operation-names.ts'

interface Route {
  readonly method: string
  readonly pattern: RegExp
  readonly handler: RouteHandlerMethod
}

/** A POST that carries an operation name, while it is being answered. */
interface Running {
  readonly name: string
  readonly operation: Operation
  /** The request it is about; null where it is about none. */
  readonly requestId: string | null
  /** Whether the answer gets the `operation` block of older clients. */
  readonly showsBlock: boolean
}

const others = ['technicians', 'support_reps', 'users', 'requesters', 'contacts', 'accounts', 'subaccounts']

/** The paths that have no POST but for operations, below `/api/v3`. */
export const onlyForOperations: readonly string[] = [
  'request',
  'request/*',
  ...operationPaths,
  ...[...lookups.map(({ path }) => path), ...others].map((path) => `${path}/:id`),
]

const prefix = '/api/v3/'

/**
 * POST with an operation name (REST v3 §16). Call it before the routes are registered: it remembers them, lets an operation that
 * is posted to any of them run as the call it stands for, and adds the paths that only operations are posted to. Rights and
 * errors are those of that call. A name on any other method is ignored.
 */
export function registerOperations(wire: FastifyInstance, { desk }: WireContext): void {
  const routes: Route[] = []
  const running = new WeakMap<FastifyRequest, Running>()

  wire.addHook('onRoute', (options: RouteOptions) => {
    const { method, url, handler } = options
    for (const each of [method].flat()) routes.push({ method: each, pattern: patternOf(url), handler })
    if (method !== 'POST') return
    options.handler = async function (request, reply) {
      const asked = await operationOf(request)
      if (asked === null) return handler.call(this, request, reply)
      const found = resolve(asked.name, request, asked.shows)
      running.set(request, found.running)
      replaceInput(request, {
        ...asked.input,
        data: await dataOf(desk, found.running.operation, asked.input),
      })
      return run(routes, found.running.operation.method, found.target, request, reply, this)
    }
  })
  wire.addHook('preSerialization', async (request, reply, payload) => {
    const asked = running.get(request)
    if (!asked?.showsBlock) return payload
    const { name, operation, requestId } = asked
    return {
      operation: operationBlock(name, operation.done, requestId, reply.statusCode, payload),
      ...asObject(payload),
    }
  })
  for (const path of onlyForOperations) wire.post(`/${path}`, onlyOperations)
}

/** These paths have no POST of their own. */
async function onlyOperations(request: FastifyRequest): Promise<never> {
  if (pathOf(request).startsWith('request/') || pathOf(request) === 'request') throw notFound()
  throw new Refusal(405, [{ code: 4021, message: 'Invalid HTTP method' }])
}

/** @returns the operation's name with what the call brings; null for a plain POST. Throws a refusal (4000) for XML */
async function operationOf(
  request: FastifyRequest,
): Promise<{ name: string; input: Input; shows: boolean } | null> {
  const form = await formOf(request)
  const name = (form.get('operation_name') || form.get('operation'))?.trim()
  if (!name) return null
  const format = form.get('format')?.trim().toLowerCase()
  if (format && format !== 'json') throw general(400, 'Only json is supported', 'format')
  if (form.get('input_data')?.trimStart().startsWith('<')) {
    throw general(400, 'Only json is supported', 'input_data')
  }
  const input = await readInput(request)
  return { name, input, shows: format === 'json' || flatOf(input) !== undefined }
}

/** @returns what the name stands for on the path posted to; throws a refusal for an unknown name or one that does not fit */
function resolve(
  given: string,
  request: FastifyRequest,
  showsBlock: boolean,
): { target: string; running: Running } {
  const name = given.toUpperCase()
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) throw invalidInput('operation', `operation "${given}" does not exist`)
  const path = pathOf(request).replace(/^request(?=\/|$)/, 'requests')
  const target = operation.target(path)
  if (target === null) throw notFound()
  const requestId = /^requests\/(\d+)/.exec(path)?.[1] ?? null
  return { target, running: { name, operation, requestId, showsBlock } }
}

/** The older form holds flat values below `operation.details`; anything else is the data of the equivalent call. */
async function dataOf(desk: Desk, operation: Operation, input: Input): Promise<Input['data']> {
  const flat = flatOf(input)
  if (flat === undefined) return input.data
  return fromFlat(operation.about, flat, fieldsIn(await catalogOf(desk), null))
}

function flatOf(input: Input): Readonly<Record<string, unknown>> | undefined {
  const outer = asObject(input.data?.operation)
  return outer && (asObject(outer.details) ?? {})
}

async function run(
  routes: readonly Route[],
  method: string,
  target: string,
  request: FastifyRequest,
  reply: FastifyReply,
  wire: FastifyInstance,
): Promise<unknown> {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(`${prefix}${target}`) : null
    if (!match) continue
    request.params = { ...match.groups }
    return route.handler.call(wire, request, reply)
  }
  throw notFound()
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?', 1)[0] ?? ''
  return path
    .slice(prefix.length)
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*'
    // A parameter may say what it looks like: `:module(^cm_[a-z]+$)`.
    const [, name, form] = /^:(\w+)(?:\(\^?(.*?)\$?\))?$/.exec(part) ?? []
    return name === undefined ? RegExp.escape(part) : `(?<${name}>${form ?? '[^/]+'})`
  })
  return new RegExp(`^${parts.join('/')}$`)
}
