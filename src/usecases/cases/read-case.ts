import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Attachment } from '../../domain/file.ts'
import type { Message } from '../../domain/message.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit, seesMessage } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { listAttachments } from '../../storage/files.ts'
import { listMessages } from '../../storage/messages.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { findPeople } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { namesInCases } from '../fields/case-references.ts'
import type { ReferenceNames } from '../fields/references.ts'
import { type CaseRef, loadCase } from './load-case.ts'

/** One case with everything a page or a detail view shows of it. */
export interface CaseFile {
  readonly of: Case
  /** What the actor may see, oldest first. */
  readonly messages: readonly Message[]
  /** What the actor may see, by file id. */
  readonly attachments: readonly Attachment[]
  /** Everyone named by the case and its messages. */
  readonly people: ReadonlyMap<number, Person>
  readonly organisations: ReadonlyMap<number, Organisation>
  readonly catalog: Catalog
  /** What the case's fields refer to. */
  readonly names: ReferenceNames
}

/** @returns the case with its thread; throws `not_found` or `out_of_reach` */
export async function readCase(desk: Desk, actor: Actor, ref: CaseRef): Promise<CaseFile> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  const [catalog, allMessages, allAttachments] = await Promise.all([
    catalogOf(desk),
    listMessages(desk.db, of.number),
    listAttachments(desk.db, of.number),
  ])
  const messages = allMessages.filter((message) => seesMessage(actor, message))
  const seen = new Set(messages.map((message) => message.id))
  const attachments = allAttachments.filter((each) => each.messageId === null || seen.has(each.messageId))
  return { of, messages, attachments, catalog, ...(await namedIn(desk, of, messages)) }
}

/** @returns a case just opened, of which nothing but itself and its files can be there yet */
export async function readOpenedCase(desk: Desk, of: Case, hasFiles: boolean): Promise<CaseFile> {
  const [catalog, attachments, named] = await Promise.all([
    catalogOf(desk),
    hasFiles ? listAttachments(desk.db, of.number) : [],
    namedIn(desk, of, []),
  ])
  return { of, messages: [], attachments, catalog, ...named }
}

async function namedIn(
  desk: Desk,
  of: Case,
  messages: readonly Message[],
): Promise<Pick<CaseFile, 'people' | 'organisations' | 'names'>> {
  const [people, organisations, names] = await Promise.all([
    findPeople(desk.db, [
      of.requesterId,
      of.createdById,
      of.assigneeId,
      of.resolution?.byId ?? null,
      ...messages.flatMap((message) => [message.authorId, message.updatedById]),
    ]),
    findOrganisations(desk.db, [of.partnerId, of.providerId]),
    namesInCases(desk, [of]),
  ])
  return { people, organisations, names }
}
