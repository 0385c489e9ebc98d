import type { Issue } from '../../domain/errors.ts'

/** Longest message, in UTF-16 units: 1 MiB of text (REST v3 §18; other wires are stricter themselves). */
export const longestText = 1_048_576

/** @returns what is wrong with a text that must be there: blank or too long */
export function checkText(field: string, text: string): Issue[] {
  if (text.trim() === '') return [{ field, rule: 'blank' }]
  return text.length > longestText ? [{ field, rule: 'too_long', limit: longestText }] : []
}
