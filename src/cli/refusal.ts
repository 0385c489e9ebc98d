import { BadSettings } from '../config.ts'
import { DeskError, type Fault, type Issue } from '../domain/errors.ts'
import { permissions } from '../domain/rights.ts'
import { NewerDatabase } from '../start.ts'
import { EncryptionProblem } from '../usecases/encryption/encryption-problem.ts'
import { type ExitCode, exitCodes, UsageError } from './command.ts'
import { Unavailable } from './unavailable.ts'

/** What went wrong, for a person at a terminal, and how the command ends. */
export interface Refusal {
  readonly text: string
  readonly exitCode: ExitCode
}

/** @returns the words for what a command threw, or null for a defect of ours */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof UsageError) return { text: error.message, exitCode: exitCodes.usage }
  if (error instanceof BadSettings) {
    return { text: ['Settings are wrong:', ...error.problems].join('\n  '), exitCode: exitCodes.settings }
  }
  if (error instanceof EncryptionProblem) return { text: error.message, exitCode: exitCodes.settings }
  if (error instanceof Unavailable) return { text: error.message, exitCode: exitCodes.unavailable }
  if (error instanceof NewerDatabase) {
    return {
      text: `The database was brought up to date by a newer Caseloom (${error.message}). Run that one, or restore a backup.`,
      exitCode: exitCodes.unavailable,
    }
  }
  if (error instanceof DeskError) return { text: sentenceOf(error.fault), exitCode: exitCodes.refused }
  const system = systemProblem(error)
  return system === null ? null : { text: system, exitCode: exitCodes.unavailable }
}

function sentenceOf(fault: Fault): string {
  switch (fault.code) {
    case 'invalid':
      return fault.issues.map(issueSentence).join('\n')
    case 'not_unique':
      return `There is ${/^[aeiou]/.test(fault.what) ? 'an' : 'a'} ${fault.what.replaceAll('_', ' ')} with the ${wordOf(fault.field)} "${fault.value}" already.`
    case 'not_found':
    case 'out_of_reach':
      return `There is no ${fault.what.replaceAll('_', ' ')} "${fault.id}".`
    case 'in_use':
      return `The ${fault.what.replaceAll('_', ' ')} "${fault.id}" is in use.`
    case 'too_large':
      return `It is larger than the limit of ${fault.limit} bytes.`
    case 'no_provider':
      return 'No provider is known. Add one: caseloom organisation add <name> --party provider'
    case 'case_in_trash':
      return `Case ${fault.caseNumber} is in the trash.`
    case 'already_in_status':
      return `Case ${fault.caseNumber} has that status already.`
    case 'open_case_limit':
      return `The person has ${fault.limit} open cases already, which is the limit.`
    case 'sealed_field':
      return `The ${wordOf(fault.field)} is encrypted and can only be searched for as a whole.`
    case 'not_editable':
      return `The ${wordOf(fault.field)} cannot be changed.`
    case 'unauthenticated':
    case 'forbidden':
    case 'stale':
    case 'too_many_requests':
    case 'idempotency_mismatch':
    case 'idempotency_running':
    case 'link_spent':
      return `Refused: ${fault.code.replaceAll('_', ' ')}.`
    case 'last_administrator':
      return 'Refused: it is the last administrator who can sign in; make another one first.'
    default:
      return fault satisfies never
  }
}

function issueSentence(issue: Issue): string {
  const name = wordOf(issue.field)
  const value = issue.value === undefined ? '' : ` ${JSON.stringify(issue.value)}`
  switch (issue.rule) {
    case 'required':
    case 'blank':
      return `The ${name} must not be empty.`
    case 'format':
      return issue.field === 'password'
        ? `The password must have at least ${issue.limit ?? 10} characters.`
        : `The ${name}${value} is not written as it should be.`
    case 'too_long':
      return `The ${name} may have at most ${issue.limit} characters.`
    case 'past':
      return 'The time given lies in the past.'
    case 'unknown':
      return `The ${name}${value} names nothing that exists.`
    case 'not_allowed':
      if (issue.what === 'person') return 'The login of that person is disabled.'
      return `The ${name}${value} is not allowed here.`
    case 'choice':
      if (issue.field === 'scopes')
        return `${value.trim()} is no right. There is: *, ${permissions.join(', ')}.`
      return `The ${name}${value} is not one of those there are.`
    case 'mismatch':
      if (issue.what === 'challenge') return 'The address did not answer the verification with its challenge.'
      return `The ${name}${value} is not valid.`
    case 'type':
    case 'too_many':
    case 'too_large':
      return `The ${name}${value} is not valid.`
    default:
      return issue.rule satisfies never
  }
}

/** `loginName` → `login name` */
function wordOf(field: string): string {
  return field.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** What SQLite says when the file is at fault; whatever else it says is our mistake and is shown in full. */
const brokenDatabase = /not a database|unable to open|disk|full|locked|readonly|malformed/

/** What the system or the database refused: these are no defects of the desk, and a stack trace would hide the reason. */
function systemProblem(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const path = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
  if (/^(EACCES|EPERM|EROFS|ENOSPC|ENOTDIR|EEXIST|ENOENT|EISDIR)$/.test(code))
    return `${error.message}${path.length > 0 && !error.message.includes(path.slice(2, -1)) ? path : ''}`
  if (
    /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /^(08|28|3D|53|57P)/.test(code)
  ) {
    return `The database cannot be reached: ${error.message || code}. DATABASE_URL says where it is.`
  }
  if (code === 'ERR_SQLITE_ERROR' && brokenDatabase.test(error.message))
    return `The database in the data folder cannot be used: ${error.message}.`
  return null
}
