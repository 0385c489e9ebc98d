import { call, type SeenFile, type WireClient, type World } from '../client.ts'

interface Detail {
  ticket: { subject: string; comment: string; status: string }
  conversations: { comment: string; author: string }[]
  attachments: { id: number }[]
}

/** The customer, logged in to an application. */
export async function supportTicketClient(world: World): Promise<WireClient> {
  const { apikey } = world.supportTicket
  const login = await call(world, {
    method: 'POST',
    url: '/api/v1/user/login/',
    headers: { apikey },
    form: { username: world.customer.email, password: world.customer.password },
  })
  const { access } = login.json as { access: string }
  const headers = { apikey, authorization: `Bearer ${access}` }
  const data = async (url: string): Promise<unknown> => {
    const answer = await call(world, { url, headers })
    return (answer.json as { data: unknown }).data
  }
  const post = (url: string, form: Record<string, string>, allow: number[] = []) =>
    call(world, { method: 'POST', url, headers, form }, allow)
  const newest = async (): Promise<{ id: number }[]> =>
    ((await data('/api/v1/support/get/ticket/history/')) as { TicketList: { id: number }[] }).TicketList

  return {
    name: 'Support Ticket',
    side: 'requester',
    async open(subject, text) {
      await post('/api/v1/support/create/ticket/', { subject, priority: '2', comment: text, category: '1' })
      return (await newest())[0]?.id ?? 0
    },
    async read(number) {
      const detail = (await data(`/api/v1/support/ticket/detailed-view/?ticket_id=${number}`)) as Detail
      const files: SeenFile[] = []
      for (const { id } of detail.attachments) {
        const answer = await world.on.app.inject({ url: `/api/v1/support/ticket/download/${id}/`, headers })
        const name = /filename="([^"]*)"/.exec(String(answer.headers['content-disposition']))?.[1] ?? ''
        files.push({ name, bytes: answer.rawPayload.toString('latin1') })
      }
      return {
        subject: detail.ticket.subject,
        text: detail.ticket.comment,
        status: detail.ticket.status,
        messages: detail.conversations.map(({ comment, author }) => ({
          text: comment,
          // The wire names the author; whose voice a stranger's is, it does not say.
          side: author === world.customer.email ? ('requester' as const) : null,
        })),
        files,
      }
    },
    async reply(number, text) {
      await post('/api/v1/support/ticket/conversation/', { ticket: String(number), comment: text })
    },
    async attach(number, file) {
      await call(world, {
        method: 'POST',
        url: '/api/v1/support/ticket/conversation/',
        headers,
        multipart: {
          fields: { ticket: String(number), comment: 'see file' },
          file: { ...file, field: 'attachment' },
        },
      })
    },
    async close(number) {
      // The contract refuses to close a closed ticket (§6.9); for the desk that is the same as having closed it.
      await post('/api/v1/support/ticket/status/', { ticket: String(number), status: '3' }, [400])
    },
    async reopen(number) {
      await post('/api/v1/support/ticket/status/', { ticket: String(number), status: '2' }, [400])
    },
    async lists(number) {
      return (await newest()).some(({ id }) => id === number)
    },
  }
}
