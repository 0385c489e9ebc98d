import { buildAccount, buildOrganisation } from '../../test/harness/build.ts'
import type { Suite } from '../case.ts'
import { authentication } from './authentication.ts'
import { cases } from './cases.ts'
import { credentials } from './client.ts'
import { confirm } from './confirm.ts'
import { create } from './create.ts'
import { deletion } from './delete.ts'
import { files } from './files.ts'
import { list } from './list.ts'
import { newCase } from './new-case.ts'
import { older } from './older.ts'
import { sameDesk } from './same-desk.ts'
import { search } from './search.ts'
import { confirmTexts, messageTexts } from './texts.ts'
import { transport } from './transport.ts'
import { webhooks } from './webhooks.ts'

/** The Messages API: every statement and example of the vendor's page and of the contract. */
export const messages: Suite<keyof typeof credentials> = {
  wire: 'messages',
  prefix: 'MSG',
  title: 'Messages API',
  about:
    'The API of Service Order Hub’s clients, version 3. Numbers are those of the contract’s sections; “seed” is the vendor’s own page, by its headings.',
  credentials,
  async equip(on) {
    const workshop = await buildOrganisation(on, 'provider', { name: 'Repair Works' })
    const otherWorkshop = await buildOrganisation(on, 'provider', { name: 'Other Works' })
    const shop = await buildOrganisation(on, 'partner', { name: 'Shop', defaultProviderId: workshop.id })
    const otherShop = await buildOrganisation(on, 'partner', {
      name: 'Other Shop',
      defaultProviderId: otherWorkshop.id,
    })
    const token = async (organisationId: number, allProviders = false) =>
      (await buildAccount(on, organisationId, { allProviders })).token
    return {
      partner: await token(shop.id),
      colleague: await token(shop.id),
      provider: await token(workshop.id),
      otherPartner: await token(otherShop.id),
      otherProvider: await token(otherWorkshop.id),
      anyProvider: await token(otherWorkshop.id, true),
    }
  },
  checklist: [
    '12.1',
    '12.2',
    '12.3',
    '12.4',
    '12.5',
    '12.6',
    '12.7',
    '12.8',
    '12.9',
    '12.10',
    '12.11',
    '12.12',
    '12.13',
    '12.14',
  ],
  sections: [
    transport,
    authentication,
    create,
    list,
    confirm,
    messageTexts,
    confirmTexts,
    deletion,
    older,
    webhooks,
    cases,
    files,
    search,
    newCase,
    sameDesk,
  ],
}
