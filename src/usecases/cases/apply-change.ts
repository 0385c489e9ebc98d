import type { Actor } from '../../domain/actor.ts'
import {
  type Case,
  type CaseChange,
  caseLookups,
  changesBetween,
  type Resolution,
} from '../../domain/case.ts'
import { type CatalogEntry, isCompleted, phaseOf } from '../../domain/catalog.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { ResolvedSnapshot } from '../../domain/job.ts'
import { entersResolved, withStatus } from '../../domain/lifecycle.ts'
import { permit } from '../../domain/permission.ts'
import { saveCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { enqueue } from '../../storage/jobs.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { checkCaseValues, withValues } from '../fields/check-values.ts'
import { checkReferences, withParents } from './check-references.ts'

/** Keys whose changes the history shows. */
const recorded = [
  ...caseLookups,
  'subject',
  'description',
  'requesterId',
  'assigneeId',
  'providerId',
  'acceptedAt',
  'externalId',
  'tagIds',
  'resolution',
  'closure',
  'callbackUrl',
  'dueAt',
  'firstResponseDueAt',
  'fields',
  'details',
] as const

/**
 * Changes a loaded and locked case: the one place where a case gets new values, whichever wire or screen asks. Checks
 * rights and references, lets a new status take effect, saves, records what changed and promises the callback. What is said
 * about closing counts only when the case becomes closed by the change (REST v3 §8.1).
 * A change that changes nothing leaves no trace.
 * @returns the case as it now is; throws `forbidden` or `invalid`
 */
export async function applyChange(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  current: Case,
  asked: CaseChange & { resolution?: Resolution | null; acceptedAt?: number | null },
): Promise<Case> {
  const now = desk.now()
  const catalog = await catalogOf(desk, tx)
  const from = catalog.find('status', current.status)
  const to = catalog.find('status', asked.status ?? current.status)
  const { closure, ...rest } = asked
  const closes = to?.id !== from?.id && phaseOf(to) === 'closed'
  const change = withParents(catalog, closure !== undefined && closes ? asked : rest)

  if (to?.id !== from?.id) permit(actor, isCompleted(to) ? 'case.close' : 'case.edit')
  if (isAssignment(change, current))
    permit(actor, takesItself(actor, change, current) ? 'case.pick_up' : 'case.assign')
  refuseIssues(await checkReferences(tx, catalog, change, current))

  const { fields, details, status: _status, ...plain } = change
  const assigned = change.assigneeId !== undefined && change.assigneeId !== current.assigneeId
  const moved = to ? withStatus(current, from, to, now) : current
  const next: Case = {
    ...moved,
    ...plain,
    fields: fields
      ? withValues(current.fields, await checkCaseValues(tx, actor, catalog, fields, current.fields))
      : current.fields,
    details: merged(current.details, details),
    assignedAt: assigned ? (change.assigneeId === null ? null : now) : current.assignedAt,
  }
  const changes = changesBetween(current, next, recorded)
  if (Object.keys(changes).length === 0) return current

  const saved: Case = { ...next, updatedAt: now, version: current.version + 1 }
  await saveCase(tx, saved, current)
  await recordEvent(tx, actor, now, { kind: 'case.changed', caseNumber: saved.number, changes })
  if (saved.callbackUrl !== null && entersResolved(from, to)) {
    const snapshot = await snapshotOf(
      desk,
      tx,
      saved,
      to,
      catalog.find('closure_code', saved.closure?.codeId ?? null),
    )
    // Same transaction as the change: a crash can delay the call, never lose it. One case's calls go out in order.
    await enqueue(tx, { kind: 'call-back', url: saved.callbackUrl, snapshot }, now, {
      orderKey: `case:${saved.number}`,
      lane: new URL(saved.callbackUrl).host,
      caseNumber: saved.number,
    })
  }
  return saved
}

function isAssignment(change: CaseChange, current: Case): boolean {
  return (
    (change.assigneeId !== undefined && change.assigneeId !== current.assigneeId) ||
    (change.group !== undefined && change.group !== current.group)
  )
}

function takesItself(actor: Actor, change: CaseChange, current: Case): boolean {
  const sameGroup = change.group === undefined || change.group === current.group
  return actor.personId !== null && change.assigneeId === actor.personId && sameGroup
}

/** Keys given as null are removed, others replaced. */
function merged(current: Case['fields'], change: Case['fields'] | undefined): Case['fields'] {
  if (!change) return current
  return Object.fromEntries(Object.entries({ ...current, ...change }).filter(([, value]) => value !== null))
}

async function snapshotOf(
  desk: Desk,
  tx: Tx,
  of: Case,
  status: CatalogEntry | undefined,
  closureCode: CatalogEntry | undefined,
): Promise<ResolvedSnapshot> {
  const assignee = of.assigneeId === null ? undefined : await findPerson(tx, of.assigneeId)
  return {
    eventId: desk.newId(),
    occurredAt: of.updatedAt,
    number: of.number,
    subject: of.subject,
    status: { id: of.status, name: status?.name ?? '', color: status?.data.color ?? null },
    resolution: of.resolution?.content ?? null,
    assignee: assignee ? { id: assignee.id, name: assignee.name, email: assignee.email } : null,
    resolvedAt: of.resolvedAt,
    closure: of.closure && { code: closureCode?.name ?? null, comments: of.closure.comments },
  }
}
