/** Everything that ends up in a page goes through this, so that no text can become markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** @returns the words with `code` between backticks */
export function words(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

/** @returns the same with blank lines between paragraphs, and lines that begin with a dash as a list */
export function prose(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((part) =>
      part.startsWith('- ')
        ? `<ul>${part
            .split(/\n?^- /m)
            .filter((item) => item !== '')
            .map((item) => `<li>${words(item)}</li>`)
            .join('')}</ul>`
        : `<p>${words(part)}</p>`,
    )
    .join('')
}

/** @returns a table that scrolls by itself when it is too wide; cells are markup */
export function table(label: string, rows: readonly (readonly string[])[]): string {
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return `<div class="wide" role="region" tabindex="0" aria-label="${escaped(label)}"><table><tbody>${body}</tbody></table></div>`
}

/** @returns text as it is, in a box that scrolls and can be reached with the keyboard */
export function box(label: string, text: string): string {
  return `<pre role="region" tabindex="0" aria-label="${escaped(label)}">${escaped(text)}</pre>`
}

/** @returns a value as people read it */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** @returns a name that can stand in an address behind # */
export function anchor(kind: string, name: string): string {
  return `${kind}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
}
