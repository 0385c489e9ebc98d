/** @returns the name under which a case is linked to, e.g. `st-6-2-1` */
export function anchorOf(id: string): string {
  return id.toLowerCase().replaceAll(/[^\w]+/g, '-')
}

/** @returns the text for a cell of a table */
export function cell(text: string): string {
  return html(text)
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
}

/** @returns the text with nothing in it that Markdown or HTML would take for markup, except code in backquotes */
function html(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;')))
    .join('')
}

/** @returns the text where Markdown is not read: markup is shown as it stands, and backquotes become code */
export function summary(text: string): string {
  return html(text).replaceAll(
    /`([^`]*)`/g,
    (_whole, code: string) => `<code>${code.replaceAll('<', '&lt;')}</code>`,
  )
}

/** @returns the lines of a code block that holds the text, whatever is in it */
export function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}text`, text, fence]
}

/** @returns the chapter of a section: `6` of `6.2` */
export function chapterOf(section: string): string {
  return section.split('.', 1)[0] ?? section
}

/** @returns the page of a wire's section, below the folder of the report; one a chapter, so that no page is too long to be shown */
export function pageOf(wire: string, section: string): string {
  return `compatibility/${wire}/${chapterOf(section)}.md`
}
