import { once } from 'node:events'
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, delimiter, join, resolve } from 'node:path'
import { buffer, text as readText } from 'node:stream/consumers'

/**
 * The few options of curl that printed commands and the example in shell use, for machines that have none. Run as a program it is that curl; imported it gives a PATH on which one is found.
 */
if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2))

/** @returns the search path, with a folder at its end that holds a curl for machines without one */
export async function pathWithCurl(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-curl-'))
  const program = resolve(import.meta.filename)
  await writeFile(join(folder, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  await chmod(join(folder, 'curl'), 0o755)
  return `${process.env.PATH}${delimiter}${folder}`
}

/** What the options say. */
interface Wish {
  url: string
  method: string | null
  /** Where the body goes: into the query instead of the body, with -G. */
  inQuery: boolean
  readonly headers: Headers
  readonly pairs: string[]
  form: FormData | null
  output: string | null
  /** Whether an answer of 400 and more is a failure. */
  fails: boolean
}

async function run(words: readonly string[]): Promise<void> {
  const { url, method, inQuery, headers, pairs, form, output, fails } = await read(words)
  const text = pairs.join('&')
  const body = form ?? (text === '' || inQuery ? undefined : text)
  // Only to have the form written out: a request of the platform's own would refuse a body on GET.
  const written = body === undefined ? null : new Response(body)
  const bytes = written === null ? null : Buffer.from(await written.arrayBuffer())
  if (written && !headers.has('content-type')) {
    const pairsType = 'application/x-www-form-urlencoded'
    headers.set(
      'content-type',
      typeof body === 'string' ? pairsType : (written.headers.get('content-type') ?? ''),
    )
  }
  const sent = request(inQuery ? `${url}?${text}` : url, {
    method: method ?? (bytes === null ? 'GET' : 'POST'),
    headers: {
      ...Object.fromEntries(headers),
      ...(bytes === null ? {} : { 'content-length': bytes.length }),
    },
  })
  sent.end(bytes ?? undefined)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const received = await buffer(answer)
  if (fails && (answer.statusCode ?? 0) >= 400) process.exitCode = 22
  else if (output === null) process.stdout.write(received)
  else await writeFile(output, received)
}

async function read(words: readonly string[]): Promise<Wish> {
  const wish: Wish = {
    url: '',
    method: null,
    inQuery: false,
    headers: new Headers(),
    pairs: [],
    form: null,
    output: null,
    fails: false,
  }
  const left = words[Symbol.iterator]()
  const value = (): string => left.next().value ?? ''
  for (const word of left) {
    if (word === '-H') await addHeaders(wish.headers, value())
    else if (word === '-d') wish.pairs.push(value())
    else if (word === '--data-urlencode') wish.pairs.push(await encoded(value()))
    else if (word === '-F' || word === '--form-string') {
      wish.form ??= new FormData()
      await addPart(wish.form, value(), word === '-F')
    } else if (word === '-X') wish.method = value()
    else if (word === '-o') wish.output = value()
    else if (word === '-G') wish.inQuery = true
    else if (word === '-f') wish.fails = true
    else if (word.startsWith('-') && word !== '-sS') throw new Error(`curl ${word} is not known here`)
    else if (word !== '-sS') wish.url = word
  }
  return wish
}

/** Adds a header, or with `@` those of a file, one a line. */
async function addHeaders(headers: Headers, given: string): Promise<void> {
  const lines = given.startsWith('@') ? (await readFile(given.slice(1), 'utf8')).split('\n') : [given]
  for (const line of lines.filter((each) => each !== '')) {
    const [name = '', ...rest] = line.split(':')
    headers.set(name, rest.join(':').trim())
  }
}

/** @returns `name=value` with the value encoded; `name@-` reads it from standard input */
async function encoded(given: string): Promise<string> {
  const [, name = '', sign, value = ''] = /^([^=@]*)([=@])(.*)$/s.exec(given) ?? []
  return `${name}=${encodeURIComponent(sign === '@' ? await readText(process.stdin) : value)}`
}

/** Adds a part; where files may be named, `@"path"` sends one. */
async function addPart(form: FormData, given: string, mayBeFile: boolean): Promise<void> {
  const at = given.indexOf('=')
  const [name, value] = [given.slice(0, at), given.slice(at + 1)]
  if (!mayBeFile || !value.startsWith('@')) return form.set(name, value)
  const path = value.slice(1).replaceAll('"', '')
  form.set(name, new Blob([await readFile(path)]), basename(path))
}
