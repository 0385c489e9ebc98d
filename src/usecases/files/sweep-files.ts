import { unattachedLifeMs } from '../../domain/file.ts'
import { forgetUnusedBlobs, removeUnusedFiles } from '../../storage/files.ts'
import { type Desk, write } from '../desk.ts'

/** Bytes stored within this time may just be coming into use by another upload of the same content. */
const graceMs = 600_000

/**
 * Removes files whose hour is over and that are attached nowhere, then the bytes that nothing refers to
 * (Case Management §8.4). Safe beside uploads and attaching: rows are decided in the database, bytes by their age.
 * @returns how many files went
 */
export async function sweepFiles(desk: Desk): Promise<number> {
  const now = desk.now()
  const { removed, blobs } = await write(desk, async (tx) => ({
    removed: await removeUnusedFiles(tx, now - unattachedLifeMs),
    blobs: await forgetUnusedBlobs(tx),
  }))
  for (const sha256 of blobs) await desk.blobs.remove(sha256, now - graceMs)
  return removed
}
