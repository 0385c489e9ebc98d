import type { Actor } from '../../domain/actor.ts'
import type { Worklog as DeskWorklog } from '../../domain/worklog.ts'
import type { WorklogList } from '../../usecases/worklogs/list-worklogs.ts'
import { iso, isoOrNull, lookupRef, personOrNull } from './present.ts'
import type { Worklog } from './schema-work.ts'

/** @returns time that was spent on a case */
export function presentWorklog(
  viewer: Actor,
  of: DeskWorklog,
  { people, catalog }: Pick<WorklogList, 'people' | 'catalog'>,
): Worklog {
  return {
    id: of.id,
    owner: personOrNull(viewer, people, of.ownerId),
    description: of.description,
    startedAt: isoOrNull(of.startedAt),
    endedAt: isoOrNull(of.endedAt),
    minutes: of.minutes,
    type: lookupRef(catalog, 'worklog_type', of.typeId),
    ownerCost: of.ownerCost,
    otherCost: of.otherCost,
    includeNonOperational: of.includeNonOperational,
    createdBy: personOrNull(viewer, people, of.createdById),
    createdAt: iso(of.createdAt),
    updatedAt: iso(of.updatedAt),
  }
}
