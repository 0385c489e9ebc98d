import { Writable } from 'node:stream'
import { pino } from 'pino'

/**
 * The log goes to stderr, so that stdout carries results only: readable lines for a person at a terminal, one JSON object
 * a line for programs.
 */
export function openLog(level: pino.LevelWithSilent): pino.Logger {
  const settings: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  }
  return process.stderr.isTTY
    ? pino(settings, new Writable({ write: writeReadable }))
    : pino(settings, pino.destination({ dest: 2, sync: true }))
}

function writeReadable(chunk: Buffer, _encoding: string, done: () => void): void {
  process.stderr.write(`${readable(chunk.toString())}\n`)
  done()
}

/** @returns a log line for a person: time of day, what happened, then the facts; every value as JSON, so that no data can forge a line */
export function readable(line: string): string {
  const { level, time, msg, reqId: _request, ...facts } = JSON.parse(line) as Record<string, unknown>
  const shown = Object.entries(facts).map(
    ([name, value]) =>
      `${name}=${typeof value === 'string' && /^[\w./:-]+$/.test(value) ? value : JSON.stringify(value)}`,
  )
  const mark = level === 'info' ? '' : `${String(level).toUpperCase()} `
  return [`${String(time).slice(11, 19)} ${mark}${String(msg)}`, ...shown].join('  ')
}
