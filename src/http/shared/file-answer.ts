import { mediaType } from './media-type.ts'

const MAX_NAME_BYTES = 255
const MAX_EXTENSION_BYTES = 32
/** C0, DEL, C1, the marks and overrides that turn text around, and the two Unicode line ends. */
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * A file name as data (threat model §3.7): the last component after / or \, without control and bidi characters,
 * trimmed, at most 255 UTF-8 bytes with the extension kept whole. Nothing usable becomes "file".
 */
export function cleanFileName(name: string): string {
  const visible = name.toWellFormed().replace(UNSEEN, '')
  const last = visible.slice(Math.max(visible.lastIndexOf('/'), visible.lastIndexOf('\\')) + 1).trim()
  const cut = Buffer.byteLength(last) <= MAX_NAME_BYTES ? last : shorten(last)
  return cut === '' || cut === '.' || cut === '..' ? 'file' : cut
}

function shorten(name: string): string {
  const dot = name.lastIndexOf('.')
  const fits = dot > 0 && Buffer.byteLength(name.slice(dot)) <= MAX_EXTENSION_BYTES
  const extension = fits ? name.slice(dot) : ''
  const stem = fits ? name.slice(0, dot) : name
  return cutBytes(stem, MAX_NAME_BYTES - Buffer.byteLength(extension)).trimEnd() + extension
}

/** The longest beginning of at most `limit` UTF-8 bytes that ends between two code points. */
function cutBytes(text: string, limit: number): string {
  let bytes = 0
  let length = 0
  for (const char of text) {
    bytes += Buffer.byteLength(char)
    if (bytes > limit) break
    length += char.length
  }
  return text.slice(0, length)
}

/**
 * The Content-Disposition that makes a browser save a file instead of showing it (RFC 6266): an ASCII name for
 * old clients and the real one in filename*. The name is cleaned first; no input can break out of the header.
 */
export function contentDisposition(fileName: string): string {
  const name = cleanFileName(fileName)
  // % is replaced as well: some clients decode it in the plain parameter.
  const ascii = name.replace(/[^ -~]|["\\%]/gu, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

const OPAQUE = 'application/octet-stream'
const TOKEN_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/
/** Subtypes a browser may run or render as a page. Only whole words: office documents hold "openxml" and are fine. */
const ACTIVE_SUBTYPE =
  /(?:^|[^a-z])(?:x?html|svg|xml|xslt?|mathml)(?:[^a-z]|$)|javascript|ecmascript|jscript|livescript|vbscript/
const ACTIVE_EXTENSIONS = new Set(
  'html htm xhtml xht shtml mhtml mht svg svgz xml xsl xslt xul rdf rss atom mathml dtd js mjs cjs jse vbs vbe wsf hta htc swf'.split(
    ' ',
  ),
)

/**
 * The type a file may be sent with (threat model §3.6): what was claimed, without its parameters, unless the type
 * or the name's extension is one that a browser could run (HTML, SVG, XML, scripts), or the claim is no media
 * type at all: then application/octet-stream.
 */
export function safeContentType(contentType: string, fileName: string): string {
  const { type } = mediaType(contentType)
  if (!TOKEN_TYPE.test(type)) return OPAQUE
  const subtype = type.slice(type.indexOf('/') + 1)
  if (type.startsWith('multipart/') || ACTIVE_SUBTYPE.test(subtype)) return OPAQUE
  // Windows ignores dots and spaces at the end of a name.
  let name = cleanFileName(fileName).toLowerCase()
  while (name.endsWith('.') || name.endsWith(' ')) name = name.slice(0, -1)
  return ACTIVE_EXTENSIONS.has(name.slice(name.lastIndexOf('.') + 1)) ? OPAQUE : type
}

/**
 * Decodes base64 as clients really send it: standard or URL-safe alphabet, with or without padding, line breaks
 * anywhere, a `data:...;base64,` prefix, and spaces that were `+` before a form decoded them.
 * Returns null for anything else, an empty Buffer for empty text. Linear, also for many megabytes.
 */
export function decodeBase64(text: string): Buffer | null {
  const payload = withoutDataPrefix(text)
  if (payload === null) return null
  const digits = payload
    .replace(/[\t\n\f\r]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  // A space at an end may be a decoded plus sign or a stray blank; only with the right one the length is whole.
  const whole = digits.length % 4 === 0 ? decodeStrict(digits.replaceAll(' ', '+')) : null
  return whole ?? decodeStrict(digits.trim().replaceAll(' ', '+'))
}

function decodeStrict(digits: string): Buffer | null {
  try {
    const bytes = Uint8Array.fromBase64(digits)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch {
    return null
  }
}

function withoutDataPrefix(text: string): string | null {
  const start = text.slice(0, 1000).trimStart()
  if (!start.toLowerCase().startsWith('data:')) return text
  const comma = text.indexOf(',')
  if (comma < 0 || comma > 1000) return null
  return text.slice(0, comma).trimEnd().toLowerCase().endsWith(';base64') ? text.slice(comma + 1) : null
}
