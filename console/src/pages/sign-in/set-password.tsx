import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { send, setCsrfToken } from '../../api/client.ts'
import { explain } from '../../api/explain.ts'
import { queries, sessionQuery } from '../../api/queries.ts'
import type { Session } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/fields.tsx'
import { t } from '../../text/text.ts'

/** After the first sign-in by a link: a password for the next time, or not now. */
export function SetPassword({ session, onDone }: { session: Session; onDone: () => void }) {
  const [password, setPassword] = useState('')
  const saving = useMutation({
    mutationFn: () => send<Session>('PUT', '/session/password', { password }),
    onSuccess: (next) => {
      // A new password ends every session and begins a new one with a proof of its own.
      setCsrfToken(next.csrfToken)
      queries.setQueryData(sessionQuery.queryKey, next)
      onDone()
    },
  })
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <div>
        <h1 className="font-semibold text-lg">{t('signIn.welcome', { name: session.person.name })}</h1>
        <p className="mt-1 text-sm text-text-2">{t('signIn.setPassword')}</p>
      </div>
      {saving.isError && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-text text-sm">
          {t('settings.notDone', { why: explain(saving.error) })}
        </p>
      )}
      <TextField
        label={t('signIn.newPassword')}
        help={t('signIn.passwordRule')}
        type="password"
        autoComplete="new-password"
        minLength={10}
        isRequired
        autoFocus
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" tone="primary" className="h-9" isDisabled={saving.isPending}>
        {t('signIn.savePassword')}
      </Button>
      <Button tone="quiet" onPress={onDone}>
        {t('signIn.later')}
      </Button>
    </Form>
  )
}
