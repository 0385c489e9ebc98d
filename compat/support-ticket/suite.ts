import { buildContact, buildSupportTicketApp } from '../../test/harness/build.ts'
import type { Suite } from '../case.ts'
import { headers, logInSection, refreshSection } from './auth.ts'
import { bodies } from './bodies.ts'
import { credentials, openTicketsOf, setStatus, type Ticket } from './client.ts'
import { conversation, status } from './conversation.ts'
import { create } from './create.ts'
import { detailedView, download } from './detail.ts'
import { history } from './history.ts'
import { categoryList, tagList } from './lists.ts'
import { envelope, paths } from './paths.ts'
import { samplesSection } from './samples.ts'
import { update } from './update.ts'

/** The Support Ticket API: every statement and example of the vendor's page and of the contract. */
export const supportTicket: Suite<Ticket> = {
  wire: 'support-ticket',
  prefix: 'ST',
  title: 'Support Ticket API',
  about:
    'The API of Epixel’s ticket clients. Numbers are those of the contract’s sections; “seed” is the vendor’s own page, by its headings.',
  credentials,
  async equip(on) {
    const [user, otherUser] = ['ann@example.com', 'bob@example.com']
    const [password, otherPassword] = ['correct horse battery', 'staple of another']
    await buildContact(on, { name: 'Ann Ames', addresses: [user], password })
    await buildContact(on, { name: 'Bob Berg', addresses: [otherUser], password: otherPassword })
    const { apikey } = await buildSupportTicketApp(on)
    return { apikey, user, password, otherUser, otherPassword }
  },
  // More than any limit of a person: nothing is tidied up on a server that is thrown away.
  desk: { limits: { openCasesPerContact: 0 } },
  async tidy(probe) {
    for (const ticket of await openTicketsOf(probe)) await setStatus(probe, ticket, '3')
  },
  checklist: Array.from({ length: 13 }, (_none, index) => `9.${index + 1}`),
  sections: [
    paths,
    envelope,
    headers,
    logInSection,
    refreshSection,
    bodies,
    categoryList,
    create,
    history,
    tagList,
    update,
    detailedView,
    download,
    conversation,
    status,
    samplesSection,
  ],
}
