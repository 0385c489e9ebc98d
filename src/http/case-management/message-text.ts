import type { TextFormat } from '../../domain/case.ts'
import { excerpt, htmlToText, textToHtml } from '../shared/html.ts'

/** Length of a title that is made from the message (Case Management §7.1). */
const titleLength = 80

/** What a browser would not show as it is: a tag, a comment, a character reference. */
const markup = /<[a-z/!?]|&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i

/**
 * A `message` may hold HTML and mostly is plain text. What holds no markup is taken for text, so that wires and people who
 * read text keep its line breaks.
 */
export function formatOf(message: string): TextFormat {
  return markup.test(message) ? 'html' : 'text'
}

/**
 * @returns a text of the desk as this wire shows it: HTML as it was sent, plain text as well unless it could be taken for
 *   markup, in which case it is escaped (mapping.md). So what came in through this wire goes out unchanged.
 */
export function shownMessage(text: string | null, format: TextFormat): string {
  if (text === null) return ''
  return format === 'text' && markup.test(text) ? textToHtml(text) : text
}

/** @returns the title of a ticket that was given none: the beginning of its message without tags (§7.1) */
export function titleFrom(message: string): string {
  const text = formatOf(message) === 'html' ? htmlToText(message) : message
  return excerpt(text, titleLength) || 'No title'
}
