import type { Engine } from '../../storage/engine/engine.ts'
import { enqueue } from '../../storage/jobs.ts'
import { sealGroupsNow } from '../../storage/seal/change-state.ts'
import { EncryptionProblem } from '../../storage/seal/master-key.ts'
import type { SealGroup } from '../../storage/seal/seal.ts'
import { readSealState } from '../../storage/seal/settle.ts'
import type { Desk } from '../desk.ts'
import { settleEverything } from './settle-everything.ts'

/**
 * Seals what the settings ask for and the database does not seal yet: new values from now on, the others by a job. What is
 * sealed stays so until a command takes it back, because a forgotten setting must not lay it open.
 * @param now ms
 * @returns whether anything is newly sealed. Throws `EncryptionProblem` when the settings name less than is sealed
 */
export async function agreeOnGroups(
  engine: Engine,
  wanted: readonly SealGroup[],
  now: number,
): Promise<boolean> {
  const { covered } = await readSealState(engine.db)
  const forgotten = covered.filter((group) => !wanted.includes(group))
  if (forgotten.length > 0) {
    throw new EncryptionProblem(
      `The database has ${forgotten.join(', ')} encrypted, but ENCRYPT does not name ${forgotten.length === 1 ? 'it' : 'them'}. Set ENCRYPT=${covered.join(',')}, or decrypt what ENCRYPT leaves out: caseloom encryption apply`,
    )
  }
  if (wanted.length === covered.length) return false
  return engine.write(async (tx) => {
    const version = await sealGroupsNow(tx, wanted)
    if (version === null) return false
    await enqueue(tx, { kind: 'reseal' }, now, { slot: `reseal:${version}` })
    return true
  })
}

/** Makes the database what is wanted, seals and unseals everything for it, and waits until that is done. */
export async function applyGroups(desk: Desk, wanted: readonly SealGroup[]): Promise<void> {
  await desk.engine.write((tx) => sealGroupsNow(tx, wanted))
  desk.engine.announce()
  await settleEverything(desk)
}
