import { MalformedBody } from './malformed-body.ts'

export { MalformedBody }

const MAX_DEPTH = 32

/**
 * Reads strict JSON (a leading byte order mark is ignored, as RFC 8259 §8.1 allows).
 *
 * Throws `MalformedBody` for anything else, and for what could not be stored and shown again: nesting deeper
 * than 32, lone surrogates, numbers out of range. A member called `__proto__` is dropped.
 */
export function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch {
    // The parser's own message quotes the body, which must not reach a log.
    throw new MalformedBody('The body is not valid JSON')
  }
  checkValue(value, MAX_DEPTH)
  return value
}

function checkValue(value: unknown, depthLeft: number): void {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new MalformedBody('A number is out of range')
  if (typeof value !== 'object' || value === null) return
  if (depthLeft === 0) throw tooDeep(MAX_DEPTH)
  if (Array.isArray(value)) {
    for (const item of value) checkValue(item, depthLeft - 1)
    return
  }
  // JSON.parse makes it an own property, but the first plain copy of the object would set a prototype with it.
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__')
  for (const [key, item] of Object.entries(value)) {
    checkText(key)
    checkValue(item, depthLeft - 1)
  }
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new MalformedBody('A text holds half a surrogate pair')
}

function tooDeep(limit: number): MalformedBody {
  return new MalformedBody(`The body is nested deeper than ${limit}`)
}

/**
 * Reads JSON or a printed dictionary, as shipped integrations send it (REST v3 §3.2): strings in single or double
 * quotes with the escapes named there, True/False/None and true/false/null in any case, one trailing comma.
 * Nothing else, and in one pass. Throws `MalformedBody`, also deeper than `maxDepth` levels.
 */
export function readPrintedDictionary(text: string, maxDepth = MAX_DEPTH): unknown {
  const reader: Reader = { text, at: 0, maxDepth }
  const value = readValue(reader, maxDepth)
  if (peek(reader) !== undefined) throw unexpected(reader)
  return value
}

type Reader = { readonly text: string; at: number; readonly maxDepth: number }

const SPACE = /[ \t\r\n]*/y
const WORD = /[A-Za-z]+/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLAIN_TEXT = /[^'"\\\x00-\x1f]+/y
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
])
const ESCAPES = new Map([
  ["'", "'"],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])
/** How many hexadecimal digits follow `\x`, `\u`, `\U`. */
const HEX_DIGITS = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function unexpected(reader: Reader): MalformedBody {
  return new MalformedBody(
    `The text is neither JSON nor a printed dictionary, see character ${reader.at + 1}`,
  )
}

/** Takes what `pattern` (sticky) matches here, or ''. */
function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? ''
  reader.at += found.length
  return found
}

function peek(reader: Reader): string | undefined {
  take(reader, SPACE)
  return reader.text[reader.at]
}

function readValue(reader: Reader, depthLeft: number): unknown {
  const char = peek(reader)
  if (char === '{' || char === '[') {
    if (depthLeft === 0) throw tooDeep(reader.maxDepth)
    reader.at++
    return char === '{' ? readMembers(reader, depthLeft - 1) : readItems(reader, depthLeft - 1)
  }
  if (char === '"' || char === "'") return readText(reader, char)
  const word = take(reader, WORD)
  if (word !== '') {
    const value = WORDS.get(word.toLowerCase())
    if (value === undefined) throw unexpected(reader)
    return value
  }
  const digits = take(reader, NUMBER)
  const number = Number(digits)
  if (digits === '') throw unexpected(reader)
  if (!Number.isFinite(number)) throw new MalformedBody('A number is out of range')
  return number
}

function readMembers(reader: Reader, depthLeft: number): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  while (peek(reader) !== '}') {
    const quote = reader.text[reader.at]
    if (quote !== '"' && quote !== "'") throw unexpected(reader)
    const key = readText(reader, quote)
    if (peek(reader) !== ':') throw unexpected(reader)
    reader.at++
    const value = readValue(reader, depthLeft)
    if (key !== '__proto__') members[key] = value
    endOfItem(reader, '}')
  }
  reader.at++
  return members
}

function readItems(reader: Reader, depthLeft: number): unknown[] {
  const items: unknown[] = []
  while (peek(reader) !== ']') {
    items.push(readValue(reader, depthLeft))
    endOfItem(reader, ']')
  }
  reader.at++
  return items
}

/** After an item: a comma (taken, so that a trailing one is fine) or the closing bracket (left). */
function endOfItem(reader: Reader, close: string): void {
  const char = peek(reader)
  if (char === ',') reader.at++
  else if (char !== close) throw unexpected(reader)
}

function readText(reader: Reader, quote: string): string {
  reader.at++
  let text = ''
  for (;;) {
    text += take(reader, PLAIN_TEXT)
    const char = reader.text[reader.at]
    if (char === '\\') text += readEscape(reader)
    else if (char === quote) break
    else if (char === '"' || char === "'") text += char
    else throw unexpected(reader)
    if (char !== '\\') reader.at++
  }
  reader.at++
  checkText(text)
  return text
}

function readEscape(reader: Reader): string {
  const kind = reader.text[reader.at + 1] ?? ''
  const plain = ESCAPES.get(kind)
  if (plain !== undefined) {
    reader.at += 2
    return plain
  }
  const length = HEX_DIGITS.get(kind)
  const digits = reader.text.slice(reader.at + 2, reader.at + 2 + (length ?? 0))
  if (length === undefined || digits.length < length || !/^[0-9A-Fa-f]+$/.test(digits))
    throw unexpected(reader)
  const code = Number.parseInt(digits, 16)
  if (code > 0x10ffff) throw unexpected(reader)
  reader.at += 2 + length
  return String.fromCodePoint(code)
}

/**
 * Repairs the one defect of the vendor's own examples (Case Management §9.2): puts a comma after every line that
 * ends with a complete value when the next line that is not blank starts with a double quote.
 */
export function insertMissingCommas(text: string): string {
  // A line break cannot occur inside a JSON string, so no text is ever touched.
  const lines = text.split('\n')
  let last = -1
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim()
    if (trimmed === '') continue
    const before = lines[last]?.trimEnd()
    if (
      before !== undefined &&
      trimmed.startsWith('"') &&
      /(?:["}\]\d]|true|false|null)$/.test(before.slice(-5))
    )
      lines[last] = `${before},`
    last = index
  }
  return lines.join('\n')
}
