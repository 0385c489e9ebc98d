import type { Field, HistoryEntry } from '../../api/types.ts'
import { day, isTextKey, t } from '../../text/text.ts'

/** Times that the desk notes by itself beside a change that says the same. */
const silent = new Set([
  'assignedAt',
  'respondedAt',
  'onHoldAt',
  'resolvedAt',
  'completedAt',
  'reopened',
  'descriptionFormat',
  'format',
  'trashedAt',
  'acceptedAt',
  'updatedAt',
])

/**
 * @param fields those of administrators' making, deleted ones too, for their names
 * @returns one sentence for each thing an entry says, e.g. "Ana set Priority to High"
 */
export function wordsOf(entry: HistoryEntry, fields: readonly Field[]): string[] {
  const { actor } = entry
  if (entry.kind !== 'case.changed') {
    const key = `event.${entry.kind}`
    return isTextKey(key) ? [t(key, { actor })] : []
  }
  return entry.changes
    .filter(({ field }) => !silent.has(field))
    .map(({ field, from, to }) => {
      if (field === 'fields') return t('event.edited', { actor, field: changedNames(from, to, fields) })
      const name = fieldName(field)
      const before = valueName(field, from)
      const after = valueName(field, to)
      if (field === 'assignee' && after === actor) return t('event.tookIt', { actor })
      if (after === null && before === null) return t('event.edited', { actor, field: name })
      if (after === null || after === '') return t('event.cleared', { actor, field: name })
      return before === null || before === ''
        ? t('event.set', { actor, field: name, to: after })
        : t('event.changed', { actor, field: name, from: before, to: after })
    })
}

/** What was put into fields is told on the case; a history is read at a glance. */
function changedNames(from: unknown, to: unknown, fields: readonly Field[]): string {
  const before = new Map(Object.entries(from ?? {}))
  const after = new Map(Object.entries(to ?? {}))
  const names = [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)))
    .map((key) => fields.find(({ apiName }) => apiName === key)?.name ?? key)
  return names.join(', ') || t('field.fields')
}

function fieldName(field: string): string {
  const key = `field.${field}`
  return isTextKey(key) ? t(key) : field
}

/** @returns the value in words, '' for none, null for what has no short form */
function valueName(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((one) => valueName(field, one) ?? '').join(', ')
  if (typeof value === 'object') return 'name' in value && typeof value.name === 'string' ? value.name : null
  if (typeof value === 'string') {
    if (field.endsWith('At')) return day(value)
    return value.length > 120 ? null : value
  }
  return typeof value === 'number' ? `${value}` : null
}
