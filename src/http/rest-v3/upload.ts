import type { Actor } from '../../domain/actor.ts'
import type { Desk } from '../../usecases/desk.ts'
import { stageFile } from '../../usecases/files/stage-file.ts'
import type { Input } from './read-input.ts'

/** @returns ids of the files that the call itself brings, stored to be attached by the same call (REST v3 §3.4) */
export async function stageParts(desk: Desk, actor: Actor, input: Input): Promise<number[]> {
  const ids: number[] = []
  for (const { fileName, contentType, bytes } of input.files) {
    const file = await stageFile(desk, actor, { name: fileName, contentType, bytes })
    ids.push(file.id)
  }
  return ids
}
