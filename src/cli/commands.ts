import { accountCommands } from './account.ts'
import { appCommands } from './app.ts'
import { backup } from './backup.ts'
import { caseCommands } from './case.ts'
import { categoryCommands } from './category.ts'
import type { Command } from './command.ts'
import { config } from './config.ts'
import { contactCommands } from './contact.ts'
import { demo } from './demo.ts'
import { encryptionCommands } from './encryption.ts'
import { groupCommands } from './group.ts'
import { integrationCommands } from './integration.ts'
import { jobCommands } from './job.ts'
import { migrate } from './migrate.ts'
import { organisationCommands } from './organisation.ts'
import { repCommands } from './rep.ts'
import { secretCommands } from './secret.ts'
import { serve } from './serve.ts'
import { tagCommands } from './tag.ts'
import { tokenCommands } from './token.ts'
import { webhookCommands } from './webhook.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serve,
  config,
  migrate,
  backup,
  ...encryptionCommands,
  ...repCommands,
  ...tokenCommands,
  ...contactCommands,
  ...secretCommands,
  ...categoryCommands,
  ...tagCommands,
  ...groupCommands,
  ...organisationCommands,
  ...accountCommands,
  ...caseCommands,
  ...appCommands,
  ...integrationCommands,
  ...webhookCommands,
  ...jobCommands,
  demo,
]
