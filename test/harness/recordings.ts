import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A request and its answer as a seed or contract shows them; `before` is what must have happened. */
export interface Recording<Request, Before = Request> {
  readonly name: string
  readonly source: string
  readonly before?: readonly Before[]
  readonly request: Request
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

/** What the words in angle brackets stand for, e.g. `<key>`. */
export type Words = Map<string, unknown>

/** @returns the recordings of a folder in the order of their files, each with a title for what goes wrong in it */
export async function readRecordings<R extends Recording<unknown, unknown>>(
  folder: string,
): Promise<{ recording: R; title: string }[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as R
      return { recording, title: `${file}: ${recording.name} (${recording.source})` }
    }),
  )
}

/** A word alone stands for its value, inside a text for its text. */
export function filled(value: unknown, words: Words): unknown {
  if (typeof value === 'string')
    return words.get(value) ?? value.replace(/<[^<>]+>/g, (word) => String(words.get(word) ?? word))
  if (Array.isArray(value)) return value.map((each) => filled(each, words))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, words)]))
}

/** Puts what was shown where the recording leaves the value open, if it is of the right kind. */
export function settled(expected: unknown, shown: unknown): unknown {
  if (expected === '<id>' && Number.isInteger(shown)) return shown
  if (expected === '<any>' && typeof shown === 'string') return shown
  if (expected === '<any guid>' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(shown)))
    return shown
  if (Array.isArray(expected) && Array.isArray(shown))
    return expected.map((each, index) => settled(each, shown[index]))
  if (!isObject(expected) || !isObject(shown)) return expected
  return Object.fromEntries(Object.entries(expected).map(([key, each]) => [key, settled(each, shown[key])]))
}

/** @returns whether the value is a JSON object */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
