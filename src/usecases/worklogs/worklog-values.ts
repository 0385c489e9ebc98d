import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'
import { costOfTime, isAmount, minutesBetween, type Worklog } from '../../domain/worklog.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { findWorklog } from '../../storage/worklogs.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** What callers say of a worklog. */
export interface WorklogValues {
  readonly ownerId: number
  readonly description: string | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Time spent; null to take it from the times. */
  readonly minutes: number | null
  readonly typeId: number | null
  readonly otherCost: string
  readonly includeNonOperational: boolean
}

/** Longest time of one worklog: ten years, so that costs stay amounts. */
const longestMinutes = 10 * 366 * 24 * 60

/**
 * Checks the values against each other and against what they point to, and works out time and cost (REST v3 §9.2).
 * @param currentTypeId type that the worklog has already, which may have been deleted meanwhile
 * @returns what is stored; throws `invalid`
 */
export async function settleWorklog(
  desk: Desk,
  tx: Tx,
  values: WorklogValues,
  currentTypeId: number | null,
): Promise<Omit<WorklogValues, 'minutes'> & Pick<Worklog, 'minutes' | 'ownerCost'>> {
  const { startedAt, endedAt, typeId } = values
  const minutes = values.minutes ?? minutesBetween(startedAt, endedAt)
  const owner = await findPerson(tx, values.ownerId)
  const issues: Issue[] = []
  if (startedAt !== null && endedAt !== null && endedAt < startedAt)
    issues.push({ field: 'endedAt', rule: 'mismatch', what: 'startedAt' })
  else if (!Number.isSafeInteger(minutes) || minutes < 0 || minutes > longestMinutes)
    issues.push({ field: 'minutes', rule: 'format' })
  if (!isAmount(values.otherCost)) issues.push({ field: 'otherCost', rule: 'format' })
  if (owner?.kind !== 'rep' || owner.deletedAt !== null)
    issues.push({ field: 'ownerId', rule: 'unknown', what: 'person', value: values.ownerId })
  const catalog = await catalogOf(desk, tx)
  if (typeId !== null && typeId !== currentTypeId && !catalog.usable('worklog_type', typeId))
    issues.push({ field: 'typeId', rule: 'unknown', what: 'worklog_type', value: typeId })
  refuseIssues(issues)
  const rate = String(owner?.details.cost_per_hour ?? '0')
  return { ...values, minutes, ownerCost: costOfTime(minutes, isAmount(rate) ? rate : '0') }
}

/** @returns the worklog of that case; throws `not_found` */
export async function findCaseWorklog(tx: Tx, caseNumber: number, id: number): Promise<Worklog> {
  const worklog = await findWorklog(tx, id)
  if (worklog?.caseNumber !== caseNumber) {
    throw new DeskError({ code: 'not_found', what: 'worklog', id: String(id) })
  }
  return worklog
}
