import { useQuery } from '@tanstack/react-query'
import { Ellipsis, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { queries, repsQuery } from '../../api/queries.ts'
import type { Rep } from '../../api/types.ts'
import { Avatar } from '../../parts/badges.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useSession } from '../../parts/session.ts'
import { t } from '../../text/text.ts'
import { AddRep } from './add-rep.tsx'
import { KeyFacts } from './key-facts.tsx'
import { type RepStep, RepSteps } from './rep-steps.tsx'
import { Row, Rows, Section } from './section.tsx'

/** The people who work here, and their keys. */
export function RepsPage() {
  const query = useQuery(repsQuery)
  const { may } = useSession()
  const [step, setStep] = useState<RepStep | null>(null)
  const [adding, setAdding] = useState(false)
  const read = () => queries.invalidateQueries({ queryKey: repsQuery.queryKey })
  return (
    <Section
      title={t('settings.reps')}
      intro={t('reps.intro')}
      query={query}
      add={
        may('people.manage') && (
          <Button tone="primary" onPress={() => setAdding(true)}>
            <UserPlus size={15} aria-hidden />
            {t('reps.add')}
          </Button>
        )
      }
    >
      {({ items }) => (
        <>
          <Rows>
            {items.map((rep) => (
              <Row key={rep.id} end={<Actions rep={rep} onStep={(kind) => setStep({ kind, rep })} />}>
                <RepFacts rep={rep} />
              </Row>
            ))}
          </Rows>
          {step && <RepSteps step={step} onStep={setStep} onChanged={read} />}
          {adding && (
            <AddRep
              onClose={() => setAdding(false)}
              onAdded={() => {
                setAdding(false)
                void read()
              }}
            />
          )}
        </>
      )}
    </Section>
  )
}

function RepFacts({ rep }: { rep: Rep }) {
  return (
    <div className="flex items-center gap-3">
      <Avatar person={rep} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{rep.name}</span>
          <span className="truncate text-sm text-text-3">{rep.email}</span>
        </p>
        <p className="text-sm text-text-2">
          {rep.roles.map((role) => role.name).join(', ')}
          {!rep.loginEnabled && <span className="text-danger-text"> · {t('reps.disabled')}</span>}
        </p>
      </div>
      <div className="w-64 shrink-0 max-lg:w-auto max-md:hidden">
        {rep.key ? (
          <>
            <p className="text-sm">{t('reps.key')}</p>
            <KeyFacts of={rep.key} />
          </>
        ) : (
          <p className="text-text-3 text-xs">{t('reps.noKey')}</p>
        )}
      </div>
    </div>
  )
}

function Actions({ rep, onStep }: { rep: Rep; onStep: (kind: RepStep['kind']) => void }) {
  const { may, person } = useSession()
  const commands = [
    ...(may('keys.manage')
      ? [
          {
            id: 'key',
            name: rep.key ? t('reps.remakeKey') : t('reps.makeKey'),
            do: () => onStep('make-key'),
          },
        ]
      : []),
    ...(may('keys.manage') && rep.key
      ? [{ id: 'delete-key', name: t('reps.deleteKey'), danger: true, do: () => onStep('delete-key') }]
      : []),
    ...(may('people.manage') ? [{ id: 'link', name: t('reps.link'), do: () => onStep('link') }] : []),
    ...(may('people.manage') && rep.id !== person?.id
      ? [
          rep.loginEnabled
            ? { id: 'disable', name: t('reps.disable'), danger: true, do: () => onStep('disable') }
            : { id: 'enable', name: t('reps.enable'), do: () => onStep('enable') },
        ]
      : []),
  ]
  if (commands.length === 0) return null
  return (
    <Menu label={t('reps.actions', { name: rep.name })} commands={commands}>
      <IconButton label={t('reps.actions', { name: rep.name })}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}
