import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** The real program in a process of its own, as people run it; `await using` ends it with the test, also a failed one. */
export interface ServerProcess extends AsyncDisposable {
  /** Where it listens, as it said itself. */
  readonly address: string
  /** Every line it has written to stdout so far. */
  readonly lines: readonly string[]
  /** Resolves when a line that matches is there, also one written before. Rejects when the process ends without it. */
  line(pattern: RegExp): Promise<string>
  /** Sends the signal and waits for the end. @returns the exit code, null when the signal itself ended it */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

const program = resolve(import.meta.dirname, '../../src/main.ts')

/** Settings of the test's own machine that a program needs; everything else comes from the test. */
const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env
const bare = { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE }

/** @returns the running server, once it has said its address; throws with its stderr when it ends before */
export async function startServerProcess(
  settings: Readonly<Record<string, string>>,
  words: readonly string[] = ['serve'],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...bare, LOG_LEVEL: 'warn', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const trouble: string[] = []
  const waiting = new Set<() => void>()
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  createInterface(child.stderr).on('line', (line) => trouble.push(line))
  const ended = once(child, 'close')

  const line = (pattern: RegExp): Promise<string> => {
    const { promise, resolve: found, reject } = Promise.withResolvers<string>()
    const look = (): void => {
      const match = lines.find((each) => pattern.test(each))
      if (match === undefined) return
      waiting.delete(look)
      found(match)
    }
    waiting.add(look)
    look()
    void ended.then(() => reject(new Error(`the server ended: ${trouble.join('\n')}`)))
    return promise
  }
  const address = (await line(/ready at /)).split('ready at ')[1] ?? ''
  const stop = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
    return child.exitCode
  }
  return {
    address,
    lines,
    line,
    stop,
    async [Symbol.asyncDispose]() {
      await stop('SIGKILL')
    },
  }
}

/** How a command ended and what it wrote. */
export interface CommandResult {
  readonly exitCode: number | null
  readonly out: string
  readonly err: string
}

/** Runs one command of the program to its end. @param input what it reads from stdin */
export async function runCommand(
  settings: Readonly<Record<string, string>>,
  words: readonly string[],
  input = '',
): Promise<CommandResult> {
  const child: ChildProcess = spawn(process.execPath, [program, ...words], { env: { ...bare, ...settings } })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
  child.stdin?.end(input)
  await once(child, 'close')
  return {
    exitCode: child.exitCode,
    out: Buffer.concat(out).toString(),
    err: Buffer.concat(err).toString(),
  }
}
