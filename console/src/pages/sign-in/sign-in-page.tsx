import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { send, setCsrfToken } from '../../api/client.ts'
import { queries, sessionQuery } from '../../api/queries.ts'
import type { Session } from '../../api/types.ts'
import { t } from '../../text/text.ts'
import { Logo } from '../shell/logo.tsx'
import { PasswordForm } from './password-form.tsx'
import { SetPassword } from './set-password.tsx'

/** Takes the token out of the address, so that it stays neither in the history nor on the screen. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

/** Signing in: by a one-time link (`#token=…`), or by login and password. */
export function SignInPage() {
  const { to = '/' } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const [token] = useState(takeToken)
  const [welcome, setWelcome] = useState<Session | null>(null)
  const enter = () => void navigate({ href: to, replace: true })
  const begin = (session: Session) => {
    setCsrfToken(session.csrfToken)
    queries.setQueryData(sessionQuery.queryKey, session)
  }
  const byLink = useMutation({
    mutationFn: (given: string) => send<Session>('POST', '/session', { token: given }),
    onSuccess: (session) => {
      begin(session)
      if (session.hasPassword) enter()
      else setWelcome(session)
    },
  })
  const { mutate } = byLink
  useEffect(() => {
    if (token !== null) mutate(token)
  }, [token, mutate])
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto bg-surface-0 p-4">
      <div className="w-full max-w-88">
        <div className="mb-6 flex justify-center text-xl">
          <Logo always />
        </div>
        <div className="rounded-lg border border-line bg-surface-1 p-6">
          {welcome ? (
            <SetPassword session={welcome} onDone={enter} />
          ) : token !== null && !byLink.isError ? (
            <p role="status" className="late text-center text-text-2">
              {t('signIn.checking')}
            </p>
          ) : (
            <PasswordForm
              spentLink={byLink.isError ? byLink.error : null}
              onSignedIn={(session) => {
                begin(session)
                enter()
              }}
            />
          )}
        </div>
        <p className="mt-4 text-center text-text-3 text-xs">{t('app.tagline')}</p>
      </div>
    </main>
  )
}
