import type { ReceiverAnswer } from '../../usecases/webhooks/webhook-form.ts'
import { allowsHost } from './allow-list.ts'
import { send } from './send.ts'
import { type OutboundSettings, reachOf } from './settings.ts'
import { hostOf, portOf } from './target.ts'

/** Most of an answer that is looked at, in bytes. */
const mostBytes = 64 * 1024

/** The part of the settings that a question takes. */
export type AskSettings = Pick<OutboundSettings, 'allow' | 'connectMs' | 'totalMs' | 'resolve' | 'stopping'>

/** @returns what operations may ask of other servers (Case Management §10): the same guard as for every call */
export function receiversWith(settings: AskSettings) {
  return {
    isListed(url: string): boolean {
      const target = URL.parse(url)
      return target !== null && allowsHost(settings.allow, hostOf(target), portOf(target))
    },
    async ask(url: string, headers: Readonly<Record<string, string>>): Promise<ReceiverAnswer | null> {
      const chunks: Buffer[] = []
      const outcome = await send({
        ...reachOf(settings),
        url,
        method: 'GET',
        headers: { accept: 'text/plain', 'accept-encoding': 'identity', ...headers },
        async receive(body) {
          let read = 0
          for await (const chunk of body) {
            read += chunk.length
            if (read > mostBytes) throw new Error('a long answer')
            chunks.push(chunk)
          }
        },
      })
      return outcome.kind === 'answered'
        ? { status: outcome.status, text: Buffer.concat(chunks).toString() }
        : null
    },
  }
}
