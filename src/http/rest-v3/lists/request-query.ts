import type { Actor } from '../../../domain/actor.ts'
import {
  type CaseColumn,
  type CaseCriterion,
  type CaseOperand,
  type CaseQuery,
  columnIs,
} from '../../../domain/case-query.ts'
import { type Catalog, inProgress } from '../../../domain/catalog.ts'
import { builtInField } from '../../../domain/custom-field.ts'
import { fieldCalled } from '../../../domain/custom-module.ts'
import { invalidInput } from '../errors.ts'
import type { Comparison, Test } from './criteria.ts'
import { fieldOperandOf } from './field-comparison.ts'
import type { ListInfo } from './list-info.ts'
import { overdue, requestAttributes } from './request-attributes.ts'
import { comparing, flagged, matchesNothing } from './request-comparison.ts'

/**
 * @param now ms
 * @returns the requests that a `list_info` asks for (REST v3 §7), for `listCases`; throws a refusal (4001) for a field,
 *   condition, value or filter that there is not
 */
export function requestQuery(
  info: ListInfo,
  actor: Actor,
  catalog: Catalog,
  now: number,
): Omit<CaseQuery, 'reach'> & { withTotal: boolean } {
  const filter = info.filterBy === null ? { where: [] } : findFilter(info.filterBy).cases(actor, catalog, now)
  return {
    trash: 'trash' in filter ? filter.trash : asksForTrash(info.test) ? 'with' : 'without',
    where: [...filter.where, criterion(info.test, catalog, now)],
    sort: { by: sortedBy(info.sortField, catalog), order: info.sortOrder },
    limit: info.rowCount,
    offset: info.startIndex - 1,
    withTotal: info.wantsTotal,
  }
}

/** One filter of §7.3: its names, what it is called for people, and the cases it lets through. */
export interface RequestFilter {
  readonly id: string
  readonly name: string
  readonly alias?: string
  readonly displayName: string
  cases(
    actor: Actor,
    catalog: Catalog,
    now: number,
  ): { where: readonly CaseCriterion[]; trash?: CaseQuery['trash'] }
}

const open = (catalog: Catalog): CaseCriterion =>
  columnIs('status', ...catalog.statusesIn(['open', 'working']))
const unfinished = (catalog: Catalog): CaseCriterion => columnIs('status', ...catalog.statusesIn(inProgress))
/** A key without a person has no requests of its own. */
const mine = (actor: Actor): CaseCriterion =>
  actor.personId === null ? { any: [] } : columnIs('assignee_id', actor.personId)

/** Every filter, in the order in which `list_view_filters/show_all` lists them. */
export const requestFilters: readonly RequestFilter[] = [
  {
    id: '1',
    name: 'Open_System',
    alias: 'Open_Requests',
    displayName: 'Open requests',
    cases: (_actor, catalog) => ({ where: [open(catalog)] }),
  },
  {
    id: '2',
    name: 'Onhold_System',
    displayName: 'Requests on hold',
    cases: (_actor, catalog) => ({ where: [columnIs('status', ...catalog.statusesIn(['waiting']))] }),
  },
  {
    id: '3',
    name: 'Overdue_System',
    alias: 'Overdue_Requests',
    displayName: 'Overdue requests',
    cases: (_actor, catalog, now) => ({ where: [overdue('due_at', now, catalog)] }),
  },
  {
    id: '4',
    name: 'Unassigned_System',
    displayName: 'Unassigned requests',
    cases: (_actor, catalog) => ({ where: [unfinished(catalog), columnIs('assignee_id', null)] }),
  },
  {
    id: '5',
    name: 'Completed_System',
    displayName: 'Completed requests',
    cases: (_actor, catalog) => ({ where: [{ not: unfinished(catalog) }] }),
  },
  {
    id: '6',
    name: 'My_Open',
    displayName: 'My open requests',
    cases: (actor, catalog) => ({ where: [mine(actor), open(catalog)] }),
  },
  {
    id: '7',
    name: 'My_All',
    displayName: 'All my requests',
    cases: (actor) => ({ where: [mine(actor)] }),
  },
  { id: '8', name: 'All_Requests', displayName: 'All requests', cases: () => ({ where: [] }) },
  {
    id: '9',
    name: 'Trash_Requests',
    displayName: 'Requests in trash',
    cases: () => ({ where: [], trash: 'only' }),
  },
]

