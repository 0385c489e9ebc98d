import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

/**
 * The few options of curl that printed commands use, for machines that have none: `-sS`, `-H`, `-d`, `-F` and
 * `--data-urlencode`. Run as a program it is that curl; imported it gives a PATH on which one is found.
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

async function run(words: readonly string[]): Promise<void> {
  const headers = new Headers()
  let url = ''
  let body: string | FormData | undefined
  const left = words[Symbol.iterator]()
  const value = (): string => left.next().value ?? ''
  for (const word of left) {
    if (word === '-H') {
      const [name = '', ...rest] = value().split(':')
      headers.set(name, rest.join(':').trim())
    } else if (word === '-d' || word === '--data-urlencode') {
      const given = value()
      const at = given.indexOf('=') + 1
      body = word === '-d' ? given : given.slice(0, at) + encodeURIComponent(given.slice(at))
      if (!headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded')
    } else if (word === '-F') {
      const form = body instanceof FormData ? body : new FormData()
      const [name = '', ...rest] = value().split('=')
      form.set(name, rest.join('='))
      body = form
    } else if (word.startsWith('-') && word !== '-sS') throw new Error(`curl ${word} is not known here`)
    else if (word !== '-sS') url = word
  }
  const answer = await fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body })
  process.stdout.write(await answer.text())
}
