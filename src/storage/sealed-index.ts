import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from './schema.ts'

/** Marks of the sealed values of one row, by which they are found (REST v3 §14). */
export interface SealedMark {
  /** `table.column`, or `table.column.key` inside JSON. */
  readonly field: string
  readonly hash: string
}

/** Adds the marks of a new row. @param owner the table */
export async function addMarks(
  tx: Tx,
  owner: string,
  ownerId: number,
  marks: readonly SealedMark[],
): Promise<void> {
  if (marks.length === 0) return
  await tx
    .insertInto('sealed_index')
    .values(marks.map((mark) => ({ owner, owner_id: ownerId, ...mark })))
    .execute()
}

/** Puts the marks of a changed row in place of its former ones. */
export async function replaceMarks(
  tx: Tx,
  owner: string,
  ownerId: number,
  marks: readonly SealedMark[],
): Promise<void> {
  // A row that has none now can have had some only while something was sealed.
  if (marks.length > 0 || tx.seal.coversAnything) await removeMarks(tx, owner, ownerId)
  await addMarks(tx, owner, ownerId, marks)
}

/** Removes the marks of a row that goes. */
export async function removeMarks(tx: Tx, owner: string, ownerId: number): Promise<void> {
  await tx.deleteFrom('sealed_index').where('owner', '=', owner).where('owner_id', '=', ownerId).execute()
}

/** @returns the condition that the row, whose key is the column, has one of the marks in the field */
export function hasMark(
  owner: string,
  key: string,
  field: string,
  hashes: readonly string[],
): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(key)} in (select sealed_index.owner_id from sealed_index
    where sealed_index.owner = ${owner} and sealed_index.field = ${field}
    and sealed_index.hash in (${sql.join([...hashes])}))`
}
