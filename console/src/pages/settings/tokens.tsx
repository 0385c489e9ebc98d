import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { queries, tokensQuery } from '../../api/queries.ts'
import type { IssuedSecret, Tokens } from '../../api/types.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { TextField } from '../../parts/fields.tsx'
import { useSession } from '../../parts/session.ts'
import { Empty } from '../../parts/state.tsx'
import { toast } from '../../parts/toasts.ts'
import { isTextKey, t } from '../../text/text.ts'
import { AnyOf, type Expiry, ExpiryChoice, expiresAt } from './choices.tsx'
import { FormDialog } from './form-dialog.tsx'
import { KeyFacts } from './key-facts.tsx'
import { SecretOnce } from './secret-once.tsx'
import { Row, Rows, Section } from './section.tsx'

type Token = Tokens['items'][number]

/** Tokens for one's own programs on the Desk API. */
export function TokensPage() {
  const query = useQuery(tokensQuery)
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<IssuedSecret | null>(null)
  const [deleting, setDeleting] = useState<Token | null>(null)
  const read = () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey })
  return (
    <Section
      title={t('settings.tokens')}
      intro={t('tokens.intro')}
      query={query}
      add={
        <Button tone="primary" onPress={() => setAdding(true)}>
          <Plus size={15} aria-hidden />
          {t('tokens.add')}
        </Button>
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <Empty icon={KeyRound} title={t('tokens.empty')} text={t('tokens.emptyNext')} />
          ) : (
            <Rows>
              {items.map((token) => (
                <Row key={token.id} end={<DeleteButton token={token} onPress={() => setDeleting(token)} />}>
                  <p className="font-medium">{token.name}</p>
                  <p className="text-sm text-text-2">{token.scopes.map(permissionName).join(', ')}</p>
                  <KeyFacts of={token} />
                </Row>
              ))}
            </Rows>
          )}
          {adding && (
            <AddToken
              onClose={() => setAdding(false)}
              onDone={(made) => {
                setAdding(false)
                setSecret(made)
                void read()
              }}
            />
          )}
          {secret && (
            <SecretOnce
              title={t('secret.title')}
              secret={secret}
              keyName="secret.token"
              onClose={() => setSecret(null)}
            />
          )}
          {deleting && (
            <Confirm
              title={t('action.delete')}
              text={t('tokens.deleteWhy', { name: deleting.name })}
              action={t('action.delete')}
              onClose={() => setDeleting(null)}
              onConfirm={async () => {
                await send('DELETE', `/tokens/${deleting.id}`)
                await read()
                toast({ text: t('settings.gone', { name: deleting.name }) })
              }}
            />
          )}
        </>
      )}
    </Section>
  )
}

const permissionName = (permission: string): string => {
  if (permission === '*') return t('tokens.allScopes')
  const key = `permission.${permission}`
  return isTextKey(key) ? t(key) : permission
}

function DeleteButton({ token, onPress }: { token: Token; onPress: () => void }) {
  return (
    <IconButton label={`${t('action.delete')}: ${token.name}`} onPress={onPress}>
      <Trash2 size={15} aria-hidden />
    </IconButton>
  )
}

function AddToken(props: { onClose: () => void; onDone: (made: IssuedSecret) => void }) {
  const { permissions } = useSession()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>([])
  const [expiry, setExpiry] = useState<Expiry>('90')
  return (
    <FormDialog
      title={t('tokens.add')}
      action={t('tokens.add')}
      onClose={props.onClose}
      onDone={props.onDone}
      isComplete={scopes.length > 0}
      onSubmit={() =>
        send<IssuedSecret>('POST', '/tokens', { name: name.trim(), scopes, expiresAt: expiresAt(expiry) })
      }
    >
      <TextField label={t('tokens.name')} isRequired autoFocus value={name} onChange={setName} />
      <ExpiryChoice value={expiry} onChange={setExpiry} />
      <AnyOf
        label={t('tokens.scopes')}
        options={['*', ...permissions].map((right) => [right, permissionName(right)] as const)}
        value={scopes}
        onChange={setScopes}
      />
    </FormDialog>
  )
}
