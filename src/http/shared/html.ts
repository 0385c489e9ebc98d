import sanitizeHtml from 'sanitize-html'
import { type Attributes, keepAttributes } from './html-attributes.ts'

/** Deeper nesting is no letter any more; browsers stop at the same depth, and our parser would slow down. */
const MAX_NESTING = 512
/** More tags than any letter has; following them all would hold up everybody else (threat model §6.4). */
const MAX_TAGS = 20_000
const MAX_ROUNDS = 5

const TAGS =
  'p br hr div span a img b strong i em u s del ins sub sup small mark code pre kbd samp blockquote h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td abbr cite q'.split(
    ' ',
  )
/** Elements whose content is never shown as text. */
const UNSHOWN =
  'script style textarea option xmp title iframe noembed noframes template object applet audio video'.split(
    ' ',
  )
/** Elements of old mail programs, said in today's words, so that their formatting survives. */
const TODAY: Record<string, (given: Attributes) => { tagName: string; attribs: Attributes }> = {
  font: (given) => ({
    tagName: 'span',
    attribs: { style: `color:${given.color ?? ''};${given.style ?? ''}` },
  }),
  center: (given) => ({
    tagName: 'div',
    attribs: { ...given, style: `text-align:center;${given.style ?? ''}` },
  }),
  strike: (given) => ({ tagName: 's', attribs: given }),
  tt: (given) => ({ tagName: 'code', attribs: given }),
  acronym: (given) => ({ tagName: 'abbr', attribs: given }),
}

class TooMuch extends Error {}

const CLEAN: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  nonTextTags: UNSHOWN,
  allowedAttributes: {
    '*': ['title', 'dir', 'lang', 'style', 'align'],
    a: ['href', 'target', 'rel'],
    img: ['src', 'data-remote-src', 'alt', 'width', 'height'],
    ol: ['start', 'type'],
    li: ['value'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  // keepAttributes has decided already; this is the second lock on the same door.
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['att', 'cid'] },
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  transformTags: {
    '*': (tag, given) => {
      const { tagName, attribs } = Object.hasOwn(TODAY, tag)
        ? (TODAY[tag]?.(given) ?? { tagName: tag, attribs: given })
        : { tagName: tag, attribs: given }
      return { tagName, attribs: keepAttributes(tagName, attribs) }
    },
  },
}

/**
 * Rebuilds the HTML of a message from an allow-list (threat model §3.1-3.3): ordinary formatting stays; nothing
 * that runs, loads, overlays, submits or names itself does. Remote images keep their URL in `data-remote-src`.
 * Cleaning a clean text changes nothing. HTML with over 20,000 tags, nested deeper than 512, or too broken to settle becomes
 * plain text.
 */
export function cleanHtml(html: string): string {
  const given = wellFormed(html)
  try {
    // Dropping an element can let its neighbours nest differently when parsed again, so repeat until it settles.
    let current = sanitize(given, CLEAN)
    for (let round = 1; round < MAX_ROUNDS; round++) {
      const again = sanitize(current, CLEAN)
      if (again === current) return current
      current = again
    }
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
  }
  return `<pre>${htmlToText(given).replace(/[&<>]/g, (char) => ESCAPED.get(char) ?? char)}</pre>`
}

function wellFormed(html: string): string {
  return html.toWellFormed().replaceAll('\0', '')
}

function sanitize(html: string, options: sanitizeHtml.IOptions): string {
  if (hasTooManyTags(html)) throw new TooMuch()
  let depth = 0
  return sanitizeHtml(html, {
    ...options,
    onOpenTag: () => {
      if (++depth > MAX_NESTING) throw new TooMuch()
    },
    onCloseTag: () => {
      depth--
    },
  })
}

function hasTooManyTags(html: string): boolean {
  let tags = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    tags += 1
    if (tags > MAX_TAGS) return true
  }
  return false
}

const BLOCKS = new Set(
  'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
)
const CELLS = new Set(['td', 'th'])

const TEXT: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, 'a', 'br'],
  nonTextTags: UNSHOWN,
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
}

/**
 * The readable text of HTML: block elements and <br> break lines (a paragraph outside a list leaves one blank line), list items
 * start with "- ", table cells are a space apart, a link is followed by its URL in parentheses unless its text
 * already says it. White space is collapsed except in <pre>; scripts, style sheets and images leave nothing.
 */
