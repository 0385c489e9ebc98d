import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import type { Worklog } from '../../domain/worklog.ts'
import { findPeople } from '../../storage/people.ts'
import { listWorklogs as listStored } from '../../storage/worklogs.ts'
import { type CaseRef, loadCase } from '../cases/load-case.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** The worklogs of a case by id, with everyone they name. */
export interface WorklogList {
  readonly of: Case
  readonly worklogs: readonly Worklog[]
  readonly people: ReadonlyMap<number, Person>
  readonly catalog: Catalog
}

/** @returns the time that was spent on the case; throws `not_found`, `out_of_reach` or `forbidden` */
export async function listWorklogs(desk: Desk, actor: Actor, ref: CaseRef): Promise<WorklogList> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'worklog.view')
  const [worklogs, catalog] = await Promise.all([listStored(desk.db, of.number), catalogOf(desk)])
  const people = await findPeople(
    desk.db,
    worklogs.flatMap((each) => [each.ownerId, each.createdById]),
  )
  return { of, worklogs, people, catalog }
}
