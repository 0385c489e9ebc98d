import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { pino } from 'pino'
import type { Config } from './config.ts'
import { presentText } from './http/rest-v3/values.ts'
import { buildServer } from './http/server.ts'
import { webhookForms } from './http/webhook-forms.ts'
import type { WireSettings } from './http/wire-settings.ts'
import { parseAllowList } from './jobs/outbound/allow-list.ts'
import { receiversWith } from './jobs/outbound/ask-receiver.ts'
import { checkTarget } from './jobs/outbound/target.ts'
import { jobHandlers, startWorker } from './jobs/worker.ts'
import { folderBlobs } from './storage/blobs.ts'
import { migrate, openDatabase, pendingMigrations } from './storage/database.ts'
import { migrations } from './storage/migrations/list.ts'
import type { MasterKeySource } from './storage/seal/master-key.ts'
import { unlock } from './storage/seal/unlock.ts'
import { composeDesk } from './usecases/compose-desk.ts'
import type { Desk } from './usecases/desk.ts'
import { agreeOnGroups } from './usecases/encryption/change-groups.ts'

/** A desk without a server, for commands; close it. */
export interface OpenDesk {
  readonly desk: Desk
  readonly config: Config
  /** Aborted when a server on it stops, so that no call to others holds it up. */
  readonly stopping: AbortController
  /** Names of the steps by which the schema was brought up to date just now. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/** The database belongs to a newer program: this one would misread what it does not know. */
export class NewerDatabase extends Error {}

/**
 * Opens the desk of the settings: database, files, secret. A new database gets its schema; an older one is brought up to
 * date after a copy of the SQLite file was put beside it.
 * @param log where the desk writes what happens
 * @param steps the migrations, oldest first
 * @param groups whether ENCRYPT and the database must agree, or are left as they are for a command to make them
 */
export async function openDesk(
  config: Config,
  log: Desk['log'],
  steps = migrations,
  groups: 'agree' | 'leave' = 'agree',
): Promise<OpenDesk> {
  const engine = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    const { isNew, pending, unknown } = await pendingMigrations(engine, steps)
    if (unknown.length > 0) throw new NewerDatabase(unknown.join(', '))
    if (!isNew && pending.length > 0 && engine.name === 'sqlite') {
      const copy = join(config.dataFolder, `before-${pending.at(-1)}-${Date.now()}.db`)
      await engine.backup(copy)
      log.info({ copy }, 'the database was copied before it is brought up to date')
    }
    const migrated = await migrate(engine, Date.now(), steps)
    await unlock(engine, masterKeySource(config), Date.now())
    if (groups === 'agree' && (await agreeOnGroups(engine, config.encrypt, Date.now()))) engine.announce()
    const allow = parseAllowList(config.callbackAllow).list
    const stopping = new AbortController()
    const desk = composeDesk({
      engine,
      blobs: await folderBlobs(join(config.dataFolder, 'files'), engine.keys, Date.now() - 3_600_000),
      secret: await installationSecret(config),
      limits: { openCasesPerContact: config.openCasesPerContact, fileBytes: config.fileBytes },
      log,
      mayCall: (url) => checkTarget(url, allow).ok,
      webhookForms,
      receivers: receiversWith({ allow, stopping: stopping.signal }),
      mayFetch: (url) => checkTarget(url, parseAllowList(config.fetchAllow).list).ok,
    })
    return { desk, config, stopping, migrated, close: () => engine.close() }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** A running server. */
export interface Running {
  readonly desk: Desk
  /** Where it listens, e.g. `http://127.0.0.1:4780`. */
  readonly address: string
  /** Finishes what is in hand, then stops everything in reverse order. */
  stop(): Promise<void>
}

/** Starts the server and its worker on an open desk. The desk is closed when it stops. */
export async function startServer(open: OpenDesk, logger: pino.Logger): Promise<Running> {
  const { desk, config, stopping } = open
  const app: FastifyInstance = await buildServer(desk, wireSettings(config), { logger })
  const address = await app.listen({ host: config.host, port: config.port })
  const stopListening = await desk.engine.listen(() => desk.changed.raise())
  const handlers = jobHandlers(desk, {
    allow: parseAllowList(config.callbackAllow).list,
    fetchAllow: parseAllowList(config.fetchAllow).list,
    method: config.callbackMethod,
    secret: config.callbackSecret,
    retrySeconds: config.callbackRetrySeconds,
    timeZone: config.timeZone,
    html: presentText,
    random: Math.random,
    stopping: stopping.signal,
  })
  const stopWorker = startWorker(desk, handlers, `${process.pid}-${randomBytes(4).toString('hex')}`)
  return {
    desk,
    address,
    async stop() {
      stopping.abort()
      await app.close()
      await stopWorker()
      await stopListening()
      await open.close()
    },
  }
}

/** @returns what the settings say to the wires */
export function wireSettings(config: Config): WireSettings {
  return {
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    timeZone: config.timeZone,
    appTokenMs: config.appTokenSeconds * 1000,
    accessTokenMs: config.accessTokenSeconds * 1000,
    refreshTokenMs: config.refreshTokenSeconds * 1000,
    caseManagementPerMinute: config.caseManagementPerMinute,
    caseManagementPerHour: config.caseManagementPerHour,
    restPerMinute: config.restPerMinute,
    supportTicketPrefix: config.supportTicketPrefix,
    messagesEnvelope: config.messagesEnvelope,
    messagesBodyBytes: config.messagesBodyBytes,
    consoleFolder: resolve(import.meta.dirname, '../console/dist'),
  }
}

/** @returns where the settings say that the master key is */
export function masterKeySource(config: Config): MasterKeySource {
  return { given: config.masterKey, file: config.masterKeyFile, dataFolder: config.dataFolder }
}

/** The secret of the settings, or the one in the data folder, which is made on first use and readable by us only. */
async function installationSecret(config: Config): Promise<Buffer> {
  if (config.secret !== null) return Buffer.from(config.secret)
  const path = join(config.dataFolder, 'secret')
  try {
    await writeFile(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return Buffer.from(await readFile(path, 'utf8'))
}
