import { renameBlob } from '../../storage/files.ts'
import { endSettling } from '../../storage/seal/change-state.ts'
import { filesDone, readSealState, saveFilesDone, settleNext } from '../../storage/seal/settle.ts'
import type { Desk } from '../desk.ts'

/** How many files are gone through between two notes of how far it came. */
const filesTogether = 20

/**
 * Goes through all rows and files that are not yet in the form in which they would be stored now, then retires keys that
 * nothing needs any more. It goes on where an earlier run stopped, and may run in several processes at once.
 * @param until ms; stops then, with the rest left for another call
 * @returns whether everything is done
 */
export async function settleEverything(desk: Desk, until = Number.POSITIVE_INFINITY): Promise<boolean> {
  for (;;) {
    const { version, unsettled } = await readSealState(desk.db)
    if (!unsettled) return true
    // Whoever began before the change may still write in the former way; what comes later knows of it.
    await desk.engine.afterOlderWrites()
    if (!(await settleAllRows(desk, until)) || !(await settleAllFiles(desk, version, until))) return false
    // Before it counts as done, so that a kill in between leaves nothing behind for good.
    await desk.engine.scrub()
    if (await desk.engine.write((tx) => endSettling(tx, version, desk.now()))) return true
  }
}

async function settleAllRows(desk: Desk, until: number): Promise<boolean> {
  for (;;) {
    // Not through `write()`: for whoever reads nothing changes, so there is nothing to tell.
    const at = await desk.engine.write((tx) => settleNext(desk.engine, tx))
    if (at === 'bytes' || at === 'end') return true
    if (desk.now() >= until) return false
  }
}

async function settleAllFiles(desk: Desk, version: number, until: number): Promise<boolean> {
  for (;;) {
    const after = await desk.engine.write(filesDone)
    if (after === null) return true
    const names = await desk.blobs.list(after, filesTogether)
    await desk.engine.keys.refresh()
    for (const name of names) await settleFile(desk, name)
    await desk.engine.write((tx) => saveFilesDone(tx, version, names.at(-1) ?? null))
    if (desk.now() >= until) return false
  }
}

/** The bytes lie under their new name before any row says it, and under the former until none does. */
async function settleFile(desk: Desk, name: string): Promise<void> {
  const next = await desk.blobs.settle(name)
  if (next === null || next === name) return
  await desk.engine.write((tx) => renameBlob(tx, name, next))
  await desk.blobs.remove(name, Number.POSITIVE_INFINITY)
}
