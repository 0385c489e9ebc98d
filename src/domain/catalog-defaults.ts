import type { CatalogData, CatalogEntry, CatalogKind } from './catalog.ts'
import { type Permission, permissions } from './rights.ts'

/** Rights of the role Support Rep (REST v3 §17). */
const repRights: readonly Permission[] = [
  'case.view',
  'case.add',
  'case.edit',
  'case.close',
  'case.pick_up',
  'case.assign',
  'case.reply',
  'note.add',
  'note.edit',
  'note.delete',
  'worklog.view',
  'worklog.add',
  'worklog.edit',
  'worklog.delete',
  'resolution.edit',
  'contact.view',
  'record.view',
  'record.add',
  'record.edit',
]

type Row = string | readonly [name: string, data: CatalogData]

/** What a fresh installation has (REST v3 §8.8, §11.2, §17; Case Management §7.1; Support Ticket §5). */
const defaults: Partial<Record<CatalogKind, readonly Row[]>> = {
  status: [
    ['Open', { phase: 'open', color: '#0066ff', internalName: 'Open' }],
    ['On Hold', { phase: 'waiting', color: '#ff9900', internalName: 'On Hold' }],
    ['In Progress', { phase: 'working', color: '#3399cc', internalName: 'In Progress' }],
    ['Resolved', { phase: 'resolved', color: '#00ff66', internalName: 'Resolved' }],
    ['Closed', { phase: 'closed', color: '#006600', internalName: 'Closed' }],
    ['Cancelled', { phase: 'cancelled', color: '#999999', internalName: 'Cancelled' }],
  ],
  priority: [
    ['Low', { color: '#006600' }],
    ['Normal', { color: '#0066ff' }],
    ['Medium', { color: '#ff9900' }],
    ['High', { color: '#ff0000' }],
  ],
  urgency: ['Low', 'Normal', 'High', 'Urgent'],
  impact: ['Affects User', 'Affects Group', 'Affects Department', 'Affects Business'],
  level: ['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4'],
  mode: ['E-Mail', 'Phone Call', 'Web Form', 'API'],
  request_type: ['Incident', 'Request For Information'],
  closure_code: ['Success', 'Cancelled', 'Failed', 'Postponed', 'Rejected', 'Unable to Reproduce'],
  worklog_type: ['On-site', 'Remote'],
  category: ['General', 'Billing', 'Technical'],
  tag: [
    ['Question', { keyword: 'question' }],
    ['Refund', { keyword: 'refund' }],
  ],
  template: [['Default Request', { required: ['subject'] }]],
  group: ['Network', 'Hardware Problems'],
  source: ['API', 'E-Mail', 'Chat', 'Web Form', 'Phone'],
  role: [
    ['Support Rep', { permissions: repRights }],
    ['Read Only', { permissions: ['case.view', 'worklog.view', 'contact.view', 'record.view'] }],
    ['SDAdmin', { permissions: permissions.filter((right) => right !== 'author.choose') }],
  ],
}

/** @returns the look-ups of a fresh installation, ids counted from 1 within each kind */
export function defaultCatalog(): CatalogEntry[] {
  return Object.entries(defaults).flatMap(([kind, rows]) =>
    rows.map((row, index) => ({
      kind: kind as CatalogKind,
      id: index + 1,
      name: typeof row === 'string' ? row : row[0],
      description: null,
      parentId: null,
      position: index + 1,
      data: typeof row === 'string' ? {} : row[1],
      deleted: false,
    })),
  )
}
