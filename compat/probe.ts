import type { TestDesk } from '../test/harness/desk.ts'
import type { Body } from './body.ts'
import { type Answer, type Exchange, type Request, requestOf, type Server } from './exchange.ts'
import type { Settler } from './settle.ts'

/** What a case sends with a request. */
export interface Sending {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
}

/** What a probe works on: one server, what its administrator gave, and what is kept between its cases. */
export interface Bench<K extends string> {
  readonly server: Server
  readonly credentials: Readonly<Record<K, string>>
  /** Log-ins and the like, made once for a server. */
  readonly kept: Map<string, Promise<unknown>>
  /** The desk behind the server, when it is ours. */
  readonly desk: TestDesk | null
  /** In everything that must be unique; empty on a server of our own, where every run begins from nothing. */
  readonly run: string
}

/** A case's hands: sends requests exactly as they are given, and remembers what went to and fro. */
export class Probe<K extends string = string> {
  /** What the report shows, in order. */
  readonly exchanges: Exchange[] = []
  /** The number of the case. */
  readonly id: string
  readonly credentials: Readonly<Record<K, string>>
  readonly #bench: Bench<K>
  readonly #settler: Settler
  #last: Exchange | null = null

  constructor(id: string, bench: Bench<K>, settler: Settler) {
    this.id = id
    this.credentials = bench.credentials
    this.#bench = bench
    this.#settler = settler
  }

  /** Sends what the case is about; the report shows it with its answer. @param path with query, encoded as it is to arrive */
  async send(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    return this.sendExactly(requestOf(method, path, sending.headers ?? {}, sending.body))
  }

  /** The same for a request that is there already, e.g. of `requestFrom`. */
  async sendExactly(request: Request): Promise<Answer> {
    const answer = await this.#send(request)
    this.exchanges.push({ request, answer })
    return answer
  }

  /** Sends what has to be there before, or what only looks at the outcome; the report does not show it. */
  async prepare(method: string, path: string, sending: Sending = {}): Promise<Answer> {
    return this.#send(requestOf(method, path, sending.headers ?? {}, sending.body))
  }

  /** Makes something once for the server and gives the same to every case, e.g. a log-in. Only for what no case changes. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const known = this.#bench.kept.get(name) as Promise<T> | undefined
    const made = known ?? make()
    this.#bench.kept.set(name, made)
    return made
  }

  /** @returns a text that no other case uses: for subjects, names and addresses of what a case makes; say `-` for the part before an `@` */
  unique(text: string, glue = ' '): string {
    const mark = `${this.id}${this.#bench.run}`
    return `${text}${glue}${glue === ' ' ? mark : mark.replaceAll(/[^\w]+/g, glue).toLowerCase()}`
  }

  /** Has the report show `<name>` instead of a value that differs from run to run. Ids, GUIDs and signed tokens need none. @returns the value */
  name<T extends string | number>(value: T, name: string): T {
    this.#settler.name(String(value), name)
    return value
  }

  /** The desk itself with its clock and jobs, for cases that say so in `needs`. */
  get desk(): TestDesk {
    if (this.#bench.desk === null) throw new Error(`${this.id} acts on the desk and does not say so in needs`)
    return this.#bench.desk
  }

  /** Where the server listens, for clients of their own; prefer `send`. */
  get address(): string {
    return this.#bench.server.address
  }

  /** What was sent last and its answer, shown or not, for people who look for the cause of a failure. */
  get last(): Exchange | null {
    return this.#last
  }

  async #send(request: Request): Promise<Answer> {
    const answer = await this.#bench.server.send(request)
    this.#last = { request, answer }
    return answer
  }
}
