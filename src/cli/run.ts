import { type Command, type ExitCode, exitCodes, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { helpFor } from './help.ts'
import { nearest } from './nearest.ts'
import { print, say } from './print.ts'
import { refusalOf } from './refusal.ts'

/**
 * Runs the command that the words name; without words the server.
 * @param words what follows the program's name
 * @returns the exit code; never throws
 */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  try {
    if (words[0] === 'help' || words.includes('--help') || words.includes('-h')) {
      print(helpFor(words.filter((word) => !['help', '--help', '-h'].includes(word))))
      return exitCodes.done
    }
    const { command, rest } = findCommand(words)
    return await command.run(rest)
  } catch (error) {
    const refusal = refusalOf(error)
    say(refusal?.text ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)))
    return refusal?.exitCode ?? exitCodes.refused
  }
}

function findCommand(words: readonly string[]): { command: Command; rest: readonly string[] } {
  const first = words[0]
  // `caseloom --demo` means `caseloom serve --demo`.
  const named = first === undefined || first.startsWith('-') ? ['serve', ...words] : words
  for (const length of [2, 1]) {
    const command = commands.find(({ name }) => name === named.slice(0, length).join(' '))
    if (command) return { command, rest: named.slice(length) }
  }
  throw new UsageError(unknownCommand(named))
}

function unknownCommand(words: readonly string[]): string {
  const given = words.slice(0, 2).filter((word) => !word.startsWith('-'))
  const group = commands.filter(({ name }) => name.startsWith(`${given[0]} `))
  const names = commands.map(({ name }) => name)
  const meant = nearest(given.join(' '), names) ?? nearest(given[0] ?? '', names)
  const advice =
    group.length > 0 && (given.length === 1 || meant === null)
      ? `There is: ${group.map(({ name }) => name).join(', ')}.`
      : meant === null
        ? 'All commands: caseloom help'
        : `Did you mean "${meant}"?`
  return `There is no command "${given.join(' ')}". ${advice}`
}
