import { wrapForNext } from '../../storage/seal/keys.ts'
import { EncryptionProblem, makeKeyFile, readKeyFile } from '../../storage/seal/master-key.ts'
import type { Desk } from '../desk.ts'

/**
 * Prepares another master key. Both open the database until it is opened with the new one, so that nothing that happens in
 * between locks anybody out.
 * @param path file of the new master key, which is made if it does not exist
 * @returns whether the file was made, and how many keys are wrapped by it. Throws `EncryptionProblem`
 */
export async function rewrap(desk: Desk, path: string): Promise<{ made: boolean; keys: number }> {
  const made = await makeKeyFile(path)
  const next = await readKeyFile(path, true)
  const current = desk.engine.keys.masterKey
  if (next === null || next.equals(current))
    throw new EncryptionProblem(`${path} holds the master key that is in use; nothing was changed.`)
  return { made, keys: await desk.engine.write((tx) => wrapForNext(tx, current, next)) }
}
