import { type Command, exitCodes, placeholder, UsageError } from './command.ts'
import { commands } from './commands.ts'

/** @returns help for the command that the words name, for the commands that begin with them, or for all without any */
export function helpFor(words: readonly string[]): string {
  const wanted = words.filter((word) => !word.startsWith('-')).slice(0, 2)
  if (wanted.length === 0) return overview()
  const exact =
    commands.find(({ name }) => name === wanted.join(' ')) ?? commands.find(({ name }) => name === wanted[0])
  if (exact) return details(exact)
  const group = commands.filter(({ name }) => name.startsWith(`${wanted[0]} `))
  if (group.length === 0) throw new UsageError(`There is no command "${wanted.join(' ')}".\n\n${overview()}`)
  return group.map(details).join('\n\n')
}

function overview(): string {
  const width = Math.max(...commands.map((each) => shortUsage(each).length))
  return [
    'Caseloom: a help desk that other programs talk to.\n',
    ...commands.map((each) => `  ${shortUsage(each).padEnd(width)}  ${each.about}`),
    `  ${'help <command>'.padEnd(width)}  says all about one command\n`,
    'Settings are environment variables; "caseloom config" shows them all. Most commands can be used beside a',
    'running server, which takes notice at once.\n',
    'Exit codes:',
    `  ${exitCodes.done}   done`,
    `  ${exitCodes.refused}   refused or failed`,
    `  ${exitCodes.usage}  the command line is wrong`,
    `  ${exitCodes.unavailable}  the database, the port or a file cannot be had`,
    `  ${exitCodes.settings}  a setting is wrong`,
  ].join('\n')
}

function details(of: Command): string {
  const rows = [
    ...Object.entries(of.arguments).map(([name, { about }]) => [`<${name}>`, about] as const),
    ...Object.entries(of.options).map(
      ([name, spec]) =>
        [
          `--${name} ${placeholder(spec)}`.trim(),
          `${spec.about}${spec.required ? ' (required)' : ''}${spec.kind === 'list' ? ' (may be repeated)' : ''}`,
        ] as const,
    ),
  ]
  const width = Math.max(0, ...rows.map(([left]) => left.length))
  return [
    `caseloom ${usage(of)}`,
    `  ${of.about}`,
    ...rows.map(([left, right]) => `    ${left.padEnd(width)}  ${right}`),
    `  For example: ${of.example}`,
  ].join('\n')
}

/** The command with its arguments and what it cannot do without. */
function usage(of: Command): string {
  const required = Object.entries(of.options)
    .filter(([, spec]) => spec.required)
    .map(([name, spec]) => `--${name} ${placeholder(spec)}`)
  return [shortUsage(of), ...required].join(' ')
}

function shortUsage(of: Command): string {
  return [of.name, ...Object.keys(of.arguments).map((name) => `<${name}>`)].join(' ')
}
