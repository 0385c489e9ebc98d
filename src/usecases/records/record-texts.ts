import type { Issue } from '../../domain/errors.ts'
import type { CustomRecord } from '../../domain/record.ts'

/** Longest texts, in characters. */
const limits = { title: 250, description: 1_048_576 } as const

/** @returns what is wrong: a blank title, texts that are too long */
export function textIssues({ title, description }: Pick<CustomRecord, 'title' | 'description'>): Issue[] {
  const issues: Issue[] = []
  if (title.trim() === '') issues.push({ field: 'title', rule: 'blank' })
  for (const [field, text] of Object.entries({ title, description: description ?? '' })) {
    const limit = limits[field as keyof typeof limits]
    if (text.length > limit && [...text].length > limit) issues.push({ field, rule: 'too_long', limit })
  }
  return issues
}
