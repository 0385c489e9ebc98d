import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Plug, Plus } from 'lucide-react'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { applicationsQuery, queries } from '../../api/queries.ts'
import type { Application, IssuedSecret } from '../../api/types.ts'
import { WireBadge } from '../../parts/badges.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Empty } from '../../parts/state.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { OneOf } from './choices.tsx'
import { FormDialog } from './form-dialog.tsx'
import { KeyFacts } from './key-facts.tsx'
import { SecretOnce } from './secret-once.tsx'
import { Row, Rows, Section } from './section.tsx'

type Step = { kind: 'add' } | { kind: 'renew' | 'delete'; application: Application }

/** Programs of the two wires that sign in with an application of their own. */
export function ApplicationsPage() {
  const query = useQuery(applicationsQuery)
  const [step, setStep] = useState<Step | null>(null)
  const [secret, setSecret] = useState<IssuedSecret | null>(null)
  const read = () => queries.invalidateQueries({ queryKey: applicationsQuery.queryKey })
  const issued = (made: IssuedSecret) => {
    setStep(null)
    setSecret(made)
    void read()
  }
  const close = () => setStep(null)
  return (
    <Section
      title={t('settings.applications')}
      intro={t('applications.intro')}
      query={query}
      add={
        <Button tone="primary" onPress={() => setStep({ kind: 'add' })}>
          <Plus size={15} aria-hidden />
          {t('applications.add')}
        </Button>
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <Empty icon={Plug} title={t('applications.empty')} text={t('applications.emptyNext')} />
          ) : (
            <Rows>
              {items.map((application) => (
                <Row key={application.id} end={<Actions application={application} onStep={setStep} />}>
                  <p className="flex items-center gap-2">
                    <span className="font-medium">{application.name}</span>
                    <WireBadge wire={application.wire} />
                  </p>
                  <KeyFacts of={application} />
                </Row>
              ))}
            </Rows>
          )}
          {step?.kind === 'add' && <AddApplication onClose={close} onDone={issued} />}
          {step?.kind === 'renew' && (
            <FormDialog
              title={t('applications.renew')}
              action={t('applications.renew')}
              onClose={close}
              onSubmit={() => send<IssuedSecret>('POST', `/applications/${step.application.id}/renew`)}
              onDone={issued}
            >
              <p className="text-text-2">{t('applications.renewWhy', { name: step.application.name })}</p>
            </FormDialog>
          )}
          {step?.kind === 'delete' && (
            <Confirm
              title={t('action.delete')}
              text={t('applications.deleteWhy', { name: step.application.name })}
              action={t('action.delete')}
              onClose={close}
              onConfirm={async () => {
                await send('DELETE', `/applications/${step.application.id}`)
                await read()
                toast({ text: t('settings.gone', { name: step.application.name }) })
              }}
            />
          )}
          {secret && (
            <SecretOnce
              title={t('secret.title')}
              secret={secret}
              keyName="secret.key"
              onClose={() => setSecret(null)}
            />
          )}
        </>
      )}
    </Section>
  )
}

function Actions({ application, onStep }: { application: Application; onStep: (step: Step) => void }) {
  const label = t('applications.actions', { name: application.name })
  return (
    <Menu
      label={label}
      commands={[
        { id: 'renew', name: t('applications.renew'), do: () => onStep({ kind: 'renew', application }) },
        {
          id: 'delete',
          name: t('action.delete'),
          danger: true,
          do: () => onStep({ kind: 'delete', application }),
        },
      ]}
    >
      <IconButton label={label}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}

function AddApplication(props: { onClose: () => void; onDone: (made: IssuedSecret) => void }) {
  const [name, setName] = useState('')
  const [wire, setWire] = useState<Application['wire']>('case-management')
  return (
    <FormDialog
      title={t('applications.add')}
      action={t('applications.add')}
      onClose={props.onClose}
      onDone={props.onDone}
      onSubmit={() => send<IssuedSecret>('POST', '/applications', { name: name.trim(), wire })}
    >
      <TextField label={t('applications.name')} isRequired autoFocus value={name} onChange={setName} />
      <OneOf
        label={t('applications.wire')}
        value={wire}
        onChange={setWire}
        options={[
          ['case-management', t('wire.case-management')],
          ['support-ticket', t('wire.support-ticket')],
        ]}
      />
    </FormDialog>
  )
}
