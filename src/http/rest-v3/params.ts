import { notFound } from './errors.ts'

/** The id in a path of a request and, below it, of a note, worklog, notification or file. */
export type WithId = { Params: { id: string } }
export type WithChild = { Params: { id: string; child: string } }

/** @returns the id in a path; throws a refusal (4007) for anything that no thing has as its id */
export function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound()
  return Number(text)
}
