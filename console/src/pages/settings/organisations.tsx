import { useQuery } from '@tanstack/react-query'
import { Building2, Ellipsis, Plus } from 'lucide-react'
import { useState } from 'react'
import { organisationsQuery, queries } from '../../api/queries.ts'
import type { Organisation } from '../../api/types.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useSession } from '../../parts/session.ts'
import { Empty } from '../../parts/state.tsx'
import { t } from '../../text/text.ts'
import { type AccountStep, AccountSteps } from './account-steps.tsx'
import { AddOrganisation } from './add-organisation.tsx'
import { KeyFacts } from './key-facts.tsx'
import { Section } from './section.tsx'

type Account = Organisation['accounts'][number]

/** Partners and providers with their accounts and tokens. */
export function OrganisationsPage() {
  const query = useQuery(organisationsQuery)
  const { may } = useSession()
  const [adding, setAdding] = useState(false)
  const [step, setStep] = useState<AccountStep | null>(null)
  const read = () => queries.invalidateQueries({ queryKey: organisationsQuery.queryKey })
  return (
    <Section
      title={t('settings.organisations')}
      intro={t('organisations.intro')}
      query={query}
      add={
        may('people.manage') && (
          <Button tone="primary" onPress={() => setAdding(true)}>
            <Plus size={15} aria-hidden />
            {t('organisations.add')}
          </Button>
        )
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 && (
            <Empty icon={Building2} title={t('organisations.empty')} text={t('organisations.emptyNext')} />
          )}
          <ul className="flex flex-col gap-4">
            {items.map((organisation) => (
              <li key={organisation.id} className="rounded-lg border border-line">
                <Head organisation={organisation} onAdd={() => setStep({ kind: 'add', organisation })} />
                <ul className="divide-y divide-line border-line border-t">
                  {organisation.accounts.map((account) => (
                    <AccountRow key={account.id} account={account} onStep={setStep} />
                  ))}
                  {organisation.accounts.length === 0 && (
                    <li className="px-4 py-2.5 text-sm text-text-3">{t('accounts.none')}</li>
                  )}
                </ul>
              </li>
            ))}
          </ul>
          {adding && (
            <AddOrganisation
              organisations={items}
              onClose={() => setAdding(false)}
              onAdded={() => {
                setAdding(false)
                void read()
              }}
            />
          )}
          {step && <AccountSteps step={step} onClose={() => setStep(null)} onChanged={read} />}
        </>
      )}
    </Section>
  )
}

function Head({ organisation, onAdd }: { organisation: Organisation; onAdd: () => void }) {
  const { may } = useSession()
  return (
    <div className="flex min-h-12 items-center gap-2 px-4 py-2">
      <h2 className="font-medium">{organisation.name}</h2>
      {organisation.party !== null && (
        <span className="rounded-sm bg-party-soft px-1.5 py-0.5 text-party-text text-xs">
          {t(`organisations.${organisation.party}`)}
        </span>
      )}
      {organisation.defaultProvider && (
        <span className="truncate text-text-3 text-xs">
          {t('organisations.defaultProvider')}: {organisation.defaultProvider.name}
        </span>
      )}
      {may('people.manage') && (
        <Button
          className="ml-auto"
          onPress={onAdd}
          aria-label={t('accounts.addTo', { name: organisation.name })}
        >
          <Plus size={14} aria-hidden />
          {t('accounts.add')}
        </Button>
      )}
    </div>
  )
}

function AccountRow({ account, onStep }: { account: Account; onStep: (step: AccountStep) => void }) {
  const { may } = useSession()
  return (
    <li className="flex min-h-12 items-center gap-4 py-2 pr-4 pl-4">
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          {account.name}
          {account.disabled && <span className="text-danger-text"> · {t('accounts.disabled')}</span>}
          {account.allProviders && <span className="text-text-3"> · {t('accounts.allProviders')}</span>}
        </p>
        {account.tokens.map((token) => (
          <KeyFacts key={token.id} of={token} />
        ))}
      </div>
      {may('keys.manage') && (
        <Menu
          label={t('accounts.actions', { name: account.name })}
          commands={[
            { id: 'token', name: t('accounts.makeToken'), do: () => onStep({ kind: 'token', account }) },
            account.disabled
              ? { id: 'enable', name: t('accounts.enable'), do: () => onStep({ kind: 'enable', account }) }
              : {
                  id: 'disable',
                  name: t('accounts.disable'),
                  do: () => onStep({ kind: 'disable', account }),
                },
            ...account.tokens.map((token) => ({
              id: `delete-${token.id}`,
              name: `${t('accounts.deleteToken')} …${token.hint}`,
              danger: true,
              do: () => onStep({ kind: 'delete-token', account, token }),
            })),
          ]}
        >
          <IconButton label={t('accounts.actions', { name: account.name })}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      )}
    </li>
  )
}
