import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** A program of `examples/` as somebody runs it; `await using` ends it with the test. */
export interface ExampleProcess extends AsyncDisposable {
  /** Resolves with the next line it writes. Rejects when it ends without one. */
  nextLine(): Promise<string>
  /** Waits for its end. @returns the exit code */
  ended(): Promise<number | null>
}

const folder = resolve(import.meta.dirname, '../../examples')

/**
 * @param words the program's path under `examples/`, then its arguments
 * @returns the running program
 */
export function startExample(
  settings: Readonly<Record<string, string>>,
  ...words: readonly [string, ...string[]]
): ExampleProcess {
  const [program, ...rest] = words
  const path = resolve(folder, program)
  const [command, ...first] = program.endsWith('.sh') ? ['/bin/sh', path] : [process.execPath, path]
  const child = spawn(command ?? '', [...first, ...rest], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const trouble: string[] = []
  child.stderr.on('data', (chunk: Buffer) => trouble.push(chunk.toString()))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const closed = once(child, 'close')
  return {
    async nextLine() {
      const { done, value } = await lines.next()
      if (done) throw new Error(`the example ended: ${trouble.join('')}`)
      return value
    },
    async ended() {
      await closed
      return child.exitCode
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await closed
    },
  }
}
