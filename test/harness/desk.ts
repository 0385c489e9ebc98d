import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Actor, systemActor, type Wire } from '../../src/domain/actor.ts'
import { permissions } from '../../src/domain/rights.ts'
import { presentText } from '../../src/http/rest-v3/values.ts'
import { buildServer } from '../../src/http/server.ts'
import { webhookForms } from '../../src/http/webhook-forms.ts'
import type { WireSettings } from '../../src/http/wire-settings.ts'
import { parseAllowList } from '../../src/jobs/outbound/allow-list.ts'
import { receiversWith } from '../../src/jobs/outbound/ask-receiver.ts'
import type { OutboundSettings } from '../../src/jobs/outbound/settings.ts'
import { checkTarget } from '../../src/jobs/outbound/target.ts'
import { jobHandlers } from '../../src/jobs/worker.ts'
import { folderBlobs } from '../../src/storage/blobs.ts'
import type { SealGroup } from '../../src/storage/seal/seal.ts'
import { unlock } from '../../src/storage/seal/unlock.ts'
import { composeDesk } from '../../src/usecases/compose-desk.ts'
import type { Desk, DeskLimits } from '../../src/usecases/desk.ts'
import { agreeOnGroups } from '../../src/usecases/encryption/change-groups.ts'
import { type JobHandlers, runDueJobs } from '../../src/usecases/jobs/work-queue.ts'
import { promiseDeliveries } from '../../src/usecases/webhooks/promise-deliveries.ts'
import { type EngineName, type FreshDatabase, freshDatabase } from './engines.ts'

/** A clock that stands still until it is moved. */
export class TestClock {
  now = Date.UTC(2026, 0, 5, 9, 0, 0)
  advance(ms: number): void {
    this.now += ms
  }
}

export interface TestDeskOptions {
  readonly limits?: Partial<DeskLimits>
  readonly settings?: Partial<WireSettings>
  /** Which private addresses callbacks may reach, as in CALLBACK_ALLOW. */
  readonly callbackAllow?: string
  /** The same for files that are fetched, as in FETCH_ALLOW. */
  readonly fetchAllow?: string
  readonly callbackSecret?: string
  /** What is encrypted, as in ENCRYPT. */
  readonly encrypt?: readonly SealGroup[]
  readonly callbackMethod?: 'POST' | 'GET'
  readonly retrySeconds?: readonly number[]
  /** Time-outs of calls to others, and who finds the addresses of their names. */
  readonly outbound?: Pick<OutboundSettings, 'connectMs' | 'totalMs' | 'resolve'>
}

/** A whole desk with its HTTP server on a database of its own. */
export interface TestDesk {
  readonly desk: Desk
  readonly app: FastifyInstance
  readonly clock: TestClock
  readonly database: FreshDatabase
  /** May do everything, through the wire named. */
  as(wire?: Wire): Actor
  /** What a worker does with each kind of job. */
  readonly handlers: JobHandlers
  /** Promises what webhooks are to be told and runs every job that is due now. @returns how many */
  runJobs(): Promise<number>
  /** Opens a port for tests that need real sockets. @returns the address */
  listen(): Promise<string>
  close(): Promise<void>
}

/** @returns a fresh desk on the engine; close it at the end of the test */
export async function newDesk(engine: EngineName, options: TestDeskOptions = {}): Promise<TestDesk> {
  const database = await freshDatabase(engine)
  const clock = new TestClock()
  await unlock(database.engine, { given: null, file: null, dataFolder: database.folder }, clock.now)
  await agreeOnGroups(database.engine, options.encrypt ?? [], clock.now)
  const allow = parseAllowList(options.callbackAllow ?? '').list
  const fetchAllow = parseAllowList(options.fetchAllow ?? '').list
  const outbound = { allow, stopping: new AbortController().signal, ...options.outbound }
  const desk = composeDesk({
    engine: database.engine,
    blobs: await folderBlobs(join(database.folder, 'files'), database.engine.keys),
    secret: Buffer.alloc(48, 7),
    limits: { openCasesPerContact: 100, fileBytes: 10_485_760, ...options.limits },
    log: { info() {}, warn() {}, error() {} },
    mayCall: (url) => checkTarget(url, allow).ok,
    mayFetch: (url) => checkTarget(url, fetchAllow).ok,
    webhookForms,
    receivers: receiversWith(outbound),
    now: () => clock.now,
    newId: randomUUID,
  })
  const app = await buildServer(desk, { ...defaultSettings, ...options.settings })
  const handlers = jobHandlers(desk, {
    ...outbound,
    fetchAllow,
    method: options.callbackMethod ?? 'POST',
    secret: options.callbackSecret ?? null,
    retrySeconds: options.retrySeconds ?? [30, 120, 600, 3600, 21_600],
    timeZone: 'UTC',
    html: presentText,
    random: () => 0.5,
  })
  return {
    desk,
    app,
    clock,
    database,
    as: (wire = 'system') => systemActor(wire, permissions),
    handlers,
    async runJobs() {
      // On PostgreSQL an event shows only once every older transaction is over, also those of other tests.
      while (await promiseDeliveries(desk));
      return runDueJobs(desk, handlers, 'test')
    },
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      await app.close()
      await database.drop()
    },
  }
}

export const defaultSettings: WireSettings = {
  publicUrl: null,
  trustProxy: null,
  timeZone: 'UTC',
  appTokenMs: 1_200_000,
  accessTokenMs: 3_600_000,
  refreshTokenMs: 86_400_000,
  caseManagementPerMinute: 0,
  caseManagementPerHour: 0,
  restPerMinute: 0,
  supportTicketPrefix: '/api/v1',
  messagesEnvelope: 'bare',
  messagesBodyBytes: 1_048_576,
  consoleFolder: null,
}
