import type { Attachment, StoredFile } from '../domain/file.ts'
import { isSealedName } from './blobs.ts'
import { keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'

/** @returns the file or undefined */
export async function findFile(db: Db, id: number): Promise<StoredFile | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toFile(row, db.seal)
}

/** @returns the file with that guid */
export async function findFileByGuid(db: Db, guid: string): Promise<StoredFile | undefined> {
  const row = await db
    .selectFrom('files')
    .selectAll()
    .where('guid', '=', guid.toLowerCase())
    .executeTakeFirst()
  return row && toFile(row, db.seal)
}

/**
 * Adds a file whose bytes are stored already, and counts one more use of those bytes.
 * @returns the id; throws for bytes that are clear although attachments are sealed since, or the other way round
 */
export async function addFile(tx: Tx, draft: Omit<StoredFile, 'id' | 'attached'>): Promise<number> {
  if (isSealedName(draft.sha256) !== tx.seal.covers('attachments'))
    throw new Error('attachments began or ceased to be sealed while a file arrived; it has to be sent again')
  await tx
    .insertInto('blobs')
    .values({ sha256: draft.sha256, size: draft.size, refs: 1, created_at: draft.createdAt })
    .onConflict((on) => on.column('sha256').doUpdateSet((of) => ({ refs: of('blobs.refs', '+', 1) })))
    .execute()
  const row: NewRow<'files'> = {
    guid: draft.guid,
    name: draft.name,
    content_type: draft.contentType,
    size: draft.size,
    sha256: draft.sha256,
    uploaded_by_id: draft.uploadedById,
    credential_id: draft.credentialId,
    created_at: draft.createdAt,
    uses: 0,
  }
  const { id } = await tx
    .insertInto('files')
    .values(closeRow(tx.seal, 'files', row))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Puts a file in a place on a case. Counting the use locks the file's row, so that a sweep at the same moment either
 * comes first, and this finds nothing, or sees the use.
 * @returns false if the file is gone
 */
export async function attachFile(
  tx: Tx,
  to: { fileId: number; caseNumber: number; messageId: number | null; place: Attachment['place'] },
): Promise<boolean> {
  const used = await tx
    .updateTable('files')
    .set((of) => ({ uses: of('uses', '+', 1) }))
    .where('id', '=', to.fileId)
    .executeTakeFirst()
  if (Number(used.numUpdatedRows) === 0) return false
  await tx
    .insertInto('attachments')
    .values({ file_id: to.fileId, case_number: to.caseNumber, message_id: to.messageId, place: to.place })
    .execute()
  return true
}

/** Takes files from their places; a file left without one is removed with its use of the bytes. */
export async function detachFiles(
  tx: Tx,
  from: { caseNumber: number; fileId?: number; messageId?: number; place?: Attachment['place'] },
): Promise<number[]> {
  let query = tx
    .selectFrom('attachments')
    .select(['id', 'file_id'])
    .where('case_number', '=', from.caseNumber)
  if (from.fileId !== undefined) query = query.where('file_id', '=', from.fileId)
  if (from.messageId !== undefined) query = query.where('message_id', '=', from.messageId)
  if (from.place !== undefined) query = query.where('place', '=', from.place)
  const places = await query.execute()
  for (const place of places) {
    await tx.deleteFrom('attachments').where('id', '=', place.id).execute()
    const left = await tx
      .updateTable('files')
      .set((of) => ({ uses: of('uses', '-', 1) }))
      .where('id', '=', place.file_id)
      .returning('uses')
      .executeTakeFirst()
    if (left?.uses === 0) await removeFile(tx, place.file_id)
  }
  return places.map((place) => place.file_id)
}

const attachmentRows = (db: Db) =>
  db
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .selectAll('files')
    .select(['attachments.case_number', 'attachments.message_id', 'attachments.place'])
    .orderBy('attachments.file_id')
    .orderBy('attachments.id')

const attachmentsOfCase = keptQuery(1, (db: Db, caseNumber: number) =>
  attachmentRows(db).where('attachments.case_number', '=', caseNumber),
)

/** @returns what is attached to the case: on itself, its messages and its resolution; by file id */
export async function listAttachments(db: Db, caseNumber: number): Promise<Attachment[]> {
  return (await attachmentsOfCase(db, caseNumber)).map((row) => toAttachment(row, db.seal))
}

/** @returns the attachments of several cases by case number */
export async function attachmentsOf(
  db: Db,
  caseNumbers: readonly number[],
): Promise<Map<number, Attachment[]>> {
  if (caseNumbers.length === 0) return new Map()
  const rows = await attachmentRows(db).where('attachments.case_number', 'in', caseNumbers).execute()
  const all = rows.map((row) => toAttachment(row, db.seal))
  return Map.groupBy(all, (each) => each.caseNumber)
}

function toAttachment(
  row: Row<'files'> & Pick<Row<'attachments'>, 'case_number' | 'message_id' | 'place'>,
  seal: Seal,
): Attachment {
  return {
    file: toFile(row, seal),
    caseNumber: row.case_number,
    messageId: row.message_id,
    place: row.place as Attachment['place'],
  }
}

/** @returns the numbers of the cases that the file is attached to, with the message in each */
export async function placesOf(
  db: Db,
  fileId: number,
): Promise<{ caseNumber: number; messageId: number | null }[]> {
  const rows = await db
    .selectFrom('attachments')
    .select(['case_number', 'message_id'])
    .where('file_id', '=', fileId)
    .execute()
  return rows.map((row) => ({ caseNumber: row.case_number, messageId: row.message_id }))
}

/** Removes files that were uploaded before the time and are attached nowhere. @returns how many */
export async function removeUnusedFiles(tx: Tx, before: number): Promise<number> {
  const rows = await tx
    .selectFrom('files')
    .select('id')
    .where('uses', '=', 0)
    .where('created_at', '<', before)
    .limit(500)
    .execute()
  let removed = 0
  for (const row of rows) removed += (await removeFile(tx, row.id)) ? 1 : 0
  return removed
}

/** Removes the file if it is attached nowhere. @returns whether it did */
async function removeFile(tx: Tx, id: number): Promise<boolean> {
  const gone = await tx
    .deleteFrom('files')
    .where('id', '=', id)
    .where('uses', '=', 0)
    .returning('sha256')
    .executeTakeFirst()
  if (!gone) return false
  await tx
    .updateTable('blobs')
    .set((of) => ({ refs: of('refs', '-', 1) }))
    .where('sha256', '=', gone.sha256)
    .execute()
  return true
}

/** The bytes lie under another name from now on. Nothing happens where no file has them. */
export async function renameBlob(tx: Tx, from: string, to: string): Promise<void> {
  // Written as it is, which locks it: uses of the bytes may be given up at the same moment.
  const blob = await tx
    .updateTable('blobs')
    .set((of) => ({ refs: of.ref('refs') }))
    .where('sha256', '=', from)
    .returningAll()
    .executeTakeFirst()
  if (!blob) return
  await tx
    .insertInto('blobs')
    .values({ ...blob, sha256: to })
    .onConflict((on) => on.column('sha256').doUpdateSet((of) => ({ refs: of('blobs.refs', '+', blob.refs) })))
    .execute()
  await tx.updateTable('files').set({ sha256: to }).where('sha256', '=', from).execute()
  await tx.deleteFrom('blobs').where('sha256', '=', from).execute()
}

/** Forgets bytes that nothing refers to. @returns their names, so that they can be removed from where they are kept */
export async function forgetUnusedBlobs(tx: Tx): Promise<string[]> {
  const rows = await tx.deleteFrom('blobs').where('refs', '=', 0).returning('sha256').execute()
  return rows.map((row) => row.sha256)
}

function toFile(stored: Row<'files'>, seal: Seal): StoredFile {
  const row = openRow(seal, 'files', stored)
  return {
    id: row.id,
    guid: row.guid,
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    uploadedById: row.uploaded_by_id,
    credentialId: row.credential_id,
    createdAt: row.created_at,
    attached: row.uses > 0,
  }
}
