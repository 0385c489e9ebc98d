import { BadgeCheck, CircleDashed, Handshake, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CaseMessage, FileRef, WireName } from '../../api/types.ts'
import { Avatar } from '../../parts/badges.tsx'
import { classes } from '../../parts/classes.ts'
import { FileList } from '../../parts/file-list.tsx'
import { RichText } from '../../parts/rich-text.tsx'
import { Time } from '../../parts/time.tsx'
import { isTextKey, t } from '../../text/text.ts'

/** How a message looks: from outside, from us, only for us, between partner and provider. */
export type Voice = 'them' | 'us' | 'note' | 'party'

const grounds: Record<Voice, string> = {
  them: 'border-line bg-surface-1',
  us: 'border-line bg-surface-2',
  note: 'border-note bg-note-soft',
  party: 'border-party bg-party-soft',
}

interface CardProps {
  readonly voice: Voice
  readonly author: string
  readonly at: string
  readonly wire: WireName
  readonly html: string
  readonly files: readonly FileRef[]
  readonly marks?: ReactNode
  readonly foot?: ReactNode
}

/** One message: who, when, by which wire, for whom, the text and the files. */
export function Card({ voice, author, at, wire, html, files, marks, foot }: CardProps) {
  return (
    <li className="py-2">
      <article aria-label={t('message.by', { name: author })} className="flex gap-3">
        <span className="pt-2 max-md:hidden">
          <Avatar person={{ name: author, kind: voice === 'them' ? 'contact' : 'rep' }} />
        </span>
        <div className={classes('min-w-0 flex-1 rounded-lg border px-4 pt-2.5 pb-3.5', grounds[voice])}>
          <header className="mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <span className="font-semibold">{author}</span>
            {marks}
            <span className="ml-auto flex items-center gap-2 text-text-3 text-xs">
              {t(`wire.${wire}`)}
              <span aria-hidden>·</span>
              <Time at={at} />
            </span>
          </header>
          <RichText html={html} />
          <FileList files={files} />
          {foot}
        </div>
      </article>
    </li>
  )
}

/** A message of the thread. */
export function MessageCard({ message }: { message: CaseMessage }) {
  const voice = voiceOf(message)
  return (
    <Card
      voice={voice}
      author={message.author.name}
      at={message.createdAt}
      wire={message.wire}
      html={message.html}
      files={message.files}
      marks={<Marks message={message} voice={voice} />}
      foot={
        <p className="mt-2 flex flex-wrap gap-x-3 text-text-3 text-xs empty:hidden">
          {voice === 'party' && <Confirmed message={message} />}
          {message.editedAt !== null && (
            <span className="flex gap-1">
              {t('message.edited')}
              <Time at={message.editedAt} />
            </span>
          )}
        </p>
      }
    />
  )
}

function voiceOf(message: CaseMessage): Voice {
  if (message.form === 'party') return 'party'
  if (message.internal) return 'note'
  return message.side === 'requester' ? 'them' : 'us'
}

function Marks({ message, voice }: { message: CaseMessage; voice: Voice }) {
  const type = `partyType.${message.type}`
  return (
    <>
      {voice === 'note' && (
        <Mark icon={<Lock size={12} aria-hidden />} text={t('message.internal')} tone="note" />
      )}
      {voice === 'party' && (
        <>
          <Mark
            icon={<Handshake size={13} aria-hidden />}
            text={isTextKey(type) ? t(type) : message.type}
            tone="party"
          />
          {message.internal && (
            <Mark icon={<Lock size={12} aria-hidden />} text={t('message.internal')} tone="note" />
          )}
        </>
      )}
      {voice === 'them' && <span className="text-text-3 text-xs">{t('message.requester')}</span>}
      {message.form === 'system' && <span className="text-text-3 text-xs">{t('message.system')}</span>}
    </>
  )
}

/** Whether the other side has confirmed that it got the message. */
function Confirmed({ message }: { message: CaseMessage }) {
  if (message.confirmedAt === null) {
    return (
      <span className="inline-flex items-center gap-1 text-text-3 text-xs">
        <CircleDashed size={13} aria-hidden />
        {t('message.unconfirmed')}
      </span>
    )
  }
  return (
    <span className="inline-flex items-center gap-1 text-ok-text text-xs">
      <BadgeCheck size={13} aria-hidden />
      {t('message.confirmed')}
      <Time at={message.confirmedAt} />
    </span>
  )
}

function Mark({ icon, text, tone }: { icon: ReactNode; text: string; tone: 'note' | 'party' }) {
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 text-xs',
        tone === 'note' ? 'text-note-text' : 'text-party-text',
      )}
    >
      {icon}
      {text}
    </span>
  )
}
