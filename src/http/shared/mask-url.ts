/** Names under which wires take a key or token in the query, in any letter case and with `-` or `_` between the words. */
const secretName = /^(access[-_]?token|auth[-_]?token|technician[-_]?key|token|apikey|key|secret)$/i

/** @returns the path and query for a log, secrets in the query replaced by `***` (threat model §2.7) */
export function maskUrl(url: string): string {
  const start = url.indexOf('?')
  if (start < 0) return url
  const parts = url.slice(start + 1).split('&')
  const masked = parts.map((part) => {
    const [name = ''] = part.split('=', 1)
    return secretName.test(safelyDecoded(name)) ? `${name}=***` : part
  })
  return `${url.slice(0, start)}?${masked.join('&')}`
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
