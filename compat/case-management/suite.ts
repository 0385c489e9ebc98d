import { makeApp } from '../../src/usecases/credentials/make-app.ts'
import type { TestDesk } from '../../test/harness/desk.ts'
import type { Suite } from '../case.ts'
import { addresses, headersSection } from './addresses.ts'
import { errorsSection, listsSection } from './answers.ts'
import { attachSection, hourSection } from './attaching.ts'
import { apisSection, authSection, refreshSection } from './auth.ts'
import { bodiesSection, idsSection } from './bodies.ts'
import { changeTicket, repliesSection } from './changes.ts'
import { type Cm, credentials } from './client.ts'
import { iqlSection } from './iql.ts'
import { limitsSection } from './limits.ts'
import { listTickets } from './list-tickets.ts'
import { readSection, uploadSection } from './media.ts'
import { openTicket } from './open-ticket.ts'
import { othersSection } from './others.ts'
import { slipsSection } from './seed.ts'
import { changeUser, findUsers, publicUser, registerUser } from './users.ts'
import { webhooksSection } from './webhooks.ts'

/** The Case Management API: every statement and example of the vendor's page and of the contract. */
export const caseManagement: Suite<Cm> = {
  wire: 'case-management',
  prefix: 'CM',
  title: 'Case Management API',
  about:
    'The API of Inbenta’s ticket clients. Numbers are those of the contract’s sections; “seed” is the vendor’s own page, by its headings.',
  credentials,
  async equip(on) {
    const [app, other] = [await application(on, 'Chat'), await application(on, 'Shop')]
    return { ...app, otherKey: other.key, otherSecret: other.secret }
  },
  checklist: Array.from({ length: 16 }, (_none, index) => `11.${index + 1}`),
  sections: [
    addresses,
    headersSection,
    bodiesSection,
    idsSection,
    errorsSection,
    limitsSection,
    listsSection,
    authSection,
    refreshSection,
    apisSection,
    registerUser,
    findUsers,
    changeUser,
    publicUser,
    openTicket,
    listTickets,
    changeTicket,
    repliesSection,
    othersSection,
    uploadSection,
    readSection,
    attachSection,
    hourSection,
    slipsSection,
    iqlSection,
    webhooksSection,
  ],
}

/** Named, because histories show the name and must read the same in every run. */
async function application(on: TestDesk, name: string): Promise<{ key: string; secret: string }> {
  const { key, secret } = await makeApp(on.desk, on.as(), { kind: 'case_management_app', name })
  return { key, secret: secret ?? '' }
}
