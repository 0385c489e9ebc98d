import { type Config, readConfig } from '../config.ts'
import { type Actor, systemActor } from '../domain/actor.ts'
import { permissions } from '../domain/rights.ts'
import { openDesk } from '../start.ts'
import type { Desk } from '../usecases/desk.ts'
import { openLog } from './log.ts'

/** Whoever can run commands on the machine holds the data anyway, so commands may do everything. */
export function commandActor(): Actor {
  return systemActor('cli', permissions)
}

/**
 * Opens the desk of the settings for one command, beside a running server or without one, and closes it after.
 * @param groups `leave` for commands that bring ENCRYPT and the database together
 */
export async function withDesk<T>(
  work: (desk: Desk, actor: Actor, config: Config) => Promise<T>,
  groups: 'agree' | 'leave' = 'agree',
): Promise<T> {
  const config = readConfig()
  const log = openLog(config.logLevel === 'silent' ? 'silent' : 'warn')
  const open = await openDesk(config, log, undefined, groups)
  try {
    return await work(open.desk, commandActor(), config)
  } finally {
    await open.close()
  }
}