export function htmlToText(html: string): string {
  const given = wellFormed(html)
  let rebuilt: string
  try {
    rebuilt = sanitize(given, TEXT)
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
    return decodeBasic(stripTags(given)).replace(/\s+/g, ' ').trim()
  }
  return writeText(rebuilt)
}

/** Walks rebuilt HTML, where every `<` starts a tag and every attribute is quoted and escaped. */
function writeText(html: string): string {
  const out: string[] = []
  const links: { href: string; text: string }[] = []
  let breaks = 0
  let space = false
  let pre = 0
  let items = 0

  let itemStart = false

  const write = (text: string): void => {
    // What follows a list item's dash stays on its line, even if it is a paragraph of its own.
    if (itemStart) breaks = 0
    if (itemStart) space = false
    itemStart = false
    if (out.length > 0) out.push(breaks > 0 ? '\n'.repeat(Math.min(breaks, 2)) : space ? ' ' : '')
    breaks = 0
    space = false
    out.push(text)
    const link = links.at(-1)
    if (link) link.text += text
  }
  const onText = (raw: string): void => {
    const text = decodeBasic(raw).replaceAll('\u00a0', pre > 0 ? ' ' : '\u00a0')
    if (pre > 0) {
      if (text !== '') write(text)
      return
    }
    // Not \s: a no-break space does not collapse.
    const collapsed = text.replace(/[ \t\n\f\r]+/g, ' ')
    if (collapsed.startsWith(' ')) space = true
    const words = collapsed.slice(collapsed.startsWith(' ') ? 1 : 0, collapsed.endsWith(' ') ? -1 : undefined)
    if (words !== '') write(words.replaceAll('\u00a0', ' '))
    if (words !== '' && collapsed.endsWith(' ')) space = true
  }
  const onTag = (tag: string): void => {
    const closing = tag.startsWith('/')
    const name = tag.slice(closing ? 1 : 0).split(' ', 1)[0] ?? ''
    if (name === 'br') {
      breaks++
      return
    }
    if (CELLS.has(name)) {
      space = true
      return
    }
    if (BLOCKS.has(name)) breaks = Math.max(breaks, name === 'p' && items === 0 ? 2 : 1)
    if (name === 'pre') pre = Math.max(0, pre + (closing ? -1 : 1))
    if (name === 'li') items += closing ? -1 : 1
    if (name === 'li' && !closing) {
      itemStart = false
      write('- ')
      itemStart = true
    }
    if (name === 'a' && !closing) links.push({ href: decodeBasic(hrefOf(tag)), text: '' })
    if (name === 'a' && closing) {
      const link = links.pop()
      if (link && link.href !== '' && !says(link.text, link.href)) {
        if (link.text !== '') space = true
        write(`(${link.href})`)
      }
    }
  }

  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    const textEnd = open < 0 ? html.length : open
    if (textEnd > at) onText(html.slice(at, textEnd))
    if (open < 0) break
    const close = html.indexOf('>', open)
    onTag(html.slice(open + 1, close).replace(/ ?\/$/, ''))
    at = close + 1
  }
  return out
    .join('')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
}

function hrefOf(tag: string): string {
  const start = tag.indexOf(' href="')
  return start < 0 ? '' : tag.slice(start + 7, tag.indexOf('"', start + 7))
}

function says(text: string, href: string): boolean {
  const plain = (url: string) =>
    url
      .trim()
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:|tel:)/, '')
      .replace(/\/$/, '')
  return plain(text) === plain(href)
}

const BASIC = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
])

function decodeBasic(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => BASIC.get(entity) ?? entity)
}

/** Cuts out whatever looks like a tag, for HTML that no parser should have to follow. */
function stripTags(html: string): string {
  const kept: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const close = open < 0 ? -1 : html.indexOf('>', open)
    if (close < 0) break
    kept.push(html.slice(at, open))
    at = close + 1
  }
  kept.push(html.slice(at))
  return kept.join(' ')
}

const ESCAPED = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Plain text as HTML: the five special characters escaped, every line break a <br>. */
export function textToHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPED.get(char) ?? char).replace(/\r\n|\r|\n/g, '<br>')
}

/**
 * The beginning of a text on one line: white space collapsed, at most `length` UTF-16 units, never half a
 * character. Adds no "…", because the wires promise the text's own beginning (REST v3 §8.1, Case Management §7.1).
 */
export function excerpt(text: string, length: number): string {
  const line = text.toWellFormed().replace(/\s+/g, ' ').trim()
  const cut = line.slice(0, length)
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd()
}
