import { buildContact, buildSupportTicketApp } from '../../test/harness/build.ts'
import type { Suite } from '../case.ts'
import { credentials } from './client.ts'
import { create } from './create.ts'
import { categoryList, tagList } from './lists.ts'
import { samplesSection } from './samples.ts'

/** The Support Ticket API: every statement and example of the vendor's page and of the contract. */
export const supportTicket: Suite<keyof typeof credentials> = {
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
  checklist: ['9.1', '9.4', '9.5', '9.6'],
  sections: [categoryList, create, tagList, samplesSection],
}
