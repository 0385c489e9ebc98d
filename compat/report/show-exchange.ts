import type { Exchange } from '../exchange.ts'
import type { Settler } from '../settle.ts'

/** A request and its answer as text for people. */
export interface ShownExchange {
  readonly request: string
  readonly answer: string
}

/** Headers of answers that say nothing about the wire, or something else every time. */
const unsaid = new Set([
  'connection',
  'content-length',
  'date',
  'etag',
  'keep-alive',
  'transfer-encoding',
  'x-request-id',
])
const longest = 2_000

/** @returns both as they went over the wire, JSON indented where it is long, long bodies cut, values settled */
export function showExchange({ request, answer }: Exchange, settler: Settler): ShownExchange {
  const sent = request.headers.filter(([name]) => !/^(host|content-length|connection)$/i.test(name))
  const came = Object.entries(answer.headers).filter(([name]) => !unsaid.has(name))
  return {
    request: settler.settle(message(`${request.method} ${request.path}`, sent, request.body)),
    answer: settler.settle(message(String(answer.status), came, answer.bytes)),
  }
}

function message(
  first: string,
  headers: readonly (readonly [string, string])[],
  body: Buffer | null,
): string {
  const head = [first, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')
  return body === null || body.length === 0 ? head : `${head}\n\n${bodyText(body)}`
}

function bodyText(body: Buffer): string {
  const text = body.toString()
  if (!Buffer.from(text).equals(body) || /[\0-\x08\x0e-\x1f]/.test(text)) return `(${body.length} bytes)`
  const plain = withoutFillers(indented(text.replaceAll('\r\n', '\n')))
  const cut =
    plain.length > longest
      ? `${plain.slice(0, longest)}\n… (${plain.length - longest} more characters)`
      : plain
  return cut.trimEnd()
}

/** @returns the text with 100 and more of the same character said by their number */
function withoutFillers(text: string): string {
  const parts: string[] = []
  let [character, times] = ['', 0]
  const end = (): void => {
    parts.push(times < 100 ? character.repeat(times) : `${character.repeat(20)}… (${times} times)`)
  }
  for (const next of text) {
    if (next !== character) end()
    times = next === character ? times + 1 : 1
    character = next
  }
  end()
  return parts.join('')
}

function indented(text: string): string {
  if (text.length <= 100 || !/^[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
