/**
 * The system of a workshop: it takes on the cases that wait for it, confirms each message of the shop and answers questions.
 * Everything it has to know is on the server, so it may be stopped and started at any time.
 *
 * Settings: CASELOOM_URL, CASELOOM_TOKEN (of an account of the provider), POLL_MS. Ends after as many answers as its argument
 * says; never without one.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Case, connect, type Message, pollMs, say, setting } from './hub.ts'

interface Page {
  readonly data: readonly Case[]
}

const hub = connect(setting('CASELOOM_URL'), setting('CASELOOM_TOKEN'))
const most = Number(process.argv[2] ?? Number.POSITIVE_INFINITY)
let answered = 0

while (answered < most) {
  await takeOnNewCases()
  const work = { filters: { currentStatus: 'in progress' }, pagination: { limit: 100 } }
  for (const { guid } of (await hub.post<Page>('search-cases', work)).data) await readMessages(guid)
  if (answered < most) await pause(pollMs)
}

async function takeOnNewCases(): Promise<void> {
  const { data } = await hub.post<Page>('unexported-cases', { pagination: { limit: 100 } })
  for (const { guid, productData } of data) {
    await hub.post('case/accept', { guid, orderData: { workNo: `W-${guid.slice(0, 8)}` } })
    await hub.post('case/status', { guid, key: 'in progress' })
    say(`took on ${guid}: ${productData.problemText}`)
  }
}

/** What the shop wrote and nobody has confirmed is new. */
async function readMessages(guid: string): Promise<void> {
  const messages = await hub.get<Message[]>(`case-messages?guid=${guid}`)
  for (const { id, type, content } of messages.filter(isNew)) {
    say(`${type}: ${content ?? ''}`)
    // The answer first: stopped between the two, it would answer twice rather than not at all.
    if (type === 'statusRequest') {
      const reply = { guid, type: 'serviceComment', content: 'Tomorrow at noon.', parentMessageId: id }
      await hub.post('case-messages/create', reply)
      answered += 1
    }
    await hub.confirm(id)
  }
}

function isNew({ senderType, confirmedAt }: Message): boolean {
  return senderType === 'partner' && confirmedAt === null
}
