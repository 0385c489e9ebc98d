import { systemActor } from '../../src/domain/actor.ts'
import { permissions } from '../../src/domain/rights.ts'
import { issueCredential } from '../../src/usecases/credentials/issue-credential.ts'
import { write } from '../../src/usecases/desk.ts'
import {
  buildAccount,
  buildCaseManagementApp,
  buildContact,
  buildOrganisation,
  buildRepWithKey,
  buildSupportTicketApp,
} from '../harness/build.ts'
import type { TestDesk } from '../harness/desk.ts'
import type { World } from './client.ts'

/** Makes one customer, one rep, one partner and provider, and a credential for every wire. */
export async function makeWorld(on: TestDesk): Promise<World> {
  const provider = await buildOrganisation(on, 'provider')
  const partner = await buildOrganisation(on, 'partner', { defaultProviderId: provider.id })
  const password = 'correct horse battery'
  const customer = await buildContact(on, {
    name: 'Ann Lee',
    addresses: ['ann@customer.example'],
    organisationId: partner.id,
    password,
  })
  const { rep, key } = await buildRepWithKey(on)
  const draft = { kind: 'desk_token', name: 'same desk', personId: rep.id, scopes: ['*'] } as const
  const token = await write(on.desk, (tx) =>
    issueCredential(on.desk, tx, systemActor('system', permissions), draft),
  )
  const supportTicket = await buildSupportTicketApp(on)
  return {
    on,
    customer: { id: customer.id, name: customer.name, email: 'ann@customer.example', password },
    rep: { id: rep.id, key, deskToken: token.key },
    caseManagement: await buildCaseManagementApp(on),
    supportTicket,
    partnerToken: (await buildAccount(on, partner.id)).token,
    providerToken: (await buildAccount(on, provider.id)).token,
  }
}
