import { text } from 'node:stream/consumers'
import { createPerson } from '../usecases/people/create-person.ts'
import { type Command, command } from './command.ts'
import { print, printJson } from './print.ts'
import { idOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const add = command({
  name: 'contact add',
  about: 'registers a customer’s person; with a password they can log in through the Support Ticket API',
  arguments: { email: { about: 'e-mail address' } },
  options: {
    name: { kind: 'text', about: 'full name', value: 'name', required: true },
    organisation: { kind: 'text', about: 'id of their organisation', value: 'id' },
    phone: { kind: 'text', about: 'telephone number', value: 'number' },
    password: {
      kind: 'flag',
      about: 'reads a password from standard input, so that no list of processes shows it',
    },
    json: { kind: 'flag', about: 'prints JSON for programs' },
  },
  example: `caseloom contact add bo@customer.example --name 'Bo Berg' --password < password.txt`,
  async run(given) {
    const password = given.password ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
    return withDesk(async (desk, actor) => {
      const contact = await createPerson(desk, actor, {
        kind: 'contact',
        name: given.name,
        addresses: [given.email],
        phone: given.phone ?? null,
        organisationId: given.organisation === undefined ? null : idOf('organisation', given.organisation),
        loginEnabled: password !== undefined,
        ...(password === undefined ? {} : { password }),
      })
      if (given.json) printJson({ id: contact.id, name: contact.name, email: contact.email })
      else print(`${contact.name} is contact ${contact.id}.`)
      return undefined
    })
  },
})

export const contactCommands: readonly Command[] = [add]
