import type { Actor } from '../../domain/actor.ts'
import type { ValueChange } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { CustomRecord } from '../../domain/record.ts'
import { withoutSecrets } from '../../domain/secret-value.ts'
import { recordEvent } from '../../storage/events.ts'
import { findRecordToChange, saveRecord } from '../../storage/records.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkRecordValues, withValues } from '../fields/check-values.ts'
import type { NewRecord } from './add-record.ts'
import { noRecord, permitRecords } from './permit-records.ts'
import { textIssues } from './record-texts.ts'

/**
 * Changes a record. Absent keys stay, also inside `fields`; fields given as null are cleared. A change that changes nothing
 * leaves no trace.
 * @returns the record as it now is; throws `not_found`, `forbidden` or `invalid`
 */
export async function changeRecord(
  desk: Desk,
  actor: Actor,
  moduleId: number,
  id: number,
  change: Partial<NewRecord>,
): Promise<CustomRecord> {
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const module = permitRecords(actor, catalog, moduleId, 'record.edit')
    const current = await findRecordToChange(desk.engine, tx, moduleId, id)
    if (!current) throw noRecord(id)
    const given = await checkRecordValues(tx, actor, catalog, moduleId, change.fields ?? {}, current.fields)
    const next: CustomRecord = {
      ...current,
      title: change.title?.trim() ?? current.title,
      description: change.description === undefined ? current.description : change.description,
      fields: withValues(current.fields, given),
    }
    refuseIssues(textIssues(next))
    const changes = changesOf(current, next)
    if (Object.keys(changes).length === 0) return current
    const now = desk.now()
    const saved = { ...next, updatedById: actor.personId, updatedAt: now }
    await saveRecord(tx, saved)
    await recordEvent(tx, actor, now, {
      kind: 'record.changed',
      subjectId: id,
      changes: { module: { from: module.name, to: module.name }, ...changes },
    })
    return saved
  })
}

/** What became different, secret values and the words of the description left out. */
function changesOf(before: CustomRecord, after: CustomRecord): Record<string, ValueChange> {
  const changes: Record<string, ValueChange> = {}
  for (const key of ['title', 'description', 'fields'] as const) {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) continue
    changes[key] =
      key === 'description'
        ? { from: before[key] === null ? null : '…', to: after[key] === null ? null : '…' }
        : { from: withoutSecrets(before[key]), to: withoutSecrets(after[key]) }
  }
  return changes
}
