const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'host not found'],
  ['EAI_AGAIN', 'host not found'],
  ['ENODATA', 'host not found'],
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection closed'],
  ['EPIPE', 'connection closed'],
  ['ETIMEDOUT', 'connection timed out'],
  ['EHOSTUNREACH', 'host unreachable'],
  ['ENETUNREACH', 'host unreachable'],
  ['EADDRNOTAVAIL', 'host unreachable'],
  ['EPROTO', 'TLS handshake failed'],
  ['ERR_INVALID_CHAR', 'bad header'],
  ['ERR_INVALID_HTTP_TOKEN', 'bad header'],
])

/**
 * Why a call failed, in words that can be shown to callers (`last_error`, REST v3 §15.4). The system's own
 * messages are not used: they name the address, which is not the caller's to know (§15.5).
 */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = reasons.get(code)
  if (known !== undefined) return known
  if (code.startsWith('HPE_')) return 'answer is not HTTP'
  if (/CERT|^UNABLE_TO_|^INVALID_CA|^HOSTNAME_MISMATCH/.test(code)) return 'certificate not accepted'
  if (/^ERR_(?:SSL|TLS)_/.test(code)) return 'TLS handshake failed'
  return 'connection failed'
}