function findFilter(by: NonNullable<ListInfo['filterBy']>): RequestFilter {
  const found = requestFilters.find((filter) => {
    if ('id' in by) return filter.id === by.id
    const wanted = by.name.trim().toLowerCase()
    return filter.name.toLowerCase() === wanted || filter.alias?.toLowerCase() === wanted
  })
  if (found) return found
  const word = 'id' in by ? by.id : by.name
  throw invalidInput('list_info.filter_by', `filter_by "${word}" does not exist`)
}

/** A criterion on `is_trashed` brings trashed requests in; the criterion itself then chooses (§8.3). */
function asksForTrash(test: Test): boolean {
  if ('all' in test) return test.all.some(asksForTrash)
  if ('any' in test) return test.any.some(asksForTrash)
  if ('not' in test) return asksForTrash(test.not)
  return test.path[0] === 'is_trashed'
}

function criterion(test: Test, catalog: Catalog, now: number): CaseCriterion {
  if ('all' in test) return { all: test.all.map((each) => criterion(each, catalog, now)) }
  if ('any' in test) return { any: test.any.map((each) => criterion(each, catalog, now)) }
  if ('not' in test) return { not: criterion(test.not, catalog, now) }
  return oneCriterion(test, catalog, now)
}

function oneCriterion(test: Comparison, catalog: Catalog, now: number): CaseCriterion {
  const [name = '', ...rest] = test.path
  const attribute = Object.hasOwn(requestAttributes, name) ? requestAttributes[name] : undefined
  if (attribute?.as === 'flag') return flagged(test, rest, attribute.when(now, catalog))
  if (attribute?.as === 'false') return flagged(test, rest, { any: [] })
  if (attribute?.as === 'nothing') return matchesNothing(test)
  return comparing(test, attribute, catalog)
}

/** @returns the column or expression to sort by; requests come newest first when nothing is asked for (§7.1) */
function sortedBy(field: string | null, catalog: Catalog): CaseColumn | CaseOperand {
  if (field === null) return 'number'
  const [name = '', part, ...more] = field.split('.')
  const udf = name === 'udf_fields' && part !== undefined ? fieldCalled(catalog, null, part) : undefined
  if (udf) return fieldOperandOf(udf, more, field)
  const attribute = Object.hasOwn(requestAttributes, name) ? requestAttributes[name] : undefined
  const by = more.length > 0 ? undefined : sortOperand(name, attribute, part)
  if (by === undefined) throw invalidInput('list_info.sort_field', `"${field}" cannot be sorted by`)
  return by
}

function sortOperand(
  name: string,
  attribute: (typeof requestAttributes)[string] | undefined,
  part: string | undefined,
): CaseColumn | CaseOperand | undefined {
  const udf = name === 'udf_fields' && part !== undefined ? builtInField(part) : undefined
  if (udf !== undefined && part !== undefined) {
    return { json: 'fields', path: [part], as: udf === 'char' ? 'text' : 'number' }
  }
  switch (attribute?.as) {
    case 'number':
    case 'text':
      return part === undefined || (part === 'content' && name === 'resolution') ? attribute.of : undefined
    case 'time':
      return part === undefined || part === 'value' ? attribute.of : undefined
    case 'lookup':
      if (part === 'id') return attribute.kind
      return part === undefined || part === 'name' ? { lookup: attribute.kind } : undefined
    case 'person':
      if (part === 'id') return `${attribute.who}_id`
      if (part === 'email_id') return { person: attribute.who, fact: 'email' }
      return part === undefined || part === 'name' ? { person: attribute.who, fact: 'name' } : undefined
    case 'account':
      return { person: 'requester', fact: part === 'id' ? 'organisation_id' : 'organisation_name' }
    case 'false':
    case 'nothing':
      return 'number'
    default:
      return undefined
  }
}
