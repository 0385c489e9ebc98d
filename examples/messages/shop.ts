/**
 * The system of a shop that has things repaired: it opens a case, asks the workshop when it will be done, waits for the answer
 * and confirms that it was read.
 *
 * Settings: CASELOOM_URL, CASELOOM_TOKEN (of an account of the partner), POLL_MS; LISTEN_PORT (and LISTEN_HOST) to be told by
 * webhook instead of waiting for the next look.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Case, connect, type Message, pollMs, say, setting } from './hub.ts'

const hub = connect(setting('CASELOOM_URL'), setting('CASELOOM_TOKEN'))
const question = process.argv[2] ?? 'When will it be done?'

/** Ends a wait early. Replaced by each wait. */
let wake = (): void => {}
const receiver = await listen(process.env.LISTEN_PORT)

const { guid } = await hub.post<Pick<Case, 'guid'>>('case/create', {
  productData: { model: 'ABC-1', problemText: 'No picture, only sound' },
  customer: { type: 0, firstName: 'Kim', lastName: 'Lee', email: 'kim@home.example' },
  orderData: { refNo: 'SHOP-118' },
})
say(`case ${guid} opened`)

const asked = await hub.post<Message>('case-messages/create', {
  guid,
  type: 'statusRequest',
  content: question,
  externalId: 'SHOP-118-1',
  userName: 'Till 3',
})

const answer = await answerTo(asked)
say(`answered: ${answer.content}`)
await hub.confirm(answer.id)
say(`message ${answer.id} confirmed`)
receiver?.close()

/** @returns the first reply to our message */
async function answerTo({ id }: Message): Promise<Message> {
  for (;;) {
    // From before the look, so that a call during it is not missed.
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const messages = await hub.get<Message[]>(`case-messages?guid=${guid}`)
    const reply = messages.find(({ parentMessageId }) => parentMessageId === id)
    if (reply) return reply
    const stop = new AbortController()
    await Promise.race([woken, pause(pollMs, undefined, { signal: stop.signal }).catch(() => undefined)])
    stop.abort()
  }
}

/** A call only says that there is something to look at, so it is believed without proof and its body is not needed. */
async function listen(port: string | undefined) {
  if (port === undefined) return undefined
  const host = process.env.LISTEN_HOST ?? '127.0.0.1'
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(204).end()
    wake()
  })
  server.listen(Number(port), host)
  await once(server, 'listening')
  say(`told at http://${host}:${(server.address() as AddressInfo).port}/messages`)
  return server
}
