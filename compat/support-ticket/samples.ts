import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Case, Section } from '../case.ts'
import { type Answer, requestFrom } from '../exchange.ts'
import { any, expect, expectValue, partly } from '../expect.ts'
import {
  type Detail,
  expectData,
  expectDone,
  logIn,
  look,
  openTicket,
  type Ticket,
  type TicketProbe,
} from './client.ts'

const folder = join(import.meta.dirname, '../../test/samples/raw')
const fileText = 'It prints nothing.'
const file = { field: 'attachment', name: 'att.txt', bytes: fileText }

/** One of the vendor's nine samples, as both of its languages send it. */
interface Sample {
  readonly name: string
  readonly page: string
  /** What is said of the PHP variant, which is not everywhere the vendor's to the letter. */
  readonly php?: string
  readonly node?: string
  check(answer: Answer, ticket: number, probe: TicketProbe): Promise<void> | void
}

const samples: readonly Sample[] = [
  {
    name: '1-category-list',
    page: 'Support Ticket Category List',
    check: (answer) => expectData(answer, { CategoryList: any.listOf(partly({ id: any.id })) }),
  },
  {
    name: '2-create',
    page: 'Create Support Ticket',
    php: 'sends the whole local path as the file’s name',
    async check(answer, _ticket, probe) {
      expectDone(answer)
      const made = Number(/ticket_id=(\d+)$/.exec(answer.headers.location ?? '')?.[1])
      const { ticket, attachments } = await look(probe, made)
      expectValue(ticket, partly({ subject: 'Printer down', priority: '2', comment: 'It prints nothing' }))
      expect(attachments.length === 1, 'the file is not at the ticket')
    },
  },
  {
    name: '3-history',
    page: 'Support Ticket History',
    node: 'sends an empty multipart body on GET',
    check: (answer) => expectData(answer, { TicketList: any.listOf(partly({ id: any.id })) }),
  },
  {
    name: '4-tag-list',
    page: 'Support Ticket Tag List',
    check: (answer) => expectData(answer, { TicketTagList: any.listOf(partly({ id: any.id })) }),
  },
  {
    name: '5-update',
    page: 'Update Support Ticket',
    php: 'has its placeholder for the priority filled with a priority',
    async check(answer, ticket, probe) {
      expectDone(answer)
      expectValue((await look(probe, ticket)).ticket, partly({ priority: '3', tags: [1] }))
    },
  },
  {
    name: '6-detailed-view',
    page: 'Get Ticket Detaild View',
    node: 'sends a multipart body on GET',
    php: 'cannot run as printed; with `arra(` and the place of the URL repaired it sends the URL as Accept-Encoding',
    check(answer, ticket) {
      const { data } = answer.json() as { data: Detail }
      expectValue(data.ticket, partly({ id: ticket, status: '1' }))
      expectValue(data.attachments, [{ id: any.id, conversation_id: null }])
    },
  },
  {
    name: '7-download',
    page: 'Get Attachment',
    check(answer) {
      expectValue([answer.status, answer.text], [200, fileText])
    },
  },
  {
    name: '8-conversation',
    page: 'Ticket Add Conversation',
    async check(answer, ticket, probe) {
      expectDone(answer)
      const { conversations, attachments } = await look(probe, ticket)
      expectValue(conversations, [partly({ comment: 'Any news?' })])
      expectValue(attachments.at(-1)?.conversation_id, conversations[0]?.id)
    },
  },
  {
    name: '9-status',
    page: 'Change Ticket Status',
    node: 'cannot run as printed, because Node refuses the odd characters in its URL; percent-encoded it runs',
    php: 'sends the odd characters of its URL percent-encoded, and the apikey without a space',
    async check(answer, ticket, probe) {
      expectDone(answer)
      expectValue((await look(probe, ticket)).ticket, partly({ status: '3' }))
    },
  },
]

/** §8: what each sample sends, sent again byte for byte. */
export const samplesSection: Section<Ticket> = {
  number: '8',
  title: 'The vendor’s sample code',
  cases: samples.flatMap((sample) =>
    (['node', 'php'] as const).map((language): Case<Ticket> => {
      const note = sample[language]
      const name = language === 'node' ? 'Node' : 'PHP'
      return {
        says: `${sample.page}: the request of the ${name} sample works${note === undefined ? '' : `; it ${note}`}`,
        source: `seed: ${sample.page}, Sample Code, ${name}; §9.1`,
        async run(probe) {
          const ticket = await openTicket(probe, {}, file)
          const attachment = (await look(probe, ticket)).attachments[0]?.id
          const { access } = await logIn(probe, 'user')
          const values: Record<string, unknown> = { ...probe.credentials, access, ticket, attachment }
          const recording = await readFile(join(folder, `${sample.name}.${language}.http`), 'utf8')
          const filled = recording.replace(/\{\{(\w+)\}\}/g, (whole, each: string) =>
            String(values[each] ?? whole),
          )
          await sample.check(await probe.sendExactly(requestFrom(filled)), ticket, probe)
        },
      }
    }),
  ),
}
