import type { Actor } from '../../domain/actor.ts'
import { recordEvent } from '../../storage/events.ts'
import { findRecordToChange, removeRecord } from '../../storage/records.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { noRecord, permitRecords } from './permit-records.ts'

/** Removes a record for good (REST v3 §13.1). Throws `not_found` or `forbidden`. */
export async function deleteRecord(desk: Desk, actor: Actor, moduleId: number, id: number): Promise<void> {
  await write(desk, async (tx) => {
    const module = permitRecords(actor, await catalogOf(desk, tx), moduleId, 'record.delete')
    const current = await findRecordToChange(desk.engine, tx, moduleId, id)
    if (!current) throw noRecord(id)
    await removeRecord(tx, id)
    await recordEvent(tx, actor, desk.now(), {
      kind: 'record.removed',
      subjectId: id,
      changes: { module: { from: module.name, to: null }, title: { from: current.title, to: null } },
    })
  })
}
