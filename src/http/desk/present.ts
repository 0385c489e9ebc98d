import type { Actor } from '../../domain/actor.ts'
import type { Case, Millis, TextFormat } from '../../domain/case.ts'
import type { Catalog, CatalogKind } from '../../domain/catalog.ts'
import type { StoredFile } from '../../domain/file.ts'
import { isOverdue } from '../../domain/lifecycle.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { isStaff } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import type { CasePreview } from '../../usecases/cases/preview-cases.ts'
import { cleanHtml, excerpt, htmlToText, textToHtml } from '../shared/html.ts'
import { basePath } from './app.ts'
import type { CaseSummary, FileRef, NamedRef, PersonRef } from './schema.ts'

/** Everyone and everything that a presented case may name. */
export interface Names {
  readonly people: ReadonlyMap<number, Person>
  readonly organisations: ReadonlyMap<number, Organisation>
  readonly catalog: Catalog
}

const first = Date.parse('0000-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/** @returns the time as ISO 8601 in UTC; what lies outside its four-digit years, at their end */
export function iso(at: Millis): string {
  return new Date(Math.min(Math.max(at, first), last)).toISOString()
}

/** @returns the same, null for none */
export function isoOrNull(at: Millis | null): string | null {
  return at === null ? null : iso(at)
}

/** @returns the person as the viewer may know them: addresses of staff are not for customers */
export function personRef(viewer: Actor, person: Person): PersonRef {
  const open = isStaff(viewer) || person.kind === 'contact' || person.id === viewer.personId
  return { id: person.id, name: person.name, email: open ? person.email : null, kind: person.kind }
}

/** @returns the person of the id, if there is one */
export function personOrNull(
  viewer: Actor,
  people: ReadonlyMap<number, Person>,
  id: number | null,
): PersonRef | null {
  const person = id === null ? undefined : people.get(id)
  return person ? personRef(viewer, person) : null
}

/** @returns a look-up by its name */
export function lookupRef(catalog: Catalog, kind: CatalogKind, id: number | null): NamedRef | null {
  const entry = catalog.find(kind, id)
  return entry ? { id: entry.id, name: entry.name } : null
}

/** @returns the organisation of the id, if there is one */
export function organisationRef(
  organisations: ReadonlyMap<number, Organisation>,
  id: number | null,
): NamedRef | null {
  const organisation = id === null ? undefined : organisations.get(id)
  return organisation ? { id: organisation.id, name: organisation.name } : null
}

/** @returns the file with the address of its bytes */
export function fileRef(file: StoredFile): FileRef {
  const { id, name, contentType, size } = file
  return { id, name, contentType, size, url: `${basePath}/files/${id}` }
}

/** @returns the text for reading and as HTML that is safe to show, whichever way it was sent */
export function bothForms(text: string, format: TextFormat): { text: string; html: string } {
  return format === 'html'
    ? { text: htmlToText(text), html: cleanHtml(text) }
    : { text, html: textToHtml(text) }
}

/** @returns a row of a list */
export function presentSummary(
  viewer: Actor,
  of: Case,
  preview: CasePreview,
  names: Names,
  now: Millis,
): CaseSummary {
  const { catalog, people, organisations } = names
  const status = catalog.find('status', of.status)
  const priority = catalog.find('priority', of.priority)
  const words = preview.format === 'html' ? htmlToText(preview.text) : preview.text
  return {
    number: of.number,
    guid: of.guid,
    subject: of.subject,
    preview: excerpt(words, 200),
    status: {
      id: of.status,
      name: status?.name ?? '',
      phase: status?.data.phase ?? 'working',
      color: status?.data.color ?? null,
    },
    priority: priority
      ? { id: priority.id, name: priority.name, color: priority.data.color ?? null, rank: priority.position }
      : null,
    requester: personOrNull(viewer, people, of.requesterId) ?? {
      id: of.requesterId,
      name: '',
      email: null,
      kind: 'contact',
    },
    assignee: personOrNull(viewer, people, of.assigneeId),
    group: lookupRef(catalog, 'group', of.group),
    wire: of.wire,
    partner: organisationRef(organisations, of.partnerId),
    provider: organisationRef(organisations, of.providerId),
    tags: of.tagIds.flatMap((id) => lookupRef(catalog, 'tag', id) ?? []),
    createdAt: iso(of.createdAt),
    updatedAt: iso(of.updatedAt),
    dueAt: isoOrNull(of.dueAt),
    overdue: isOverdue(of, status, now),
    awaitsAnswer: preview.awaitsAnswer,
    trashed: of.trashedAt !== null,
  }
}
