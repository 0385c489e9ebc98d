import type { Actor } from '../../domain/actor.ts'
import { type CaseCriterion, type CaseQuery, columnIs } from '../../domain/case-query.ts'
import { type Catalog, inProgress, type StatusPhase } from '../../domain/catalog.ts'
import type { ViewName } from './schema.ts'

/** What a view shows: a ready-made question, also counted in the navigation. */
export type View = Pick<CaseQuery, 'trash' | 'where'>

/** @returns the view of that name for this viewer at this time */
export function viewOf(name: ViewName, viewer: Actor, catalog: Catalog, now: number): View {
  const inPhases = (...phases: readonly StatusPhase[]) => columnIs('status', ...catalog.statusesIn(phases))
  const without = (...where: readonly CaseCriterion[]): View => ({ trash: 'without', where })
  switch (name) {
    case 'open':
      return without(inPhases('open', 'working'))
    case 'mine':
      return without(inPhases(...inProgress), columnIs('assignee_id', viewer.personId ?? 0))
    case 'unassigned':
      return without(inPhases(...inProgress), columnIs('assignee_id', null))
    case 'waiting':
      return without(inPhases('waiting'))
    case 'overdue':
      return without(inPhases(...inProgress), { of: { column: 'due_at' }, is: 'less', value: now })
    case 'completed':
      return without(inPhases('resolved', 'closed', 'cancelled'))
    case 'all':
      return without()
    case 'trash':
      return { trash: 'only', where: [] }
  }
}
