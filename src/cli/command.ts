import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'

/** How a command ends. Documented by `caseloom help`. */
export const exitCodes = {
  done: 0,
  /** the desk refused it, or it failed */
  refused: 1,
  /** the command line is wrong */
  usage: 64,
  /** the database, the port or a file cannot be had */
  unavailable: 69,
  /** a setting is wrong */
  settings: 78,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The command line is wrong; the message says what and what would be right. */
export class UsageError extends Error {}

/** A word that must stand in a fixed place. */
export interface ArgumentSpec {
  readonly about: string
}

/** An option: `text` takes a value, `list` takes several, `flag` takes none. */
export interface OptionSpec {
  readonly kind: 'text' | 'flag' | 'list'
  readonly about: string
  readonly required?: true
  /** Shown for the value in help and errors. */
  readonly value?: string
}

type Arguments = Readonly<Record<string, ArgumentSpec>>
type Options = Readonly<Record<string, OptionSpec>>

/** What a command gets: its arguments and options by name. */
export type Given<A extends Arguments, O extends Options> = { readonly [K in keyof A]: string } & {
  readonly [K in keyof O]: O[K] extends { kind: 'flag' }
    ? boolean
    : O[K] extends { kind: 'list' }
      ? readonly string[]
      : O[K] extends { required: true }
        ? string
        : string | undefined
}

/** One command of the command line. */
export interface Command {
  /** One or two words, e.g. `rep add`. */
  readonly name: string
  readonly about: string
  readonly arguments: Arguments
  readonly options: Options
  readonly example: string
  /** Throws `UsageError` for a wrong command line. */
  run(words: readonly string[]): Promise<ExitCode>
}

/** @returns a command whose words are read and checked by its own table before it runs */
export function command<const A extends Arguments, const O extends Options>(of: {
  name: string
  about: string
  arguments?: A
  options?: O
  example: string
  run(given: Given<A, O>): Promise<ExitCode | undefined>
}): Command {
  const made = { ...of, arguments: of.arguments ?? {}, options: of.options ?? {} }
  return {
    ...made,
    run: async (words) => (await of.run(readWords(made, words) as Given<A, O>)) ?? exitCodes.done,
  }
}

function readWords(of: Omit<Command, 'run'>, words: readonly string[]): Record<string, unknown> {
  const { values, positionals } = parse(of, words)
  const names = Object.keys(of.arguments)
  const given: Record<string, unknown> = {}
  for (const [index, name] of names.entries()) {
    const value = positionals[index]?.trim()
    if (!value) throw wrong(of, `needs <${name}>: ${of.arguments[name]?.about}`)
    given[name] = value
  }
  const extra = positionals[names.length]
  if (extra !== undefined) throw wrong(of, `has no place for "${extra}"`)
  for (const [name, spec] of Object.entries(of.options)) {
    const value = values[name]
    if (spec.required && (typeof value !== 'string' || value.trim() === '')) {
      throw wrong(of, `needs --${name} ${placeholder(spec)}: ${spec.about}`)
    }
    given[name] = spec.kind === 'flag' ? value === true : spec.kind === 'list' ? (value ?? []) : value
  }
  return given
}

function parse(of: Omit<Command, 'run'>, words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(of.options).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'list' } as const,
    ]),
  )
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const unknown = /^Unknown option '(-+)([^']*)'/.exec(error.message)
    if (!unknown) throw wrong(of, `was given wrongly: ${error.message.split('. ')[0]}`)
    const meant = nearest(unknown[2] ?? '', Object.keys(options))
    throw wrong(
      of,
      `has no option ${unknown[1]}${unknown[2]}${meant === null ? '' : `; did you mean --${meant}?`}`,
    )
  }
}

function wrong(of: Pick<Command, 'name' | 'example'>, what: string): UsageError {
  return new UsageError(
    `"${of.name}" ${what}\nFor example: ${of.example}\nAll about it: caseloom help ${of.name}`,
  )
}

/** @returns how help writes the value of an option */
export function placeholder(spec: OptionSpec): string {
  return spec.kind === 'flag' ? '' : `<${spec.value ?? 'text'}>`
}
