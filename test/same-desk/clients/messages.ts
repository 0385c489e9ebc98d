import { call, type WireClient, type World } from '../client.ts'

interface FoundCase {
  id: number
  guid: string
  currentStatus: string
  productData: { problemText?: string; model?: string }
}

/** The partner's system. It has no words for subjects, and none to list a case's files. */
export async function messagesClient(world: World): Promise<WireClient> {
  const at = (path: string) => `/api/v3/${path}`
  const headers = { 'x-hub-api-token': world.partnerToken }
  const provider = { 'x-hub-api-token': world.providerToken }
  const post = async (path: string, json: unknown, as: Record<string, string> = headers): Promise<unknown> =>
    (await call(world, { method: 'POST', url: at(path), headers: as, json })).json
  const find = async (filters: object): Promise<FoundCase | undefined> =>
    ((await post('search-cases', { filters })) as { data: FoundCase[] }).data[0]
  const guidOf = async (number: number): Promise<string> => (await find({ id: number }))?.guid ?? ''

  return {
    name: 'Messages',
    side: 'requester',
    async open(subject, text) {
      const customer = { email: world.customer.email, firstName: 'Ann', lastName: 'Lee', type: 0 }
      const made = await post('case/create', {
        productData: { model: subject.slice(0, 40), problemText: text },
        customer,
      })
      return (await find({ guid: (made as { guid: string }).guid }))?.id ?? 0
    },
    async read(number) {
      const of = await find({ id: number })
      const url = at(`case-messages?guid=${of?.guid}`)
      const list = (await call(world, { url, headers })).json as {
        content: string
        senderType: string | null
      }[]
      return {
        subject: null,
        text: of?.productData.problemText ?? '',
        status: of?.currentStatus ?? '',
        messages: list.map(({ content, senderType }) => ({
          text: content,
          side: senderType === null ? null : senderType === 'partner' ? 'requester' : 'desk',
        })),
        files: null,
      }
    },
    async reply(number, text) {
      await post('case-messages/create', {
        guid: await guidOf(number),
        content: text,
        type: 'serviceComment',
      })
    },
    async attach(number, file) {
      const data = Buffer.from(file.bytes).toString('base64')
      await post('case/files', {
        guid: await guidOf(number),
        files: [{ name: file.name, data, type: 'report' }],
      })
    },
    async close(number) {
      await post('case/status', { guid: await guidOf(number), key: 'closed' }, provider)
    },
    async reopen(number) {
      await post('case/status', { guid: await guidOf(number), key: 'open' }, provider)
    },
    async lists(number) {
      const found = (await post('search-cases', { pagination: { limit: 100 } })) as { data: FoundCase[] }
      return found.data.some(({ id }) => id === number)
    },
  }
}
