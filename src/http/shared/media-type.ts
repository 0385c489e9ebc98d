/** A Content-Type header taken apart. */
export type MediaType = { type: string; parameters: Record<string, string> }

/**
 * Takes a Content-Type header apart: the type in lower case ('' when there is none) and its parameters, names in
 * lower case, quoted values unquoted (RFC 9110 §8.3.1). Never throws; what makes no sense is left out.
 */
export function mediaType(header: string | undefined): MediaType {
  const [type = '', ...rest] = splitOutsideQuotes(header ?? '')
  const parameters: Record<string, string> = {}
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals <= 0) continue
    const name = part.slice(0, equals).trim().toLowerCase()
    if (!(name in parameters)) parameters[name] = unquote(part.slice(equals + 1).trim())
  }
  return { type: type.trim().toLowerCase(), parameters }
}

/** Whether a media type (as `mediaType` returns it) promises JSON: application/json, text/json or `+json`. */
export function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json')
}

function splitOutsideQuotes(header: string): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < header.length; at++) {
    const char = header[at]
    if (quoted && char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (char === ';' && !quoted) {
      parts.push(header.slice(start, at))
      start = at + 1
    }
  }
  parts.push(header.slice(start))
  return parts
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value
  return value.slice(1, value.endsWith('"') && value.length > 1 ? -1 : undefined).replace(/\\(.)/g, '$1')
}
