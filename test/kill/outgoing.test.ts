import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { readConfig } from '../../src/config.ts'
import { systemActor } from '../../src/domain/actor.ts'
import { builtIn } from '../../src/domain/catalog.ts'
import { permissions } from '../../src/domain/rights.ts'
import { openDesk } from '../../src/start.ts'
import { makeDeskToken } from '../../src/usecases/credentials/make-desk-token.ts'
import { createAccount } from '../../src/usecases/organisations/create-account.ts'
import { createOrganisation } from '../../src/usecases/organisations/create-organisation.ts'
import { createPerson } from '../../src/usecases/people/create-person.ts'
import { createWebhook } from '../../src/usecases/webhooks/create-webhook.ts'
import { type FreshDatabase, freshDatabase, onEachEngine } from '../harness/engines.ts'
import { type Receiver, startReceiver } from '../harness/receiver.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'

/** Three things that happen one after the other, each told under its own word. */
const words = ['first', 'second', 'third'] as const

/** Makes them happen through the server's API; answered means committed. */
type Cause = (server: ServerProcess) => Promise<void>

interface Scene {
  readonly database: FreshDatabase
  readonly settings: Readonly<Record<string, string>>
  readonly receiver: Receiver
  readonly causes: Readonly<Record<'callback' | 'webhook', Cause>>
}

/** What is going on at the moment of the kill. The server is gone when it returns. */
const moments: Readonly<
  Record<string, (scene: Scene, server: ServerProcess, cause: Cause) => Promise<void>>
> = {
  'once the changes are answered': async ({ receiver }, server, cause) => {
    // Whatever has begun by then gets no answer.
    for (const _ of words) receiver.reactions.push(() => undefined)
    await cause(server)
    await server.stop('SIGKILL')
    receiver.reactions.length = 0
  },
  'in the middle of a call': async ({ receiver }, server, cause) => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>()
    receiver.reactions.push(() => resolve())
    await cause(server)
    await arrived
    await server.stop('SIGKILL')
  },
  'after the answer to a call, before that is written down': async (
    { database, receiver },
    server,
    cause,
  ) => {
    const { promise: arrived, resolve } = Promise.withResolvers<ServerResponse>()
    receiver.reactions.push((response) => resolve(response))
    await cause(server)
    const response = await arrived
    const { socket } = response
    assert.ok(socket)
    const closed = once(socket, 'close')
    await database.engine.write(async (tx) => {
      // Nobody else can write to the jobs until this is over, and by then the server is dead.
      await tx.updateTable('jobs').set({ case_number: null }).where('id', '=', -1).execute()
      await tx
        .updateTable('jobs')
        .set((of) => ({ attempts: of('attempts', '+', 0) }))
        .execute()
      response.writeHead(204).end()
      await closed
      await server.stop('SIGKILL')
    })
  },
}

for (const kind of ['callback', 'webhook'] as const) {
  for (const [moment, happen] of Object.entries(moments)) {
    onEachEngine(
      `threat model 7.4: a server killed ${moment} goes on after its restart: every ${kind} at least once, in order`,
      async (engine) => {
        await using scene = await newScene(engine)
        const { receiver, causes, settings, database } = scene
        {
          await using first = await startServerProcess(settings)
          await happen(scene, first, causes[kind])
        }
        await passLeases(database)
        await using second = await startServerProcess(settings)
        while (wordsTold(receiver, kind).length < words.length)
          await receiver.called(receiver.calls.length + 1)
        assert.equal(await second.stop('SIGTERM'), 0)
        assert.deepEqual(wordsTold(receiver, kind), words, 'in order')
        const ids = new Set(receiver.calls.map(({ headers }) => headers['x-caseloom-delivery']))
        assert.equal(ids.size, words.length, 'told again under the same id')
      },
    )
  }
}

/** @returns the words in the order in which they were told first */
function wordsTold(receiver: Receiver, kind: 'callback' | 'webhook'): string[] {
  const told = receiver.calls.map(({ body }) => {
    const { content, request } = JSON.parse(body)
    return kind === 'webhook' ? content : request.resolution.content
  })
  return [...new Set<string>(told)]
}

/** As if the lease of the dead process, half a minute, were over, and every pause. */
async function passLeases(database: FreshDatabase): Promise<void> {
  await database.engine.write((tx) =>
    tx
      .updateTable('jobs')
      .set({ leased_until: null, leased_by: null, run_at: 0 })
      .where('state', '=', 'waiting')
      .execute(),
  )
}

async function newScene(engine: 'sqlite' | 'postgres'): Promise<Scene & AsyncDisposable> {
  const database = await freshDatabase(engine)
  const receiver = await startReceiver()
  const settings = {
    DATA_DIR: database.folder,
    ...(database.url === null ? {} : { DATABASE_URL: database.url }),
    CALLBACK_ALLOW: receiver.host,
    CALLBACK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1,1',
  }
  const silent = { info() {}, warn() {}, error() {} }
  const { desk, close } = await openDesk(readConfig(settings), silent)
  const actor = systemActor('cli', permissions)
  const rep = await createPerson(desk, actor, {
    kind: 'rep',
    name: 'Ann',
    addresses: ['ann@desk.example'],
    loginName: 'ann',
    loginEnabled: true,
    roleIds: [builtIn.role.administrator],
  })
  const { key } = await makeDeskToken(desk, actor, {
    personId: rep.id,
    name: 't',
    scopes: ['*'],
    expiresAt: null,
  })
  const provider = await createOrganisation(desk, actor, { name: 'W', party: 'provider' })
  const partner = await createOrganisation(desk, actor, {
    name: 'P',
    party: 'partner',
    defaultProviderId: provider.id,
  })
  const account = await createAccount(desk, actor, { organisationId: partner.id, name: 'p' })
  await createWebhook(desk, actor, {
    wire: 'messages',
    topic: 'message.created',
    organisationId: provider.id,
    url: receiver.url,
  })
  await close()
  return {
    database,
    settings,
    receiver,
    causes: {
      callback: (server) => resolveThrice(server, key, receiver.url),
      webhook: (server) => sayThrice(server, account.token.key),
    },
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]()
      await database.drop()
    },
  }
}

async function send<T>(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  assert.ok(answer.ok, text)
  return JSON.parse(text) as T
}

async function resolveThrice({ address }: ServerProcess, token: string, callbackUrl: string): Promise<void> {
  const at = `${address}/api/desk/v1/cases`
  const headers = { authorization: `Bearer ${token}` }
  const { number } = await send<{ number: number }>(at, 'POST', headers, {
    subject: 's',
    text: 't',
    callbackUrl,
  })
  for (const resolution of words) {
    await send(`${at}/${number}`, 'PATCH', headers, { status: builtIn.status.resolved, resolution })
    await send(`${at}/${number}`, 'PATCH', headers, { status: builtIn.status.open })
  }
}

async function sayThrice({ address }: ServerProcess, token: string): Promise<void> {
  const headers = { 'x-hub-api-token': token }
  const { guid } = await send<{ guid: string }>(`${address}/api/v3/case/create`, 'POST', headers, {
    productData: { problemText: 'No picture' },
    customer: { email: 'kim@home.example' },
  })
  for (const content of words) {
    const body = { guid, type: 'serviceComment', content }
    await send(`${address}/api/v3/case-messages/create`, 'POST', headers, body)
  }
}
