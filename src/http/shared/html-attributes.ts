/** Attributes of one element, as an HTML parser hands them over. */
export type Attributes = Record<string, string>

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])
const SMALL_NUMBER = /^\d{1,4}$/
const SPAN = /^\d{1,2}$/
const ALIGN = /^(?:left|right|center|justify)$/i
const COLOUR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([\d.%, ]{5,40}\))$/i

/** Inline styles that only change how text looks; values that could load or cover anything don't match. */
const STYLES = new Map<string, RegExp>([
  ['color', COLOUR],
  ['background-color', COLOUR],
  ['text-align', /^(?:left|right|center|justify|start|end)$/i],
  ['font-weight', /^(?:normal|bold|bolder|lighter|[1-9]00)$/i],
  ['font-style', /^(?:normal|italic|oblique)$/i],
  ['text-decoration', /^(?:none|underline|line-through|overline)$/i],
])

/** Attributes kept as they are when their value matches, by element; `*` is for every element. */
const PLAIN: Record<string, Record<string, RegExp>> = {
  '*': { title: /^[\s\S]{1,500}$/, dir: /^(?:ltr|rtl|auto)$/i, lang: /^[a-z0-9-]{2,35}$/i },
  img: { alt: /^[\s\S]{0,1000}$/, width: SMALL_NUMBER, height: SMALL_NUMBER },
  ol: { start: SMALL_NUMBER, type: /^[1aAiI]$/ },
  li: { value: SMALL_NUMBER },
  td: { colspan: SPAN, rowspan: SPAN, align: ALIGN },
  th: { colspan: SPAN, rowspan: SPAN, align: ALIGN },
  p: { align: ALIGN },
  div: { align: ALIGN },
}

/**
 * The attributes an element of a message may keep (threat model §3.1-3.3), rebuilt from the allow-list: links get
 * an absolute http, https, mailto or tel URL and open apart from us; images point into our own files (`att:`,
 * `cid:`), and remote ones wait in `data-remote-src` until the reader asks.
 */
export function keepAttributes(tag: string, given: Attributes): Attributes {
  const kept: Attributes = {}
  for (const rules of [PLAIN['*'], Object.hasOwn(PLAIN, tag) ? PLAIN[tag] : undefined]) {
    for (const [name, pattern] of Object.entries(rules ?? {})) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      if (value !== undefined && pattern.test(value)) kept[name] = value
    }
  }
  const style = keepStyles(given.style ?? '')
  if (style !== '') kept.style = style
  if (tag === 'a') keepLink(given, kept)
  if (tag === 'img') keepImage(given, kept)
  return kept
}

function keepLink(given: Attributes, kept: Attributes): void {
  const href = safeUrl(given.href ?? '')
  if (href === null) return
  kept.href = href
  kept.target = '_blank'
  kept.rel = 'noopener noreferrer nofollow'
}

function keepImage(given: Attributes, kept: Attributes): void {
  const source = given.src ?? ''
  if (/^(?:att|cid):[^\s"'<>\\]{1,500}$/i.test(source)) {
    kept.src = source
    return
  }
  const remote = safeUrl(given.src ?? given['data-remote-src'] ?? '')
  if (remote !== null && /^https?:/i.test(remote)) kept['data-remote-src'] = remote
}

/** An absolute URL of a harmless scheme as a browser would read it (WHATWG URL: blanks at the ends and line breaks drop out), or null. */
function safeUrl(text: string): string | null {
  const url = text.replace(/[\t\n\r]/g, '').replace(/^[\x00-\x20]+/, '')
  // Cut by hand: an expression anchored only at the end would look at every run of blanks in between.
  let end = url.length
  while (end > 0 && url.charCodeAt(end - 1) <= 0x20) end--
  const trimmed = url.slice(0, end)
  const parsed = trimmed.length <= 4000 ? URL.parse(trimmed) : null
  return parsed && SCHEMES.has(parsed.protocol) ? trimmed : null
}

function keepStyles(style: string): string {
  const kept: string[] = []
  // No permitted value holds a semicolon or a quote, so a plain split can only lose, never gain, a declaration.
  for (const declaration of style.slice(0, 4000).split(';')) {
    const colon = declaration.indexOf(':')
    const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    if (STYLES.get(property)?.test(value)) kept.push(`${property}:${value}`)
  }
  return kept.join(';')
}
