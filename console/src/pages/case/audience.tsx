import { Handshake, Lock, type LucideIcon, Reply } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import type { Audience } from '../../api/drafts.ts'
import type { CaseDetail } from '../../api/types.ts'
import { classes } from '../../parts/classes.ts'
import { t } from '../../text/text.ts'

/** How each audience looks wherever something is written for it. */
export const audienceLook: Record<Audience, { icon: LucideIcon; box: string; words: string }> = {
  customer: {
    icon: Reply,
    box: 'border-line-strong bg-surface-1 focus-within:border-accent',
    words: 'text-accent-text',
  },
  internal: {
    icon: Lock,
    box: 'border-note bg-note-soft',
    words: 'text-note-text',
  },
  party: {
    icon: Handshake,
    box: 'border-party bg-party-soft',
    words: 'text-party-text',
  },
}

/** @returns who will read it, by name */
export function readers(of: CaseDetail, audience: Audience): string {
  if (audience !== 'party') return of.requester.name
  const parties = [of.partner, of.provider].flatMap((party) => (party ? [party.name] : []))
  return parties.length > 0 ? parties.join(', ') : t('message.party')
}

/** @returns the audiences a case has, the usual one first */
export function audiencesOf(of: CaseDetail, may: (permission: string) => boolean): Audience[] {
  const all: Audience[] = ['customer', 'internal']
  // What came from a partner is talked over with the partner; a customer's case may have a provider behind it.
  if (of.wire === 'messages') all.unshift('party')
  else if (of.partner !== null || of.provider !== null) all.push('party')
  return all.filter((audience) => may(audience === 'internal' ? 'note.add' : 'case.reply'))
}

interface Props {
  readonly audiences: readonly Audience[]
  readonly audience: Audience
  readonly onChange: (audience: Audience) => void
}

/** Chooses deliberately who will read what is written. */
export function AudienceChoice({ audiences, audience, onChange }: Props) {
  return (
    <RadioGroup
      aria-label={t('composer.audience')}
      orientation="horizontal"
      value={audience}
      onChange={(value) => onChange(audiences.find((one) => one === value) ?? audience)}
      className="flex gap-1"
    >
      {audiences.map((one) => {
        const { icon: Icon, words } = audienceLook[one]
        return (
          <Radio
            key={one}
            value={one}
            className={classes(
              'flex h-7 items-center gap-1.5 rounded-md px-2 text-sm hovered:bg-surface-3 focus-shown:ring-2 focus-shown:ring-accent max-md:h-11',
              one === audience ? `font-semibold ${words}` : 'text-text-3',
            )}
          >
            <Icon size={14} aria-hidden />
            {t(`composer.${one}`)}
          </Radio>
        )
      })}
    </RadioGroup>
  )
}
