import type { Case, Closure, Millis } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import { isOverdue } from '../../domain/lifecycle.ts'
import type { Person } from '../../domain/person.ts'
import type { DescribedCase } from '../../usecases/cases/describe-cases.ts'
import { excerpt, htmlToText } from '../shared/html.ts'
import { presentAttachment } from './present-attachment.ts'
import { personObject } from './present-people.ts'
import { presentUdfs } from './udf.ts'
import { formatOf, presentHtml, presentReference, presentTime } from './values.ts'

/** What every presenter of requests is told besides the case. */
export interface Showing {
  readonly catalog: Catalog
  readonly timeZone: string
  readonly now: Millis
}

/** Attributes that are the same on every request (REST v3 §8.1). */
const constant = {
  is_read: false,
  is_escalated: false,
  is_service_request: false,
  is_shared: false,
  has_draft: false,
  has_linked_requests: false,
  has_problem: false,
  has_project: false,
  has_dependency: false,
  has_request_initiated_change: false,
  has_request_caused_by_change: false,
  cancel_requested: false,
  cancel_requested_is_pending: false,
  linked_to_request: null,
  approval_status: null,
  sla: null,
  department: null,
  maintenance: null,
  workflow: null,
  lifecycle: null,
  notification_status: null,
  tags: [],
  assets: [],
  configuration_items: [],
  email_to: [],
  email_cc: [],
  email_bcc: [],
} as const

/** Look-ups shown in the detail view only. */
const detailLookups = [
  'urgency',
  'impact',
  'level',
  'mode',
  'request_type',
  'category',
  'subcategory',
  'item',
  'service_category',
] as const

/** @returns the request as a row of a list (§8.1, marked "list") */
export function requestRow(
  of: Case,
  people: ReadonlyMap<number, Person>,
  { catalog, timeZone, now }: Showing,
): Record<string, unknown> {
  const time = (at: Millis | null) => presentTime(at, timeZone)
  const ended = of.completedAt ?? of.resolvedAt
  const template = presentReference(catalog, 'template', of.template)
  return {
    id: String(of.number),
    subject: of.subject,
    short_description: shortDescription(of),
    requester: personObject(people.get(of.requesterId)),
    created_by: personObject(people.get(of.createdById ?? -1)),
    technician: personObject(people.get(of.assigneeId ?? -1)),
    group: presentReference(catalog, 'group', of.group),
    site: presentReference(catalog, 'site', of.site),
    status: presentReference(catalog, 'status', of.status),
    priority: presentReference(catalog, 'priority', of.priority),
    template: template && { ...template, is_service_template: false },
    created_time: time(of.createdAt),
    due_by_time: time(of.dueAt),
    time_elapsed: ended === null ? null : String(ended - of.createdAt),
    response_time_elapsed: of.respondedAt === null ? null : String(of.respondedAt - of.createdAt),
    is_overdue: isOverdue(of, catalog.find('status', of.status), now),
    is_read: constant.is_read,
    cancel_requested: constant.cancel_requested,
    cancel_requested_is_pending: constant.cancel_requested_is_pending,
  }
}

/** @returns the request with every attribute (§8.1) */
export function requestDetail(described: DescribedCase, showing: Showing): Record<string, unknown> {
  const { of, people, organisation, attachments } = described
  const { catalog, timeZone, now } = showing
  const time = (at: Millis | null) => presentTime(at, timeZone)
  const { impact_details, email_ids_to_notify, is_fcr, product } = of.details
  return {
    ...constant,
    ...requestRow(of, people, showing),
    display_id: String(of.number),
    description: of.description === '' ? null : presentHtml(of.description, of.descriptionFormat),
    account: organisation ? { id: String(organisation.id), name: organisation.name } : null,
    product: product ?? null,
    ...Object.fromEntries(detailLookups.map((kind) => [kind, presentReference(catalog, kind, of[kind])])),
    impact_details: impact_details ?? null,
    email_ids_to_notify: email_ids_to_notify ?? [],
    udf_fields: presentUdfs(allFieldsIn(catalog, null), of.fields, described.names, timeZone),
    callback_url: of.callbackUrl,
    resolution: presentResolution(described, timeZone),
    closure_info: presentClosure(of.closure, catalog),
    attachments: attachments
      .filter(({ place }) => place === 'case')
      .map(({ file }) => presentAttachment(file, of.number, timeZone)),
    first_response_due_by_time: time(of.firstResponseDueAt),
    last_updated_time: of.version === 1 ? null : time(of.updatedAt),
    assigned_time: time(of.assignedAt),
    responded_time: time(of.respondedAt),
    onhold_time: time(of.onHoldAt),
    resolved_time: time(of.resolvedAt),
    completed_time: time(of.completedAt),
    deleted_time: time(of.trashedAt),
    is_trashed: of.trashedAt !== null,
    is_reopened: of.reopened,
    is_first_response_overdue:
      of.respondedAt === null && of.firstResponseDueAt !== null && of.firstResponseDueAt < now,
    is_fcr: is_fcr === true,
    has_notes: described.noteCount > 0,
    has_attachments: attachments.some(({ place }) => place === 'case'),
    has_resolution_attachments: attachments.some(({ place }) => place === 'resolution'),
    has_conversation: described.messageCount > 0,
    unreplied_count: described.unrepliedCount,
  }
}

/** @returns the resolution inside a request; its content is null when there is none (§8.1, §9.3) */
export function presentResolution(
  { of, attachments }: DescribedCase,
  timeZone: string,
): Record<string, unknown> {
  const content = of.resolution?.content
  return {
    content: content === undefined ? null : presentHtml(content, formatOf(content)),
    resolution_attachments: attachments
      .filter(({ place }) => place === 'resolution')
      .map(({ file }) => presentAttachment(file, of.number, timeZone)),
  }
}

function presentClosure(closure: Closure | null, catalog: Catalog): Record<string, unknown> | null {
  return (
    closure && {
      requester_ack_resolution: closure.requesterAcknowledged,
      requester_ack_comments: closure.requesterComments,
      closure_comments: closure.comments,
      closure_code: presentReference(catalog, 'closure_code', closure.codeId),
    }
  )
}

/** Enough of a text to find its beginning in, without reading a megabyte for every row. */
const beginning = 8_000

function shortDescription(of: Case): string | null {
  const start = of.description.slice(0, beginning)
  const text = excerpt(of.descriptionFormat === 'html' ? htmlToText(start) : start, 200)
  return text === '' ? null : text
}
