import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Attachment } from '../../domain/file.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { attachmentsOf } from '../../storage/files.ts'
import { countMessages } from '../../storage/messages.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { findPeople } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { namesInCases } from '../fields/case-references.ts'
import type { ReferenceNames } from '../fields/references.ts'
import { type CaseRef, loadCase } from './load-case.ts'

/** What staff see of a case besides its own values: who is named, what is attached, whether there are notes and messages. */
export interface DescribedCase {
  readonly of: Case
  readonly people: ReadonlyMap<number, Person>
  /** The organisation of the requester. */
  readonly organisation: Organisation | undefined
  /** Everything on the case, its messages and its resolution, by file id. */
  readonly attachments: readonly Attachment[]
  readonly noteCount: number
  readonly messageCount: number
  /** Words of the requester's side that the desk has not answered since. */
  readonly unrepliedCount: number
  /** What the case's fields refer to. */
  readonly names: ReferenceNames
}

/** @returns the case as staff see it in detail; throws `not_found`, `out_of_reach` or `forbidden` */
export async function describeCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
): Promise<{ described: DescribedCase; catalog: Catalog }> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  const [[described], catalog] = await Promise.all([describeLoaded(desk, [of]), catalogOf(desk)])
  if (!described) throw new Error('one case was described as none')
  return { described, catalog }
}

/** @returns the same for cases that the actor was allowed to load, in their order */
export async function describeLoaded(desk: Desk, cases: readonly Case[]): Promise<DescribedCase[]> {
  const numbers = cases.map((of) => of.number)
  const [people, attachments, counts] = await Promise.all([
    findPeople(
      desk.db,
      cases.flatMap((of) => [of.requesterId, of.createdById, of.assigneeId, of.resolution?.byId ?? null]),
    ),
    attachmentsOf(desk.db, numbers),
    countMessages(desk.db, numbers),
  ])
  const organisationOf = (of: Case) => people.get(of.requesterId)?.organisationId ?? null
  const [organisations, names] = await Promise.all([
    findOrganisations(desk.db, cases.map(organisationOf)),
    namesInCases(desk, cases),
  ])
  return cases.map((of) => ({
    of,
    people,
    organisation: organisations.get(organisationOf(of) ?? -1),
    attachments: attachments.get(of.number) ?? [],
    noteCount: counts.get(of.number)?.notes ?? 0,
    messageCount: counts.get(of.number)?.replies ?? 0,
    unrepliedCount: counts.get(of.number)?.unreplied ?? 0,
    names,
  }))
}
