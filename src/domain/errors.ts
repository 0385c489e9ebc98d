import type { Permission } from './rights.ts'

/** Things the desk keeps and can fail to find. */
export type Thing =
  | 'case'
  | 'message'
  | 'file'
  | 'person'
  | 'organisation'
  | 'account'
  | 'credential'
  | 'worklog'
  | 'catalog_entry'
  | 'record'
  | 'job'
  | 'webhook'

/** What is wrong with one given value. `field` is the neutral name; wires know their own word for it. */
export interface Issue {
  readonly field: string
  readonly rule:
    | 'required' // absent
    | 'blank' // there, but empty
    | 'type' // not what it should be
    | 'format' // the right type, malformed
    | 'too_long'
    | 'too_many'
    | 'too_large'
    | 'choice' // not one of a closed list
    | 'unknown' // names something that does not exist or may not be used
    | 'mismatch' // does not fit another given value
    | 'past'
    | 'not_allowed' // may not be given here
  readonly limit?: number
  /** The value as it was given, for wires that repeat it. */
  readonly value?: unknown
  /** With `unknown`: what was looked for. */
  readonly what?: Thing | string
}

/** Everything the desk refuses, as facts without words. Each wire decides status and sentence. */
export type Fault =
  | {
      readonly code: 'unauthenticated'
      readonly reason: 'missing' | 'unknown' | 'expired' | 'disabled' | 'wrong_secret'
    }
  | { readonly code: 'forbidden'; readonly need: Permission | 'same_side' | 'own' }
  | { readonly code: 'not_found'; readonly what: Thing; readonly id: string }
  /** It exists, but not for this actor. Most wires answer as for `not_found`; two contracts tell them apart. */
  | { readonly code: 'out_of_reach'; readonly what: Thing; readonly id: string }
  | { readonly code: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly code: 'not_unique'; readonly what: Thing; readonly field: string; readonly value: string }
  | { readonly code: 'in_use'; readonly what: Thing; readonly id: string }
  | { readonly code: 'not_editable'; readonly field: string }
  /** It is encrypted in the database, where only equality can be asked for (REST v3 §14). */
  | { readonly code: 'sealed_field'; readonly field: string }
  | { readonly code: 'case_in_trash'; readonly caseNumber: number }
  | { readonly code: 'already_in_status'; readonly caseNumber: number; readonly statusId: number }
  | { readonly code: 'open_case_limit'; readonly limit: number }
  | { readonly code: 'no_provider' }
  | { readonly code: 'stale'; readonly version: number }
  | { readonly code: 'too_large'; readonly limit: number }
  | { readonly code: 'too_many_requests'; readonly retryAfterSeconds: number }
  | { readonly code: 'idempotency_mismatch' }
  | { readonly code: 'idempotency_running' }
  | { readonly code: 'link_spent' }
  /** Nobody could administer the desk any more. */
  | { readonly code: 'last_administrator' }

/** The one error class of the desk. Anything else that is thrown is our defect. */
export class DeskError extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code)
    this.name = 'DeskError'
    this.fault = fault
  }
}

/** Throws `invalid` with the issues, when there are any. */
export function refuseIssues(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new DeskError({ code: 'invalid', issues })
}

/** @returns the `DeskError` that says a referenced thing does not exist or may not be used. */
export function unknownReference(field: string, what: Thing | string, value: unknown): DeskError {
  return new DeskError({ code: 'invalid', issues: [{ field, rule: 'unknown', what, value }] })
}
