/** What is wrong, by field; the two that are no fields are `detail` and `non_field_errors` (§2). */
export type Errors = Readonly<Record<string, readonly string[]>>

/** An answer of this wire that is not a success, with its sentences. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly errors: Errors

  constructor(status: number, errors: Errors) {
    super(`refused with ${status}`)
    this.status = status
    this.errors = errors
  }
}
