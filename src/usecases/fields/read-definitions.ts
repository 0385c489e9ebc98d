import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { CustomField } from '../../domain/custom-field.ts'
import {
  allFieldsIn,
  type CustomModule,
  fieldsIn,
  findModule,
  modulesIn,
} from '../../domain/custom-module.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { holds } from '../../domain/rights.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** What administrators defined: fields of cases, and modules with theirs. */
export interface Definitions {
  readonly modules: readonly CustomModule[]
  /** Fields of cases first, then those of the modules in their order. */
  readonly fields: readonly CustomField[]
  readonly catalog: Catalog
}

/** @returns everything that is defined, for those who may change it; throws `forbidden` */
export async function allDefinitions(desk: Desk, actor: Actor): Promise<Definitions> {
  permit(actor, 'setup.manage')
  return definitions(desk, () => true)
}

/**
 * @param deleted gives the deleted fields instead, whose values stay readable where there are some
 * @returns the fields of what the actor may see: of cases, and of modules by the right on their records
 */
export async function usableDefinitions(desk: Desk, actor: Actor, deleted = false): Promise<Definitions> {
  const may = (moduleId: number | null) =>
    holds(actor.permissions, 'setup.manage') ||
    holds(actor.permissions, moduleId === null ? 'case.view' : `record.view:${moduleId}`)
  return definitions(desk, may, deleted)
}

/** @returns the module with its fields, for those who may see its records; throws `not_found` or `forbidden` */
export async function readModule(
  desk: Desk,
  actor: Actor,
  id: number,
): Promise<{ module: CustomModule; fields: readonly CustomField[] }> {
  const catalog = await catalogOf(desk)
  const module = findModule(catalog, id)
  if (!module) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
  if (!holds(actor.permissions, 'setup.manage')) permit(actor, `record.view:${id}`)
  return { module, fields: fieldsIn(catalog, id) }
}

async function definitions(
  desk: Desk,
  may: (moduleId: number | null) => boolean,
  deleted = false,
): Promise<Definitions> {
  const catalog = await catalogOf(desk)
  const modules = modulesIn(catalog).filter(({ id }) => may(id))
  const owners = [...(may(null) ? [null] : []), ...modules.map(({ id }) => id)]
  const fields = owners.flatMap((owner) => allFieldsIn(catalog, owner))
  return { catalog, modules, fields: fields.filter((field) => field.deleted === deleted) }
}
