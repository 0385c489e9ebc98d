import type { Actor } from '../../domain/actor.ts'
import type { CustomField } from '../../domain/custom-field.ts'
import { allFieldsIn, type CustomModule, moduleOf } from '../../domain/custom-module.ts'
import type { Person } from '../../domain/person.ts'
import type { CustomRecord, RecordQuery } from '../../domain/record.ts'
import type { RecordRight } from '../../domain/rights.ts'
import { findPeople } from '../../storage/people.ts'
import { countRecords, findRecord, queryRecords } from '../../storage/records.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { type ReferenceNames, referenceNames } from '../fields/references.ts'
import { noRecord, permitRecords } from './permit-records.ts'

/** Records of one module with everything that is shown beside them. */
export interface RecordPage {
  readonly module: CustomModule
  /** Also the deleted ones, for the values that they left. */
  readonly fields: readonly CustomField[]
  readonly records: readonly CustomRecord[]
  readonly people: ReadonlyMap<number, Person>
  readonly names: ReferenceNames
  /** Whether there are more after this page. */
  readonly more: boolean
  /** How many there are in all, when asked for. */
  readonly total: number | null
}

/** @returns the module and its fields, also deleted ones, for those who hold the right; throws `not_found` or `forbidden` */
export async function recordFields(
  desk: Desk,
  actor: Actor,
  moduleId: number,
  right: RecordRight,
): Promise<Pick<RecordPage, 'module' | 'fields'>> {
  const catalog = await catalogOf(desk)
  return { module: permitRecords(actor, catalog, moduleId, right), fields: allFieldsIn(catalog, moduleId) }
}

/** @returns one page of the records of the query; throws `not_found` for the module or `forbidden` */
export async function listRecords(
  desk: Desk,
  actor: Actor,
  query: RecordQuery & { readonly withTotal?: boolean },
): Promise<RecordPage> {
  const { withTotal, ...rest } = query
  permitRecords(actor, await catalogOf(desk), rest.moduleId, 'record.view')
  const engine = desk.engine.name
  const [found, total] = await Promise.all([
    queryRecords(desk.db, engine, { ...rest, limit: rest.limit + 1 }),
    withTotal ? countRecords(desk.db, engine, rest) : null,
  ])
  const records = found.slice(0, rest.limit)
  return {
    ...(await besideRecords(desk, rest.moduleId, records)),
    more: found.length > records.length,
    total,
  }
}

/**
 * @param right what the record is read for
 * @returns the record as a page of one; throws `not_found` or `forbidden`
 */
export async function readRecord(
  desk: Desk,
  actor: Actor,
  moduleId: number,
  id: number,
  right: RecordRight = 'record.view',
): Promise<RecordPage & { readonly record: CustomRecord }> {
  permitRecords(actor, await catalogOf(desk), moduleId, right)
  const record = await findRecord(desk.db, moduleId, id)
  if (!record) throw noRecord(id)
  return { ...(await showOwnRecord(desk, record)), record }
}

/** @returns a record that the actor has just written as a page of one, whatever else it may see */
export async function showOwnRecord(desk: Desk, record: CustomRecord): Promise<RecordPage> {
  return { ...(await besideRecords(desk, record.moduleId, [record])), more: false, total: null }
}

async function besideRecords(desk: Desk, moduleId: number, records: readonly CustomRecord[]) {
  const catalog = await catalogOf(desk)
  const fields = allFieldsIn(catalog, moduleId)
  const entry = catalog.find('module', moduleId)
  if (!entry) throw noRecord(moduleId)
  const [people, names] = await Promise.all([
    findPeople(
      desk.db,
      records.flatMap((record) => [record.createdById, record.updatedById]),
    ),
    referenceNames(
      desk.db,
      fields,
      records.map((record) => record.fields),
    ),
  ])
  return { module: moduleOf(entry), fields, records, people, names }
}
