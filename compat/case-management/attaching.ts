import { form, json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectValue, partly } from '../expect.ts'
import {
  type Cm,
  type CmProbe,
  call,
  expectMade,
  expectRefusal,
  idsOf,
  look,
  makeTicket,
  makeUser,
  upload,
} from './client.ts'

/** Opens a ticket with the message and attachments. */
async function openWith(probe: CmProbe, message: string, attachments: readonly unknown[] | undefined) {
  const { id: creator } = await makeUser(probe)
  const body = json({ title: 'Testing the API', creator, message, attachments })
  return call(probe, 'POST', '/v1/tickets', { body })
}

/** §8.3 */
export const attachSection: Section<Cm> = {
  number: '8.3',
  title: 'Attaching media',
  cases: [
    {
      says: 'The vendor’s inline example: shown by an IMG tag and listed among the attachments',
      source: 'seed: Attachments; §11.6',
      async run(probe) {
        const { guid, id } = await upload(probe)
        const message = `This is a test: <img src="att:${guid}"/>`
        const made = await openWith(probe, message, [guid])
        const ticket = await look(probe, `/v1/tickets/${expectMade(made, '/v1/tickets')}`)
        expectValue(ticket, partly({ message, attachments: [partly({ id })] }), 'the ticket')
      },
    },
    {
      says: 'A reply takes attachments as well',
      source: 'seed: Attachments; §11.6',
      async run(probe) {
        const { id: medium } = await upload(probe)
        const { id: creator } = await makeUser(probe)
        const { id } = await makeTicket(probe, creator)
        const path = `/v1/tickets/${id}/replies`
        const body = json({ creator, message: 'See', attachments: [medium] })
        expectMade(await call(probe, 'POST', path, { body }), path)
        const list = await look(probe, path)
        expectValue(list.data, [partly({ attachments: [partly({ id: medium, size: 7 })] })], 'the replies')
      },
    },
    ...(['"', "'", ''] as const).map((quote) => ({
      says: `att: in ${quote || 'no'} quotes attaches its medium, although attachments does not name it`,
      source: '§8.3' as const,
      async run(probe: CmProbe) {
        const { id } = await upload(probe)
        const made = await openWith(probe, `See <img src=${quote}att:${id}${quote}>`, undefined)
        const ticket = await look(probe, `/v1/tickets/${expectMade(made, '/v1/tickets')}`)
        expectValue(ticket.attachments, [partly({ id })], 'the attachments')
      },
    })),
    ...(['attachments[]', 'attachments[0]', 'attachments'] as const).map((name) => ({
      says: `A form names one attachment as ${name}`,
      source: '§3' as const,
      async run(probe: CmProbe) {
        const { id: medium } = await upload(probe)
        const { id: creator } = await makeUser(probe)
        const body = form({ creator: String(creator), message: 'See', [name]: String(medium) })
        const id = expectMade(await call(probe, 'POST', '/v1/tickets', { body }), '/v1/tickets')
        expectValue((await look(probe, `/v1/tickets/${id}`)).attachments, [partly({ id: medium })])
      },
    })),
    {
      says: 'Named twice, it is attached once; several tickets may have it',
      source: '§8.3',
      async run(probe) {
        const { id } = await upload(probe)
        for (let count = 0; count < 2; count++) {
          const made = await openWith(probe, 'See', [id, String(id)])
          const ticket = await look(probe, `/v1/tickets/${expectMade(made, '/v1/tickets')}`)
          expectValue(ticket.attachments, [partly({ id })], 'the attachments')
        }
      },
    },
    {
      says: 'An unknown medium is 422 and nothing is attached or opened',
      source: '§8.3; §11.15',
      async run(probe) {
        const { id } = await upload(probe)
        const { id: creator } = await makeUser(probe)
        const body = json({ creator, message: 'See <img src="att:999999999">', attachments: [id] })
        const answer = await call(probe, 'POST', '/v1/tickets', { body })
        expectRefusal(answer, 422, 'Media 999999999 does not exist or has expired', 'attachments')
        expectValue(idsOf(await call(probe, 'GET', `/v1/tickets?creator=${creator}`)), [], 'the tickets')
      },
    },
  ],
}

/** §8.4 */
export const hourSection: Section<Cm> = {
  number: '8.4',
  title: 'Media that are not used are gone after an hour',
  cases: [
    {
      says: 'After 3599 seconds an unused medium can still be attached',
      source: 'seed: Attachments; §11.8',
      needs: { what: 'tokens of a day', desk: { settings: { appTokenMs: 86_400_000 } } },
      async run(probe) {
        const { id } = await upload(probe)
        probe.desk.clock.advance(3_599_000)
        expectMade(await openWith(probe, 'See', [id]), '/v1/tickets')
      },
    },
    {
      says: 'After 3601 seconds it is gone: 404, and 422 to attach it',
      source: 'seed: Attachments; §11.8',
      needs: { what: 'tokens of a day', desk: { settings: { appTokenMs: 86_400_000 } } },
      async run(probe) {
        const { id } = await upload(probe)
        probe.desk.clock.advance(3_601_000)
        expectRefusal(await call(probe, 'GET', `/v1/media/${id}`), 404, `Media ${id} does not exist`)
        const answer = await openWith(probe, 'See', [id])
        expectRefusal(answer, 422, `Media ${id} does not exist or has expired`, 'attachments')
      },
    },
    {
      says: 'A medium that is attached lives on',
      source: 'seed: Attachments; §11.8',
      needs: { what: 'tokens of a day', desk: { settings: { appTokenMs: 86_400_000 } } },
      async run(probe) {
        const { id } = await upload(probe)
        await openWith(probe, 'See', [id])
        probe.desk.clock.advance(7_200_000)
        await probe.desk.runJobs()
        expectValue((await call(probe, 'GET', `/v1/media/${id}`)).json(), partly({ id, size: any.number }))
      },
    },
  ],
}
