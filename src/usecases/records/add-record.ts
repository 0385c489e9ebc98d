import type { Actor } from '../../domain/actor.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { CustomRecord } from '../../domain/record.ts'
import { withoutSecrets } from '../../domain/secret-value.ts'
import { recordEvent } from '../../storage/events.ts'
import { addRecord as addStored } from '../../storage/records.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import {
  checkRecordValues,
  type FieldValues,
  missingRecordFields,
  withValues,
} from '../fields/check-values.ts'
import { permitRecords } from './permit-records.ts'
import { textIssues } from './record-texts.ts'

/** What a record is made from. */
export interface NewRecord {
  readonly title: string
  /** HTML or text. */
  readonly description?: string | null
  readonly fields?: FieldValues
}

/** @returns the new record; throws `not_found` for the module, `forbidden` or `invalid` */
export async function addRecord(
  desk: Desk,
  actor: Actor,
  moduleId: number,
  draft: NewRecord,
): Promise<CustomRecord> {
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const module = permitRecords(actor, catalog, moduleId, 'record.add')
    const { title, description = null } = draft
    const values = draft.fields ?? {}
    refuseIssues([...textIssues({ title, description }), ...missingRecordFields(catalog, moduleId, values)])
    const given = await checkRecordValues(tx, actor, catalog, moduleId, values, null)
    const now = desk.now()
    const record = {
      guid: desk.newId(),
      moduleId,
      title: title.trim(),
      description,
      fields: withValues({}, given),
      createdById: actor.personId,
      updatedById: null,
      createdAt: now,
      updatedAt: null,
    }
    const id = await addStored(tx, record)
    await recordEvent(tx, actor, now, {
      kind: 'record.added',
      subjectId: id,
      changes: {
        module: { from: null, to: module.name },
        title: { from: null, to: record.title },
        fields: { from: null, to: withoutSecrets(record.fields) },
      },
    })
    return { ...record, id }
  })
}
