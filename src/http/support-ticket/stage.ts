import type { Actor } from '../../domain/actor.ts'
import type { Desk } from '../../usecases/desk.ts'
import { stageFile } from '../../usecases/files/stage-file.ts'
import { fileBytes } from './read-submission.ts'
import type { Upload } from './submission.ts'

/** Stores the file of a ticket or conversation that is about to be written. @returns its id in a list, or an empty one */
export async function stage(desk: Desk, actor: Actor, given: Upload | undefined): Promise<number[]> {
  if (!given) return []
  const { fileName: name, contentType, bytes } = given
  return [(await stageFile(desk, actor, { name, contentType, bytes, limit: fileBytes })).id]
}
