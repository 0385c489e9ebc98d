import { call, type SeenFile, type WireClient, type World } from '../client.ts'

interface Request {
  id: string
  subject: string
  description: string
  status: { name: string }
}

interface Attached {
  id: string
  name: string
  content_url: string
}
interface Notification {
  description: string
  attachments: Attached[]
}

/** A monitoring tool with a rep's key. */
export async function restV3Client(world: World): Promise<WireClient> {
  const headers = { authtoken: world.rep.key }
  const get = async (path: string): Promise<unknown> =>
    (await call(world, { url: `/api/v3${path}`, headers })).json
  const send = async (method: 'POST' | 'PUT', path: string, data: unknown): Promise<unknown> =>
    (
      await call(world, {
        method,
        url: `/api/v3${path}`,
        headers,
        form: { input_data: JSON.stringify(data) },
      })
    ).json

  return {
    name: 'REST v3',
    side: 'desk',
    async open(subject, text) {
      const made = await send('POST', '/requests', {
        request: { subject, description: text, requester: { email_id: world.customer.email } },
      })
      return Number((made as { request: Request }).request.id)
    },
    async read(number) {
      const { request } = (await get(`/requests/${number}`)) as { request: Request }
      const { conversations } = (await get(`/requests/${number}/conversations`)) as {
        conversations: { type: string; content_url: string }[]
      }
      const attached: Attached[] = []
      const messages: { text: string; side: 'requester' | 'desk' }[] = []
      for (const { type, content_url } of conversations.toReversed()) {
        const { notification } = (await get(content_url.replace('/api/v3', ''))) as {
          notification: Notification
        }
        attached.push(...notification.attachments)
        messages.push({
          text: notification.description,
          side: type === 'REQUESTER_REPLY' ? 'requester' : 'desk',
        })
      }
      const { attachments } = (await get(`/requests/${number}/attachments`)) as { attachments: Attached[] }
      attached.push(...attachments)
      const files: SeenFile[] = []
      for (const { name, content_url } of attached.toSorted((a, b) => Number(a.id) - Number(b.id))) {
        files.push({ name, bytes: (await call(world, { url: content_url, headers })).body })
      }
      return {
        subject: request.subject,
        text: request.description,
        status: request.status.name,
        messages,
        files,
      }
    },
    async reply(number, text) {
      await send('POST', `/requests/${number}/notifications`, { notification: { description: text } })
    },
    async attach(number, file) {
      const multipart = { file: { ...file, field: 'input_file' } }
      await call(world, { method: 'PUT', url: `/api/v3/requests/${number}/upload`, headers, multipart })
    },
    async close(number) {
      await send('PUT', `/requests/${number}/close`, {})
    },
    async reopen(number) {
      await send('PUT', `/requests/${number}`, { request: { status: { name: 'Open' } } })
    },
    async lists(number) {
      const listInfo = encodeURIComponent(JSON.stringify({ list_info: { row_count: 100 } }))
      const { requests } = (await get(`/requests?input_data=${listInfo}`)) as { requests: Request[] }
      return requests.some(({ id }) => id === String(number))
    },
  }
}
