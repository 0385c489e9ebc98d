import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { type CustomModule, findModule } from '../../domain/custom-module.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { RecordRight } from '../../domain/rights.ts'

/**
 * Throws `not_found` for a module that there is not, `forbidden` unless the actor holds the right on all records or on those of
 * the module (REST v3 §13.1, §17).
 * @returns the module
 */
export function permitRecords(
  actor: Actor,
  catalog: Catalog,
  moduleId: number,
  right: RecordRight,
): CustomModule {
  const found = findModule(catalog, moduleId)
  if (!found) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(moduleId) })
  permit(actor, `${right}:${moduleId}`)
  return found
}

/** @returns the refusal of a record that there is not */
export function noRecord(id: number): DeskError {
  return new DeskError({ code: 'not_found', what: 'record', id: String(id) })
}
