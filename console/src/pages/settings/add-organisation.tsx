import { useState } from 'react'
import { send } from '../../api/client.ts'
import type { Organisation } from '../../api/types.ts'
import { TextField } from '../../parts/fields.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { OneOf } from './choices.tsx'
import { FormDialog } from './form-dialog.tsx'

type Party = 'partner' | 'provider' | 'none'

interface Props {
  readonly organisations: readonly Organisation[]
  readonly onClose: () => void
  readonly onAdded: () => void
}

/** Adds a partner, a provider or a customer organisation. */
export function AddOrganisation({ organisations, onClose, onAdded }: Props) {
  const [name, setName] = useState('')
  const [party, setParty] = useState<Party>('partner')
  const [provider, setProvider] = useState('')
  const providers = organisations.filter((one) => one.party === 'provider')
  return (
    <FormDialog
      title={t('organisations.add')}
      action={t('organisations.add')}
      onClose={onClose}
      onSubmit={() =>
        send<Organisation>('POST', '/organisations', {
          name: name.trim(),
          party: party === 'none' ? null : party,
          ...(party === 'partner' && provider !== '' ? { defaultProviderId: Number(provider) } : {}),
        })
      }
      onDone={(made) => {
        toast({ text: t('settings.added', { name: made.name }) })
        onAdded()
      }}
    >
      <TextField label={t('organisations.name')} isRequired autoFocus value={name} onChange={setName} />
      <OneOf<Party>
        label={t('organisations.party')}
        value={party}
        onChange={setParty}
        options={[
          ['partner', t('organisations.partner')],
          ['provider', t('organisations.provider')],
          ['none', t('organisations.none')],
        ]}
      />
      {party === 'partner' && providers.length > 0 && (
        <OneOf
          label={t('organisations.defaultProvider')}
          value={provider}
          onChange={setProvider}
          options={[
            ['', t('organisations.noDefault')],
            ...providers.map((one) => [String(one.id), one.name] as const),
          ]}
        />
      )}
    </FormDialog>
  )
}
