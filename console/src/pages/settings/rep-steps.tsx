import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { send } from '../../api/client.ts'
import { explain } from '../../api/explain.ts'
import type { IssuedSecret, Rep, SignInLink } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { CopyField } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { toast } from '../../parts/toasts.ts'
import { exactTime, t } from '../../text/text.ts'
import { type Expiry, ExpiryChoice, expiresAt } from './choices.tsx'
import { FormDialog } from './form-dialog.tsx'
import { OnceWarning, SecretOnce } from './secret-once.tsx'

/** What is being done with a rep. */
export interface RepStep {
  readonly kind: 'make-key' | 'delete-key' | 'link' | 'disable' | 'enable'
  readonly rep: Rep
}

interface Props {
  readonly step: RepStep
  readonly onStep: (step: RepStep | null) => void
  readonly onChanged: () => Promise<unknown>
}

/** The dialogs of a rep's actions. */
export function RepSteps({ step: { kind, rep }, onStep, onChanged }: Props) {
  const close = () => onStep(null)
  switch (kind) {
    case 'make-key':
      return <MakeKey rep={rep} onClose={close} onChanged={onChanged} />
    case 'link':
      return <MakeLink rep={rep} onClose={close} />
    case 'delete-key':
      return (
        <Confirm
          title={t('reps.deleteKey')}
          text={t('reps.deleteKeyWhy', { name: rep.name })}
          action={t('reps.deleteKey')}
          onClose={close}
          onConfirm={async () => {
            await send('DELETE', `/reps/${rep.id}/key`)
            await onChanged()
            toast({ text: t('reps.keyDeleted', { name: rep.name }) })
          }}
        />
      )
    case 'disable':
    case 'enable':
      return <SetLogin rep={rep} enabled={kind === 'enable'} onClose={close} onChanged={onChanged} />
  }
}

function MakeKey({
  rep,
  onClose,
  onChanged,
}: {
  rep: Rep
  onClose: () => void
  onChanged: () => Promise<unknown>
}) {
  const [expiry, setExpiry] = useState<Expiry>('365')
  const [made, setMade] = useState<IssuedSecret | null>(null)
  if (made) {
    return <SecretOnce title={t('secret.title')} secret={made} keyName="secret.key" onClose={onClose} />
  }
  const title = rep.key ? t('reps.remakeKey') : t('reps.makeKey')
  return (
    <FormDialog
      title={`${title}: ${rep.name}`}
      action={title}
      onClose={onClose}
      onSubmit={() => send<IssuedSecret>('POST', `/reps/${rep.id}/key`, { expiresAt: expiresAt(expiry) })}
      onDone={(key) => {
        setMade(key)
        void onChanged()
      }}
    >
      {rep.key && <p className="text-sm text-warn-text">{t('reps.remakeWhy', { name: rep.name })}</p>}
      <ExpiryChoice value={expiry} onChange={setExpiry} />
    </FormDialog>
  )
}

function MakeLink({ rep, onClose }: { rep: Rep; onClose: () => void }) {
  const making = useMutation({ mutationFn: () => send<SignInLink>('POST', `/reps/${rep.id}/sign-in-link`) })
  const { mutate } = making
  useEffect(() => mutate(), [mutate])
  return (
    <Dialog title={t('secret.link')} onClose={onClose} deliberate>
      {making.isError && (
        <p role="alert" className="text-danger-text text-sm">
          {t('settings.notDone', { why: explain(making.error) })}
        </p>
      )}
      {making.data && (
        <div className="flex flex-col gap-4">
          <OnceWarning />
          <CopyField label={t('secret.link')} value={new URL(making.data.url, location.origin).href} />
          <p className="text-sm text-text-2">
            {t('secret.linkOnce', { name: rep.name, when: exactTime(making.data.expiresAt) })}
          </p>
          <div className="flex justify-end">
            <Button tone="primary" onPress={onClose}>
              {t('secret.done')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

function SetLogin(props: {
  rep: Rep
  enabled: boolean
  onClose: () => void
  onChanged: () => Promise<unknown>
}) {
  const { rep, enabled, onClose, onChanged } = props
  return (
    <Confirm
      title={enabled ? t('reps.enable') : t('reps.disable')}
      text={t(enabled ? 'reps.enableWhy' : 'reps.disableWhy', { name: rep.name })}
      action={enabled ? t('reps.enable') : t('reps.disable')}
      onClose={onClose}
      onConfirm={async () => {
        await send('PATCH', `/reps/${rep.id}`, { loginEnabled: enabled })
        await onChanged()
      }}
    />
  )
}
