import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { catalogQuery } from '../../api/queries.ts'
import type { Rep } from '../../api/types.ts'
import { TextField } from '../../parts/fields.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { AnyOf } from './choices.tsx'
import { FormDialog } from './form-dialog.tsx'

/** Adds a rep; they get in by a sign-in link made afterwards. */
export function AddRep({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const { data: catalog } = useQuery(catalogQuery)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [login, setLogin] = useState('')
  const [roles, setRoles] = useState<readonly string[]>([])
  return (
    <FormDialog
      title={t('reps.add')}
      action={t('reps.add')}
      onClose={onClose}
      isComplete={roles.length > 0}
      onSubmit={() =>
        send<Rep>('POST', '/reps', {
          name: name.trim(),
          email: email.trim(),
          ...(login.trim() === '' ? {} : { loginName: login.trim() }),
          roleIds: roles.map(Number),
        })
      }
      onDone={(rep) => {
        toast({ text: t('settings.added', { name: rep.name }) })
        onAdded()
      }}
    >
      <TextField label={t('reps.name')} isRequired autoFocus value={name} onChange={setName} />
      <TextField label={t('reps.email')} type="email" isRequired value={email} onChange={setEmail} />
      <TextField label={t('reps.login')} value={login} onChange={setLogin} />
      <AnyOf
        label={t('reps.roles')}
        options={(catalog?.kinds.role ?? []).map((role) => [String(role.id), role.name] as const)}
        value={roles}
        onChange={setRoles}
      />
    </FormDialog>
  )
}
