import { call, type SeenFile, type WireClient, type World } from '../client.ts'

interface Ticket {
  title: string
  message: string
  status: string
  attachments: { id: number; name: string }[]
}
interface Reply {
  message: string
  type: 'reply' | 'answer'
  attachments: { id: number; name: string }[]
}

/** A chat integration that writes in the customer's name. */
export async function caseManagementClient(world: World): Promise<WireClient> {
  const key = world.caseManagement.key
  const auth = await call(world, {
    method: 'POST',
    url: '/v1/auth',
    headers: { 'x-inbenta-key': key },
    json: { secret: world.caseManagement.secret },
  })
  const { accessToken } = auth.json as { accessToken: string }
  const headers = { 'x-inbenta-key': key, authorization: `Bearer ${accessToken}` }
  const base = '/prod/ticketing/v1'
  const get = async (path: string): Promise<unknown> =>
    (await call(world, { url: base + path, headers })).json
  const send = async (method: 'POST' | 'PUT', path: string, json: unknown): Promise<{ id: number }> =>
    (await call(world, { method, url: base + path, headers, json })).json as { id: number }
  const user = await send('POST', '/users', { name: world.customer.name, address: world.customer.email })

  return {
    name: 'Case Management',
    side: 'requester',
    async open(subject, text) {
      return (await send('POST', '/tickets', { title: subject, message: text, creator: user.id })).id
    },
    async read(number) {
      const ticket = (await get(`/tickets/${number}`)) as Ticket
      const { data } = (await get(`/tickets/${number}/replies?length=100`)) as { data: Reply[] }
      const attached = [...ticket.attachments, ...data.flatMap((reply) => reply.attachments)]
      const files: SeenFile[] = []
      for (const { id, name } of attached.toSorted((a, b) => a.id - b.id)) {
        files.push({
          name,
          bytes: (await call(world, { url: `${base}/media/${id}/download`, headers })).body,
        })
      }
      return {
        subject: ticket.title,
        text: ticket.message,
        status: ticket.status,
        messages: data.map((reply) => ({
          text: reply.message,
          side: reply.type === 'answer' ? 'desk' : 'requester',
        })),
        files,
      }
    },
    async reply(number, text) {
      await send('POST', `/tickets/${number}/replies`, { creator: user.id, message: text })
    },
    async attach(number, file) {
      const medium = await send('POST', '/media', {
        name: file.name,
        content: Buffer.from(file.bytes).toString('base64'),
      })
      await send('POST', `/tickets/${number}/replies`, {
        creator: user.id,
        message: 'see file',
        attachments: [medium.id],
      })
    },
    async close(number) {
      await send('PUT', `/tickets/${number}`, { status: 'closed' })
    },
    async reopen(number) {
      await send('PUT', `/tickets/${number}`, { status: 'open' })
    },
    async lists(number) {
      const { data } = (await get('/tickets?length=100')) as { data: { id: number }[] }
      return data.some(({ id }) => id === number)
    },
  }
}
