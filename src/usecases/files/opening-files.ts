import type { Case } from '../../domain/case.ts'
import type { StoredFile } from '../../domain/file.ts'
import { attachmentsOf } from '../../storage/files.ts'
import type { Desk } from '../desk.ts'

/** @returns the files of the opening message by case number, for cases that the actor was allowed to see */
export async function openingFiles(
  desk: Desk,
  cases: readonly Case[],
): Promise<ReadonlyMap<number, readonly StoredFile[]>> {
  const attachments = await attachmentsOf(
    desk.db,
    cases.map((of) => of.number),
  )
  return new Map(
    [...attachments].map(([number, all]) => [
      number,
      all.filter(({ place }) => place === 'case').map(({ file }) => file),
    ]),
  )
}
