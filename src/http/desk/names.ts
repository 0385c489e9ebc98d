import { type CaseChange, caseLookups } from '../../domain/case.ts'
import type { CasePatch } from './schema.ts'

/** The desk's names of given values in this API's words, where they differ. */
const givenNames: Readonly<Record<string, string>> = {
  description: 'text',
  descriptionFormat: 'format',
  body: 'text',
  group: 'groupId',
  category: 'categoryId',
  subcategory: 'subcategoryId',
  item: 'itemId',
  urgency: 'urgencyId',
  impact: 'impactId',
  level: 'levelId',
  mode: 'modeId',
  request_type: 'requestTypeId',
  template: 'templateId',
  address: 'email',
  requesterId: 'requester',
}

/** @returns how this API calls a given value */
export function fieldName(neutral: string): string {
  return givenNames[neutral] ?? neutral
}

/** The desk's names of a case's values in the words of `CaseDetail`, where they differ. */
const shownNames: Readonly<Record<string, string>> = {
  description: 'text',
  request_type: 'requestType',
  service_category: 'serviceCategory',
  requesterId: 'requester',
  assigneeId: 'assignee',
  providerId: 'provider',
  tagIds: 'tags',
}

/** @returns how this API calls a value of a case in its history */
export function shownName(neutral: string): string {
  return shownNames[neutral] ?? neutral
}

/** Facts that concern staff only and stay out of other people's history. */
export const staffFacts: readonly string[] = ['callbackUrl', 'fields', 'details', 'tagIds', 'externalId']

/** @returns whether changes of the value are ids of a look-up of the same name */
export function isLookup(neutral: string): neutral is (typeof caseLookups)[number] {
  return (caseLookups as readonly string[]).includes(neutral)
}

/** @returns what is to change, in the desk's words; what is not given stays as it is */
export function readClassification(given: Omit<CasePatch, 'subject' | 'resolution'>): CaseChange {
  const change = {
    status: given.status,
    priority: given.priority,
    assigneeId: given.assigneeId,
    group: given.groupId,
    category: given.categoryId,
    subcategory: given.subcategoryId,
    item: given.itemId,
    urgency: given.urgencyId,
    impact: given.impactId,
    level: given.levelId,
    mode: given.modeId,
    request_type: given.requestTypeId,
    tagIds: given.tagIds && [...new Set(given.tagIds)],
    externalId: given.externalId,
    callbackUrl: given.callbackUrl,
    dueAt: typeof given.dueAt === 'string' ? Date.parse(given.dueAt) : given.dueAt,
  }
  return withoutUndefined(change)
}

/** @returns the object without keys whose value is undefined, as optional properties demand */
export function withoutUndefined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
