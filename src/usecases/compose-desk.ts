import { randomUUID } from 'node:crypto'
import type { Blobs } from '../storage/blobs.ts'
import type { Engine } from '../storage/engine/engine.ts'
import type { Desk, DeskLimits, Log } from './desk.ts'
import { Secrets } from './secrets.ts'
import { Signal } from './signal.ts'
import type { Receivers, WebhookForms } from './webhooks/webhook-form.ts'

/** What a desk is put together from; clock and ids are the real ones unless given. */
export interface DeskParts {
  readonly engine: Engine
  readonly blobs: Blobs
  readonly secret: Buffer
  readonly limits: DeskLimits
  readonly log: Log
  readonly mayCall: (url: string) => boolean
  readonly mayFetch: (url: string) => boolean
  readonly webhookForms: WebhookForms
  readonly receivers: Receivers
  readonly now?: () => number
  readonly newId?: () => string
}

/** @returns a desk over an open and migrated database */
export function composeDesk(parts: DeskParts): Desk {
  return {
    engine: parts.engine,
    db: parts.engine.db,
    now: parts.now ?? Date.now,
    newId: parts.newId ?? randomUUID,
    secrets: new Secrets(parts.secret),
    blobs: parts.blobs,
    limits: parts.limits,
    mayCall: parts.mayCall,
    mayFetch: parts.mayFetch,
    webhookForms: parts.webhookForms,
    receivers: parts.receivers,
    changed: new Signal(),
    log: parts.log,
  }
}
