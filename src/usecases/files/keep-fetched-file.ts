import type { Readable } from 'node:stream'
import { type Actor, systemActor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { FileToFetch } from '../../domain/job.ts'
import { permissions } from '../../domain/rights.ts'
import { BlobTooLarge } from '../../storage/blobs.ts'
import { findCaseToChange } from '../../storage/cases.ts'
import { addFile, findFileByGuid } from '../../storage/files.ts'
import { type Desk, write } from '../desk.ts'
import { storeMessage } from '../messages/store-message.ts'
import { attachToCase } from './attach-to-case.ts'
import { withPapers } from './give-files.ts'

/** Bytes that were fetched and belong to no file yet. */
export type FetchedBytes = { readonly sha256: string; readonly size: number }

/** Stores bytes as they come. @returns what to keep them by; throws `too_large` over the installation's limit */
export async function receiveBytes(desk: Desk, bytes: Readable): Promise<FetchedBytes> {
  const limit = desk.limits.fileBytes
  return desk.blobs.put(bytes, desk.now(), limit).catch((error: unknown) => {
    throw error instanceof BlobTooLarge ? new DeskError({ code: 'too_large', limit }) : error
  })
}

/**
 * Attaches a fetched file to its case, in the name of whoever asked for it. The file comes into being with its place, under a
 * guid that was fixed beforehand: a second run for the same promise finds it and does nothing.
 * @returns false when the case is gone, into the trash or for good
 */
export async function keepFetchedFile(desk: Desk, file: FileToFetch, bytes: FetchedBytes): Promise<boolean> {
  const actor = actorOf(file)
  return write(desk, async (tx) => {
    const to = await findCaseToChange(desk.engine, tx, file.caseNumber)
    if (!to || to.trashedAt !== null) return false
    if (await findFileByGuid(tx, file.guid)) return true
    const id = await addFile(tx, {
      guid: file.guid,
      name: file.name,
      contentType: file.contentType,
      ...bytes,
      uploadedById: actor.personId,
      credentialId: actor.credentialId,
      createdAt: desk.now(),
    })
    const papers = new Map(file.paper === null ? [] : [[id, file.paper] as const])
    await attachToCase(desk, tx, actor, withPapers(to, papers), [id])
    return true
  })
}

/** Tells both parties on the case that a file could not be fetched, because whoever gave it was answered long ago. */
export async function tellOfMissingFile(desk: Desk, file: FileToFetch, reason: string): Promise<void> {
  const actor = systemActor('system', permissions)
  await write(desk, async (tx) => {
    const to = await findCaseToChange(desk.engine, tx, file.caseNumber)
    if (!to || to.trashedAt !== null) return
    await storeMessage(desk, tx, actor, to, {
      form: 'system',
      side: null,
      internal: false,
      body: `The file "${file.name}" could not be fetched: ${reason}.`,
      bodyFormat: 'text',
      authorId: null,
      authorName: actor.name,
      isResponse: false,
    })
  })
}

function actorOf({ by }: FileToFetch): Actor {
  return { ...systemActor(by.wire, permissions), ...by }
}
