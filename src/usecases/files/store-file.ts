import type { Readable } from 'node:stream'
import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { StoredFile } from '../../domain/file.ts'
import type { Permission } from '../../domain/rights.ts'
import { BlobTooLarge } from '../../storage/blobs.ts'
import { addFile, findFile } from '../../storage/files.ts'
import { type Desk, write } from '../desk.ts'

/** Only who writes something that files can be attached to may bring files: one of these rights is enough. */
const writers: readonly Permission[] = ['case.add', 'case.edit', 'case.reply', 'note.add', 'note.edit']

/**
 * Stores a file that is attached to nothing yet; without a use it is gone after an hour. The bytes are on disk before the
 * row is written, so a row never points to nothing; bytes without a row are swept.
 * @param input.limit most bytes; the installation's limit if not given
 * @returns the file; throws `too_large`, or `forbidden` for an actor who only reads
 */
export async function storeFile(
  desk: Desk,
  actor: Actor,
  input: { name: string; contentType: string; bytes: Buffer | Readable; limit?: number },
): Promise<StoredFile> {
  if (!writers.some((right) => actor.permissions.has(right))) {
    throw new DeskError({ code: 'forbidden', need: 'case.edit' })
  }
  const now = desk.now()
  const limit = input.limit ?? desk.limits.fileBytes
  const blob = await desk.blobs.put(input.bytes, now, limit).catch((error: unknown) => {
    throw error instanceof BlobTooLarge ? new DeskError({ code: 'too_large', limit }) : error
  })
  const guid = desk.newId()
  return write(desk, async (tx) => {
    const id = await addFile(tx, {
      guid,
      name: input.name,
      contentType: input.contentType,
      size: blob.size,
      sha256: blob.sha256,
      uploadedById: actor.personId,
      credentialId: actor.credentialId,
      createdAt: now,
    })
    const stored = await findFile(tx, id)
    if (!stored) throw new Error('a file just added is not there')
    return stored
  })
}
