import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** One HTTP/1.1 connection that sends bytes as they are given. */
export class Connection {
  readonly #socket: Socket
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** @param address of a listening server, `http://host:port` */
  static async open(address: string): Promise<Connection> {
    const { hostname, port } = new URL(address)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Connection(socket)
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  /** @returns the next answer, also an interim one such as 100, which has no body */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      if (end >= 0) {
        const head = this.#received.subarray(0, end).toString()
        const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
        if (this.#received.length >= end + 4 + length) {
          const body = this.#received.subarray(end + 4, end + 4 + length).toString()
          this.#received = this.#received.subarray(end + 4 + length)
          return { status: Number(head.split(' ')[1]), head, body }
        }
      }
      const [chunk] = (await once(this.#socket, 'data')) as [Buffer]
      assert.ok(chunk.length > 0)
      this.#received = Buffer.concat([this.#received, chunk])
    }
  }

  close(): void {
    this.#socket.destroy()
  }
}
