import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A server of the benchmark in a process of its own. */
export interface Server {
  readonly address: string
  readonly token: string
  /** From starting the process to its first answer, in ms. */
  readonly startMs: number
  /** Memory that is the process's own share (PSS) in MB; NaN where the system does not tell. */
  memory(): Promise<number>
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts `bench/servers/<script>` with the arguments and waits for its address. */
export async function startServer(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Server> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'servers', script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const line = await firstLine(child)
  const [address = '', token = ''] = line.split(' ')
  await fetch(address).then((answer) => answer.arrayBuffer())
  return {
    address,
    token,
    startMs: performance.now() - began,
    memory: () => shareOf(child),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null) return
      child.kill(signal)
      await once(child, 'exit')
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error('the server ended before it gave its address')
}

async function shareOf(child: ChildProcess): Promise<number> {
  const rollup = await readFile(`/proc/${child.pid}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = /^Pss:\s+(\d+)/m.exec(rollup)?.[1]
  return kilobytes === undefined ? Number.NaN : Number(kilobytes) / 1024
}
