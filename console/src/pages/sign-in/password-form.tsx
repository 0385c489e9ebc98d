import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { ApiError, send } from '../../api/client.ts'
import { explain } from '../../api/explain.ts'
import type { Session } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/fields.tsx'
import { t } from '../../text/text.ts'

/** Login and password. Says so when a sign-in link was tried before and no longer works. */
export function PasswordForm(props: { spentLink: unknown; onSignedIn: (session: Session) => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => send<Session>('POST', '/session', { login, password }),
    onSuccess: props.onSignedIn,
  })
  const refused = signIn.error instanceof ApiError && signIn.error.status === 401
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate()
      }}
    >
      <h1 className="font-semibold text-lg">{t('signIn.title')}</h1>
      {props.spentLink !== null && !signIn.isError && (
        <div role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-text">
          <p className="font-medium">{t('signIn.linkSpent')}</p>
          <p>{t('signIn.linkSpentWhy')}</p>
        </div>
      )}
      {signIn.isError && (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-text text-sm">
          {refused ? t('signIn.refused') : t('settings.notDone', { why: explain(signIn.error) })}
        </p>
      )}
      <TextField
        label={t('signIn.login')}
        name="username"
        autoComplete="username"
        isRequired
        autoFocus
        value={login}
        onChange={setLogin}
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" tone="primary" className="h-9" isDisabled={signIn.isPending}>
        {t('signIn.submit')}
      </Button>
      <p className="text-text-3 text-xs">{t('signIn.help')}</p>
    </Form>
  )
}
