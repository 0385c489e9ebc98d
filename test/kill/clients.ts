import { randomBytes, randomUUID } from 'node:crypto'

/** Credentials of the wires that the clients write through. */
export interface Access {
  readonly deskToken: string
  readonly repKey: string
}

/** One write that a client wants, under a key that makes it the same write however often it is sent. */
export interface Wish {
  /** Text that no other write carries, by which it is found again. */
  readonly mark: string
  send(address: string): Promise<Response>
}

/** What the clients know when the server is gone. */
export class Ledger {
  /** Marks of writes that were answered with success. */
  readonly kept = new Set<string>()
  /** Writes that were sent and not answered: they may or may not have happened. */
  open: Wish[] = []
  /** Cases that are known to be there. */
  readonly cases: number[] = []

  /** Sends the wish and notes what is known of it after. @returns false once the server no longer answers */
  async attempt(address: string, wish: Wish): Promise<boolean> {
    let answer: Response
    let body: string
    try {
      answer = await wish.send(address)
      body = await answer.text()
    } catch {
      this.open.push(wish)
      return false
    }
    // Sent again, it may have happened before the kill without an answer: then its key is taken, and that is right.
    if (answer.status === 409) return true
    if (!answer.ok) throw new Error(`a sound request was refused with ${answer.status}: ${body}`)
    this.kept.add(wish.mark)
    const { number } = JSON.parse(body) as { number?: number }
    if (number !== undefined) this.cases.push(number)
    return true
  }
}

/** Opens a case through the Desk API. */
export function openThroughDesk(access: Access): Wish {
  const mark = newMark()
  return post(access, mark, '/cases', {
    subject: mark,
    text: mark,
    requester: { email: `${mark}@a.example` },
  })
}

/** Opens a case through REST v3. */
export function openThroughRestV3(access: Access): Wish {
  const mark = newMark()
  const key = randomUUID()
  const request = { subject: mark, description: mark, requester: { email_id: `${mark}@a.example` } }
  return {
    mark,
    send: (address) =>
      fetch(`${address}/api/v3/requests`, {
        method: 'POST',
        headers: { authtoken: access.repKey, 'idempotency-key': key },
        body: new URLSearchParams({ input_data: JSON.stringify({ request }) }),
      }),
  }
}

/** Writes an internal note to the case. */
export function writeNote(access: Access, caseNumber: number): Wish {
  const mark = newMark()
  return post(access, mark, `/cases/${caseNumber}/messages`, { audience: 'internal', text: mark })
}

/** Uploads a file and writes a reply with it to the case. */
export function replyWithFile(access: Access, caseNumber: number): Wish {
  const mark = newMark()
  const bytes = Buffer.concat([Buffer.from(mark), randomBytes(20_000)])
  let reply: Wish | undefined
  return {
    mark,
    async send(address) {
      // Once the upload was answered the file is there: a second try must name the same one under the same key.
      if (!reply) {
        const stored = await fetch(`${address}/api/desk/v1/files`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${access.deskToken}`,
            'content-type': 'application/octet-stream',
            'x-file-name': `${mark}.bin`,
          },
          body: bytes,
        })
        const { id } = (await stored.json()) as { id: number }
        const body = { audience: 'customer', text: mark, fileIds: [id] }
        reply = post(access, mark, `/cases/${caseNumber}/messages`, body)
      }
      return reply.send(address)
    },
  }
}

function post(access: Access, mark: string, path: string, body: unknown): Wish {
  const headers = {
    authorization: `Bearer ${access.deskToken}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  }
  return {
    mark,
    send: (address) =>
      fetch(`${address}/api/desk/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  }
}

function newMark(): string {
  return `m${randomBytes(9).toString('hex')}`
}
