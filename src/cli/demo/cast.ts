import type { Actor } from '../../domain/actor.ts'
import { builtIn } from '../../domain/catalog.ts'
import type { Account, Organisation } from '../../domain/organisation.ts'
import type { Person } from '../../domain/person.ts'
import { accountActor, applicationActor, contactActor, repActor } from '../../usecases/credentials/actors.ts'
import { makeApp } from '../../usecases/credentials/make-app.ts'
import { catalogOf, type Desk } from '../../usecases/desk.ts'
import { createAccount } from '../../usecases/organisations/create-account.ts'
import { createOrganisation } from '../../usecases/organisations/create-organisation.ts'
import { createPerson } from '../../usecases/people/create-person.ts'

/** The people of the sample: a maker of kitchen appliances, a chain of shops that sells them, a workshop that repairs them. */
const reps = {
  mara: 'Mara Lindqvist',
  tomas: 'Tomás Ferreira',
  aiko: 'Aiko Tanaka',
  jonas: 'Jonas Weber',
} as const
export type RepName = keyof typeof reps

const contacts = {
  ines: ['Inês Duarte', 'ines.duarte@brightmail.example', null],
  karim: ['Karim Haddad', 'karim@haddad-coffee.example', null],
  sofie: ['Sofie Nygaard', 'sofie.nygaard@fjordpost.example', null],
  marcus: ['Marcus Oyelaran', 'm.oyelaran@brightmail.example', null],
  lucia: ['Lucía Romero', 'lucia.romero@correo.example', null],
  peter: ['Peter Vos', 'peter.vos@tulip.example', null],
  hanna: ['Hanna Korhonen', 'hanna@korhonen.example', null],
  yusuf: ['Yusuf Demir', 'yusuf.demir@brightmail.example', null],
  claire: ['Claire Dubois', 'claire.dubois@elkona.example', 'partner'],
  rob: ['Rob Castellan', 'rob.castellan@elkona.example', 'partner'],
} as const
export type ContactName = keyof typeof contacts

/** Everyone who acts in the sample, by the wire they come in by. */
export interface Cast {
  readonly rep: Readonly<Record<RepName, Actor>>
  readonly contact: Readonly<Record<ContactName, Actor>>
  readonly partner: Actor
  readonly provider: Actor
  readonly shop: Actor
  personId(name: RepName | ContactName): number
}

/** Registers the sample's people, organisations and credentials. Nobody is shown the keys; reps get in by `rep link`. */
export async function makeCast(desk: Desk, actor: Actor): Promise<Cast> {
  const provider = await createOrganisation(desk, actor, { name: 'Fjord Repair', party: 'provider' })
  const partner = await createOrganisation(desk, actor, {
    name: 'Elkona Stores',
    party: 'partner',
    defaultProviderId: provider.id,
  })
  const people = new Map<string, Person>()
  for (const [login, name] of Object.entries(reps)) {
    const rep = await createPerson(desk, actor, {
      kind: 'rep',
      name,
      addresses: [`${login}@nordkitchen.example`],
      loginName: login,
      loginEnabled: true,
      roleIds: [builtIn.role.rep],
    })
    people.set(login, rep)
  }
  for (const [key, [name, address, party]] of Object.entries(contacts)) {
    const organisationId = party === null ? null : partner.id
    people.set(
      key,
      await createPerson(desk, actor, { kind: 'contact', name, addresses: [address], organisationId }),
    )
  }
  const app = await makeApp(desk, actor, { kind: 'case_management_app', name: 'Shop chat' })
  const person = (name: string): Person => {
    const found = people.get(name)
    if (!found) throw new Error(`nobody in the sample is called ${name}`)
    return found
  }
  const catalog = await catalogOf(desk)
  return {
    rep: mapKeys(reps, (name) => repActor('desk', person(name), null, catalog)),
    contact: mapKeys(contacts, (name) => contactActor('support-ticket', person(name), null)),
    partner: await partyActor(desk, actor, partner, 'Elkona service desk'),
    provider: await partyActor(desk, actor, provider, 'Fjord Repair workshop'),
    shop: applicationActor('case-management', app.credential),
    personId: (name) => person(name).id,
  }
}

async function partyActor(desk: Desk, actor: Actor, of: Organisation, name: string): Promise<Actor> {
  const { account, token } = await createAccount(desk, actor, { organisationId: of.id, name })
  if (of.party === null) throw new Error(`${of.name} is no party`)
  return accountActor(
    'messages',
    account satisfies Account,
    { ...of, party: of.party },
    token.credential,
    null,
  )
}

function mapKeys<K extends string, V>(of: Readonly<Record<K, unknown>>, value: (key: K) => V): Record<K, V> {
  return Object.fromEntries((Object.keys(of) as K[]).map((key) => [key, value(key)])) as Record<K, V>
}
