import type { CatalogAnswer, HistoryEntry } from '../../api/types.ts'
import { day, isTextKey, t } from '../../text/text.ts'

/** Look-ups by the field that points to them. */
const kindOf: Readonly<Record<string, string>> = {
  status: 'status',
  priority: 'priority',
  group: 'group',
  category: 'category',
  subcategory: 'subcategory',
  item: 'item',
  urgency: 'urgency',
  impact: 'impact',
  level: 'level',
  mode: 'mode',
  request_type: 'request_type',
  source: 'source',
  tagIds: 'tag',
}

/** The text of a field's name where it is not called the same. */
const nameOf: Readonly<Record<string, string>> = {
  assigneeId: 'assignee',
  requesterId: 'requester',
  providerId: 'provider',
  partnerId: 'partner',
  tagIds: 'tags',
  dueAt: 'due',
  request_type: 'requestType',
}

/** Times that the desk notes by itself beside a change that says the same. */
const silent = new Set([
  'assignedAt',
  'respondedAt',
  'onHoldAt',
  'resolvedAt',
  'completedAt',
  'reopened',
  'descriptionFormat',
  'trashedAt',
  'acceptedAt',
  'updatedAt',
])

/** @returns one sentence for each thing an entry says, e.g. "Ana set Priority to High" */
export function wordsOf(entry: HistoryEntry, catalog: CatalogAnswer | undefined): string[] {
  const { actor } = entry
  if (entry.kind !== 'case.changed') {
    const key = `event.${entry.kind}`
    return isTextKey(key) ? [t(key, { actor })] : []
  }
  return entry.changes
    .filter(({ field }) => !silent.has(field))
    .map(({ field, from, to }) => {
      const name = fieldName(field)
      const before = valueName(field, from, catalog)
      const after = valueName(field, to, catalog)
      if (after === null && before === null) return t('event.edited', { actor, field: name })
      if (after === null || after === '') return t('event.cleared', { actor, field: name })
      return before === null || before === ''
        ? t('event.set', { actor, field: name, to: after })
        : t('event.changed', { actor, field: name, from: before, to: after })
    })
}

function fieldName(field: string): string {
  const key = `field.${nameOf[field] ?? field}`
  return isTextKey(key) ? t(key) : field
}

/** @returns the value in words, '' for none, null for what has no short form */
function valueName(field: string, value: unknown, catalog: CatalogAnswer | undefined): string | null {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) {
    return value.map((one) => valueName(field, one, catalog) ?? '').join(', ')
  }
  const kind = kindOf[field]
  if (typeof value === 'number' && kind !== undefined) {
    return catalog?.kinds[kind]?.find((entry) => entry.id === value)?.name ?? `${value}`
  }
  if (typeof value === 'number' && field === 'assigneeId') {
    return catalog?.reps.find((rep) => rep.id === value)?.name ?? `${value}`
  }
  if (field === 'dueAt' && (typeof value === 'number' || typeof value === 'string')) {
    return day(new Date(value).toISOString())
  }
  if (typeof value === 'string') return value.length > 80 ? null : value
  if (typeof value === 'object' && 'name' in value && typeof value.name === 'string') return value.name
  return typeof value === 'number' ? `${value}` : null
}
