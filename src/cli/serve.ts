import type { pino } from 'pino'
import { type Config, readConfig } from '../config.ts'
import { openDesk, type Running, startServer } from '../start.ts'
import { beginFirstStart, endFirstStart } from '../usecases/first-start.ts'
import { command, type ExitCode, exitCodes } from './command.ts'
import { fillDemo } from './demo/fill.ts'
import { firstWords } from './first-words.ts'
import { openLog } from './log.ts'
import { print } from './print.ts'
import { Unavailable } from './unavailable.ts'
import { commandActor } from './with-desk.ts'

/** Longest that stopping may take before what is left is cut, in ms. */
const longestStopMs = 9_000

export const serve = command({
  name: 'serve',
  about: 'starts the server; the first time it also prepares an administrator and a credential for each API',
  options: { demo: { kind: 'flag', about: 'fills an empty desk with sample cases first' } },
  example: 'caseloom serve --demo',
  async run({ demo }) {
    const config = readConfig()
    const log = openLog(config.logLevel)
    const running = await start(config, log, demo)
    // Before the address is told: whoever waits for that line may stop the server at once.
    const stopped = untilStopped(running, log)
    try {
      await welcome(running, config)
    } catch (error) {
      await running.stop()
      throw error
    }
    return stopped
  },
})

async function start(config: Config, log: pino.Logger, demo: boolean): Promise<Running> {
  const open = await openDesk(config, log)
  try {
    if (demo) await fillDemo(open.desk, commandActor())
    return await startServer(open, log)
  } catch (error) {
    await open.close()
    throw listenProblem(error, config)
  }
}

/** Made as late as can be and marked as shown at once, so that hardly any crash or second process comes between. */
async function welcome(running: Running, config: Config): Promise<void> {
  const first = await beginFirstStart(running.desk, commandActor())
  const address = config.publicUrl ?? running.address
  print(`Caseloom is ready at ${address}`)
  if (first === null) return
  print(firstWords(address, config.supportTicketPrefix, first))
  await endFirstStart(running.desk)
}

/** The first signal finishes what is in hand and ends with 0; a second one ends at once. */
function untilStopped(running: Running, log: pino.Logger): Promise<ExitCode> {
  const { promise, resolve, reject } = Promise.withResolvers<ExitCode>()
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(exitCodes.refused)
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.warn({}, 'what was still in hand is cut off; promised work goes on after the next start')
      process.exit(exitCodes.done)
    }, longestStopMs).unref()
    running.stop().then(() => {
      log.info({}, 'stopped')
      resolve(exitCodes.done)
    }, reject)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return promise
}

function listenProblem(error: unknown, config: Config): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const at = `${config.host}:${config.port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return new Unavailable(`${at} is in use. Stop what listens there, or give another port: PORT=4781`)
    case 'EACCES':
      return new Unavailable(`${at} may not be listened on. Ports below 1024 belong to the system: PORT=4780`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Unavailable(`${config.host} is no address of this machine. HOST=0.0.0.0 listens on all.`)
    default:
      return error
  }
}
