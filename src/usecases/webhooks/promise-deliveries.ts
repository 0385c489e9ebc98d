import type { CatalogKind } from '../../domain/catalog.ts'
import type { DeskEvent } from '../../domain/event.ts'
import { concerns, type Happening, happeningsOf, type Surroundings } from '../../domain/happening.ts'
import { findCases } from '../../storage/cases.ts'
import { hasUnsettledEvents, readFeed } from '../../storage/events.ts'
import { attachmentsOf } from '../../storage/files.ts'
import { countWaitingJobs, enqueue } from '../../storage/jobs.ts'
import { findMessages } from '../../storage/messages.ts'
import { findPeople } from '../../storage/people.ts'
import { type ListeningWebhook, listListeningWebhooks, moveWebhook } from '../../storage/webhooks.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** Events that are read at a time. */
const atOnce = 200

/**
 * A place in the feed is written down once something was promised or this many events went by: writing down every single
 * step would cost more than reading a few again.
 */
const stepsUnnoted = 50

/** A webhook whose receiver is away hears of no more than this; the feed keeps the rest until it has caught up. */
const mostWaiting = 1000

/**
 * Follows the feed for every webhook and promises the calls that tell of what happened. Promise and place in the feed are one
 * transaction, so a kill at any moment loses nothing and repeats nothing here, and of several processes one promises.
 * @returns whether there may be more to tell: events that are not shown yet, or more than were read
 */
export async function promiseDeliveries(desk: Desk): Promise<boolean> {
  const webhooks = await listListeningWebhooks(desk.db, desk.now())
  const feeds = new Map<string, Promise<ToldEvents>>()
  let more = false
  for (const webhook of webhooks) {
    try {
      const feed = feeds.get(webhook.position) ?? readOn(desk, webhook.position)
      feeds.set(webhook.position, feed)
      if (await tell(desk, webhook, await feed)) more = true
    } catch (error) {
      // The others, and all other work, go on.
      const reason = error instanceof Error ? error.message : String(error)
      desk.log.error({ webhook: webhook.id, reason }, 'a webhook could not be told and is tried again')
    }
  }
  return more || (webhooks.length > 0 && (await hasUnsettledEvents(desk.engine)))
}

/** @returns whether the webhook has been told of all that was read, and there may be more */
async function tell(
  desk: Desk,
  webhook: ListeningWebhook,
  { events, happenings }: ToldEvents,
): Promise<boolean> {
  const end = events.at(-1)?.position
  const told = happenings.filter((happening) => concerns(happening, webhook))
  if (end === undefined || (told.length === 0 && events.length < stepsUnnoted)) return false
  return (await promise(desk, webhook, told, end)) && events.length === atOnce
}

interface ToldEvents {
  readonly events: readonly DeskEvent[]
  readonly happenings: readonly Happening[]
}

/** Everything is read as it is right after it happened: what is told is fixed now. */
async function readOn(desk: Desk, after: string): Promise<ToldEvents> {
  const events = await readFeed(desk.engine, { reach: { kind: 'all' }, staff: true }, after, atOnce)
  if (events.length === 0) return { events, happenings: [] }
  const beside = await surroundingsOf(desk, events)
  return { events, happenings: events.flatMap((event) => happeningsOf(event, beside)) }
}

async function surroundingsOf(desk: Desk, events: readonly DeskEvent[]): Promise<Surroundings> {
  const numbers = [...new Set(events.flatMap(({ caseNumber }) => caseNumber ?? []))]
  const messageIds = events.flatMap(({ kind, subjectId }) =>
    kind.startsWith('message.') && subjectId !== null ? [subjectId] : [],
  )
  const [cases, messages, catalog] = await Promise.all([
    findCases(desk.db, numbers),
    findMessages(desk.db, [...new Set(messageIds)]),
    catalogOf(desk),
  ])
  const people = await findPeople(
    desk.db,
    [...cases.values()].map(({ requesterId }) => requesterId),
  )
  const attachments = [...(await attachmentsOf(desk.db, numbers)).values()].flat()
  return {
    cases,
    messages,
    people,
    filesOf: (place) =>
      attachments
        .filter((each) =>
          'message' in place
            ? each.messageId === place.message
            : each.place === 'case' && each.caseNumber === place.case,
        )
        .map(({ file }) => file.id),
    parentOf: (kind, id) => catalog.find(kind as CatalogKind, id)?.parentId ?? null,
  }
}

/** @returns whether the webhook has been told up to the place, by this process */
async function promise(
  desk: Desk,
  webhook: ListeningWebhook,
  told: readonly Happening[],
  end: string,
): Promise<boolean> {
  if (told.length > 0 && (await countWaitingJobs(desk.db, webhook.id)) >= mostWaiting) return false
  const form = desk.webhookForms[webhook.wire]
  const calls: { deliveryId: string; body: string }[] = []
  for (let start = 0; start < told.length; start += form.most) {
    calls.push({ deliveryId: desk.newId(), body: form.body(told.slice(start, start + form.most)) })
  }
  // Not by `write()`: nobody but the worker, who is just here, has to know.
  return desk.engine.write(async (tx) => {
    if (!(await moveWebhook(tx, webhook.id, webhook.position, end))) return false
    for (const { deliveryId, body } of calls) {
      await enqueue(
        tx,
        { kind: 'webhook', webhookId: webhook.id, deliveryId, topic: webhook.topic, body },
        desk.now(),
        {
          // One receiver hears of things in their order; another one does not wait for it.
          orderKey: `webhook:${webhook.id}`,
          lane: new URL(webhook.url).host,
          webhookId: webhook.id,
        },
      )
    }
    return true
  })
}
