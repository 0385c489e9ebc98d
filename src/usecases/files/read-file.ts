import type { Readable } from 'node:stream'
import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { StoredFile } from '../../domain/file.ts'
import type { Desk } from '../desk.ts'
import { type FileRef, usableFile } from './use-files.ts'

/** @returns the file's facts; throws `not_found` also when it is not the actor's to read */
export async function readFile(desk: Desk, actor: Actor, ref: FileRef): Promise<StoredFile> {
  const file = await usableFile(desk.db, actor, ref, desk.now())
  if (!file)
    throw new DeskError({
      code: 'not_found',
      what: 'file',
      id: String(typeof ref === 'number' ? ref : ref.guid),
    })
  return file
}

/** @returns the bytes of a file that was read before */
export function openFile(desk: Desk, file: StoredFile): Promise<Readable> {
  return desk.blobs.read(file.sha256)
}
