import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { config } from './config.ts'
import { contactCommands } from './contact.ts'
import { demo } from './demo.ts'
import { migrate } from './migrate.ts'
import { repCommands } from './rep.ts'
import { serve } from './serve.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serve,
  config,
  migrate,
  backup,
  ...repCommands,
  ...contactCommands,
  demo,
]
