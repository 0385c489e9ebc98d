import type { CaseDetail, CaseList } from '../../../src/http/desk/schema.ts'
import { call, type SeenFile, type WireClient, type World } from '../client.ts'

/** A new program, or the console, with a rep's token. */
export async function deskClient(world: World): Promise<WireClient> {
  const headers = { authorization: `Bearer ${world.rep.deskToken}` }
  const base = '/api/desk/v1'
  const send = async (method: 'POST' | 'PATCH', path: string, json: unknown): Promise<unknown> =>
    (await call(world, { method, url: base + path, headers, json })).json

  return {
    name: 'Desk',
    side: 'desk',
    async open(subject, text) {
      const made = await send('POST', '/cases', { subject, text, requester: { email: world.customer.email } })
      return (made as CaseDetail).number
    },
    async read(number) {
      const of = (await call(world, { url: `${base}/cases/${number}`, headers })).json as CaseDetail
      const files: SeenFile[] = []
      const all = [...of.files, ...of.messages.flatMap((message) => message.files)]
      for (const { name, url } of all.toSorted((a, b) => a.id - b.id)) {
        files.push({ name, bytes: (await call(world, { url, headers })).body })
      }
      const open = of.messages.filter((message) => !message.internal)
      return {
        subject: of.subject,
        text: of.text,
        status: of.status.name,
        messages: open.map(({ text, side }) => ({ text, side })),
        files,
      }
    },
    async reply(number, text) {
      await send('POST', `/cases/${number}/messages`, { audience: 'customer', text })
    },
    async attach(number, file) {
      const multipart = { file: { ...file, field: 'file' } }
      const stored = await call(world, { method: 'POST', url: `${base}/files`, headers, multipart })
      const { id } = stored.json as { id: number }
      await send('POST', `/cases/${number}/files`, { fileIds: [id] })
    },
    async close(number) {
      await send('PATCH', `/cases/${number}`, { status: 5 })
    },
    async reopen(number) {
      await send('PATCH', `/cases/${number}`, { status: 1 })
    },
    async lists(number) {
      const list = (await call(world, { url: `${base}/cases?view=all&limit=100`, headers })).json as CaseList
      return list.items.some((item) => item.number === number)
    },
  }
}
