import type { CaseLookup } from '../../../domain/case.ts'
import type { CaseColumn, CaseCriterion, CaseOperand } from '../../../domain/case-query.ts'
import { type Catalog, inProgress } from '../../../domain/catalog.ts'

/** How one attribute of a request (REST v3 §8.1) is compared and sorted by. */
export type RequestAttribute =
  | { readonly as: 'number' | 'text'; readonly of: CaseOperand }
  /** `unless` is when the attribute shows as null although the column holds a value. */
  | { readonly as: 'time'; readonly of: CaseColumn; readonly unless?: CaseCriterion }
  | { readonly as: 'lookup'; readonly kind: CaseLookup }
  | { readonly as: 'person'; readonly who: 'requester' | 'assignee' | 'created_by' }
  | { readonly as: 'account' }
  | { readonly as: 'flag'; when(now: number, catalog: Catalog): CaseCriterion }
  /** The same on every request: null, an empty list or false. */
  | { readonly as: 'nothing' | 'false' }

const column = (name: CaseColumn): CaseOperand => ({ column: name })
const detail = (name: string): RequestAttribute => ({
  as: 'text',
  of: { json: 'details', path: [name], as: 'text' },
})
const lookup = (kind: CaseLookup): RequestAttribute => ({ as: 'lookup', kind })
const time = (of: CaseColumn): RequestAttribute => ({ as: 'time', of })
const nothing: RequestAttribute = { as: 'nothing' }
const no: RequestAttribute = { as: 'false' }
const flag = (criterion: CaseCriterion): RequestAttribute => ({ as: 'flag', when: () => criterion })

/** @returns cases whose time has passed while they still want work, or want a first response */
export function overdue(
  of: 'due_at' | 'first_response_due_at',
  now: number,
  catalog: Catalog,
): CaseCriterion {
  const late: CaseCriterion = { of: { column: of }, is: 'less', value: now }
  const open: CaseCriterion =
    of === 'due_at'
      ? { of: { column: 'status' }, is: 'in', values: catalog.statusesIn(inProgress) }
      : { of: { column: 'responded_at' }, is: 'empty' }
  return { all: [late, open] }
}

/** Every attribute of the list or detail view by its name (§7.2, §8.1). */
export const requestAttributes: Readonly<Record<string, RequestAttribute>> = {
  id: { as: 'number', of: column('number') },
  display_id: { as: 'number', of: column('number') },
  subject: { as: 'text', of: column('subject') },
  description: { as: 'text', of: column('description') },
  short_description: { as: 'text', of: column('description') },
  requester: { as: 'person', who: 'requester' },
  created_by: { as: 'person', who: 'created_by' },
  technician: { as: 'person', who: 'assignee' },
  support_rep: { as: 'person', who: 'assignee' },
  account: { as: 'account' },
  product: { as: 'text', of: { json: 'details', path: ['product', 'name'], as: 'text' } },
  group: lookup('group'),
  support_group: lookup('group'),
  site: lookup('site'),
  status: lookup('status'),
  priority: lookup('priority'),
  urgency: lookup('urgency'),
  impact: lookup('impact'),
  level: lookup('level'),
  mode: lookup('mode'),
  request_type: lookup('request_type'),
  category: lookup('category'),
  subcategory: lookup('subcategory'),
  item: lookup('item'),
  service_category: lookup('service_category'),
  template: lookup('template'),
  impact_details: detail('impact_details'),
  email_ids_to_notify: detail('email_ids_to_notify'),
  email_to: detail('email_to'),
  email_cc: detail('email_cc'),
  email_bcc: detail('email_bcc'),
  callback_url: { as: 'text', of: column('callback_url') },
  resolution: { as: 'text', of: { json: 'resolution', path: ['content'], as: 'text' } },
  created_time: time('created_at'),
  due_by_time: time('due_at'),
  first_response_due_by_time: time('first_response_due_at'),
  last_updated_time: {
    as: 'time',
    of: 'updated_at',
    unless: { of: { column: 'version' }, is: 'in', values: [1] },
  },
  assigned_time: time('assigned_at'),
  responded_time: time('responded_at'),
  onhold_time: time('on_hold_at'),
  resolved_time: time('resolved_at'),
  completed_time: time('completed_at'),
  deleted_time: time('trashed_at'),
  is_overdue: { as: 'flag', when: (now, catalog) => overdue('due_at', now, catalog) },
  is_first_response_overdue: {
    as: 'flag',
    when: (now, catalog) => overdue('first_response_due_at', now, catalog),
  },
  is_trashed: flag({ not: { of: { column: 'trashed_at' }, is: 'empty' } }),
  is_reopened: flag({ of: { column: 'reopened' }, is: 'in', values: [1] }),
  is_fcr: flag({ of: { json: 'details', path: ['is_fcr'], as: 'text' }, is: 'in', values: ['1', 'true'] }),
  has_notes: flag({ has: 'notes' }),
  has_attachments: flag({ has: 'attachments' }),
  has_resolution_attachments: flag({ has: 'resolution_attachments' }),
  has_conversation: flag({ has: 'conversation' }),
  is_read: no,
  is_escalated: no,
  is_service_request: no,
  is_shared: no,
  has_draft: no,
  has_linked_requests: no,
  has_problem: no,
  has_project: no,
  has_dependency: no,
  has_request_initiated_change: no,
  has_request_caused_by_change: no,
  cancel_requested: no,
  cancel_requested_is_pending: no,
  linked_to_request: nothing,
  approval_status: nothing,
  sla: nothing,
  department: nothing,
  maintenance: nothing,
  workflow: nothing,
  lifecycle: nothing,
  notification_status: nothing,
  unreplied_count: { as: 'number', of: { count: 'unreplied' } },
  time_elapsed: { as: 'number', of: { elapsed: 'completion' } },
  response_time_elapsed: { as: 'number', of: { elapsed: 'response' } },
  tags: nothing,
  assets: nothing,
  configuration_items: nothing,
}

/** Parts of `closure_info` by their name on the wire (§8.6). */
export const closureParts: Readonly<Record<string, CaseOperand>> = {
  closure_comments: { json: 'closure', path: ['comments'], as: 'text' },
  requester_ack_comments: { json: 'closure', path: ['requesterComments'], as: 'text' },
  requester_ack_resolution: { json: 'closure', path: ['requesterAcknowledged'], as: 'text' },
}
