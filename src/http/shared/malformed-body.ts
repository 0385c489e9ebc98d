/** A body that cannot be read as what it claims to be. The message says why, and repeats nothing of the body. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody'
  readonly statusCode = 400
}
