import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type Outgoing, outbox } from '../../api/outbox.ts'
import { historyQuery } from '../../api/queries.ts'
import type { CaseDetail } from '../../api/types.ts'
import { useStore } from '../../parts/use-store.ts'
import { t } from '../../text/text.ts'
import { EventLines } from './event-lines.tsx'
import { Card, MessageCard } from './message-card.tsx'
import { OutgoingCard } from './outgoing-card.tsx'
import { Resolution } from './resolution.tsx'
import { timelineOf } from './timeline.ts'

/** The conversation as a letter reads: oldest first, with the newest in view. */
export function Thread({ of }: { of: CaseDetail }) {
  const { data: history } = useQuery(historyQuery(of.number))
  const onTheWay = useStore(outbox).filter((message) => isOnTheWay(message, of))
  const place = useRef<HTMLElement>(null)
  const moments = timelineOf(of, history?.items ?? [])
  useNewestInView(place, of.number, of.messages.length + onTheWay.length, history !== undefined)
  return (
    <section ref={place} aria-label={t('case.thread')} className="scroll min-h-0 flex-1 px-5 max-md:px-3">
      <ol className="mx-auto max-w-3xl py-3">
        {moments.map((moment) => {
          switch (moment.kind) {
            case 'opening':
              return (
                <Card
                  key="opening"
                  voice={of.requester.kind === 'rep' ? 'us' : 'them'}
                  author={of.requester.name}
                  at={of.createdAt}
                  wire={of.wire}
                  html={of.html}
                  files={of.files}
                  marks={<span className="text-text-3 text-xs">{t('message.opening')}</span>}
                />
              )
            case 'message':
              return <MessageCard key={moment.message.guid} message={moment.message} />
            case 'events':
              return <EventLines key={`events${moment.entries[0]?.id}`} entries={moment.entries} />
          }
          return null
        })}
        {of.resolution && <Resolution of={of.resolution} />}
        {onTheWay.map((message) => (
          <OutgoingCard key={message.key} message={message} />
        ))}
      </ol>
    </section>
  )
}

/** The feed may bring a message before the answer to its sending comes; it is shown once. */
function isOnTheWay(message: Outgoing, of: CaseDetail): boolean {
  if (message.number !== of.number) return false
  return (
    message.state !== 'sending' ||
    !of.messages.some(({ wire, text }) => wire === 'desk' && text === message.text)
  )
}

/** Begins at the end, and follows new messages only for a reader who is there anyway. */
function useNewestInView(
  place: React.RefObject<HTMLElement | null>,
  number: number,
  count: number,
  isComplete: boolean,
): void {
  const shown = useRef<number | null>(null)
  useEffect(() => {
    // What scrolls must be in reach of the keys, though it does nothing when it is pressed.
    if (place.current) place.current.tabIndex = 0
  }, [place])
  useEffect(() => {
    const element = place.current
    if (!element || count < 0) return
    const rest = element.scrollHeight - element.scrollTop - element.clientHeight
    if (shown.current !== number || rest < 600) element.scrollTop = element.scrollHeight
    if (isComplete) shown.current = number
  }, [place, number, count, isComplete])
}
