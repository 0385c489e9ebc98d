import { readConfig } from '../config.ts'
import { openDesk } from '../start.ts'
import { command } from './command.ts'
import { openLog } from './log.ts'
import { print } from './print.ts'

export const migrate = command({
  name: 'migrate',
  about: 'brings the database up to date and stops; starting the server does the same by itself',
  example: 'caseloom migrate',
  async run() {
    const settings = readConfig()
    const open = await openDesk(settings, openLog(settings.logLevel))
    await open.close()
    print(
      open.migrated.length === 0
        ? 'The database is up to date.'
        : `The database is up to date. Taken now: ${open.migrated.join(', ')}`,
    )
  },
})
