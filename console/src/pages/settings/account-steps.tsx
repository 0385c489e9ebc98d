import { useState } from 'react'
import { send } from '../../api/client.ts'
import type { AccountMade, IssuedSecret, Organisation } from '../../api/types.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { TextField, Tick } from '../../parts/fields.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { FormDialog } from './form-dialog.tsx'
import { SecretOnce } from './secret-once.tsx'

type Account = Organisation['accounts'][number]

/** What is being done with an organisation's accounts. */
export type AccountStep =
  | { readonly kind: 'add'; readonly organisation: Organisation }
  | { readonly kind: 'token' | 'disable' | 'enable'; readonly account: Account }
  | { readonly kind: 'delete-token'; readonly account: Account; readonly token: Account['tokens'][number] }

interface Props {
  readonly step: AccountStep
  readonly onClose: () => void
  readonly onChanged: () => Promise<unknown>
}

/** The dialogs of an account's actions. */
export function AccountSteps({ step, onClose, onChanged }: Props) {
  switch (step.kind) {
    case 'add':
      return <AddAccount organisation={step.organisation} onClose={onClose} onChanged={onChanged} />
    case 'token':
      return <MakeToken account={step.account} onClose={onClose} onChanged={onChanged} />
    case 'disable':
    case 'enable':
      return (
        <Confirm
          title={t(`accounts.${step.kind}`)}
          text={t(`accounts.${step.kind}Why`, { name: step.account.name })}
          action={t(`accounts.${step.kind}`)}
          onClose={onClose}
          onConfirm={async () => {
            await send('PATCH', `/accounts/${step.account.id}`, { disabled: step.kind === 'disable' })
            await onChanged()
          }}
        />
      )
    case 'delete-token':
      return (
        <Confirm
          title={t('accounts.deleteToken')}
          text={t('accounts.deleteTokenWhy', { hint: step.token.hint })}
          action={t('accounts.deleteToken')}
          onClose={onClose}
          onConfirm={async () => {
            await send('DELETE', `/accounts/${step.account.id}/tokens/${step.token.id}`)
            await onChanged()
            toast({ text: t('accounts.tokenDeleted') })
          }}
        />
      )
  }
}

function AddAccount(props: Omit<Props, 'step'> & { organisation: Organisation }) {
  const { organisation, onClose, onChanged } = props
  const [name, setName] = useState('')
  const [allProviders, setAllProviders] = useState(false)
  const [token, setToken] = useState<IssuedSecret | null>(null)
  if (token) {
    return <SecretOnce title={t('secret.title')} secret={token} keyName="secret.token" onClose={onClose} />
  }
  return (
    <FormDialog
      title={t('accounts.addTo', { name: organisation.name })}
      action={t('accounts.add')}
      onClose={onClose}
      onSubmit={() =>
        send<AccountMade>('POST', `/organisations/${organisation.id}/accounts`, {
          name: name.trim(),
          ...(organisation.party === 'partner' ? { allProviders } : {}),
        })
      }
      onDone={(made) => {
        void onChanged()
        setToken(made.token)
      }}
    >
      <TextField label={t('accounts.name')} isRequired autoFocus value={name} onChange={setName} />
      {organisation.party === 'partner' && (
        <Tick isSelected={allProviders} onChange={setAllProviders}>
          {t('accounts.allProviders')}
        </Tick>
      )}
    </FormDialog>
  )
}

function MakeToken({ account, onClose, onChanged }: Omit<Props, 'step'> & { account: Account }) {
  const [token, setToken] = useState<IssuedSecret | null>(null)
  if (token) {
    return <SecretOnce title={t('secret.title')} secret={token} keyName="secret.token" onClose={onClose} />
  }
  return (
    <FormDialog
      title={`${t('accounts.makeToken')}: ${account.name}`}
      action={t('accounts.makeToken')}
      onClose={onClose}
      onSubmit={() => send<IssuedSecret>('POST', `/accounts/${account.id}/tokens`)}
      onDone={(made) => {
        setToken(made)
        void onChanged()
      }}
    >
      <p className="text-sm text-text-2">{t('accounts.makeTokenWhy', { name: account.name })}</p>
    </FormDialog>
  )
}
