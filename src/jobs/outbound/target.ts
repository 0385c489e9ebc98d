import { isIP } from 'node:net'
import type { AllowList } from './allow-list.ts'
import { allowsPort, mayConnect } from './allow-list.ts'

export type TargetProblem = 'not_a_url' | 'scheme' | 'too_long' | 'user_info' | 'no_host' | 'port' | 'address'
export type TargetCheck = { ok: true; url: URL } | { ok: false; reason: TargetProblem }

const LONGEST_URL = 2000

/**
 * Ports from 1024 up that are never a web receiver and whose servers may act on the text of a POST:
 * file shares, X11, printers, chat, telephony, databases, caches and the doors of container hosts.
 */
const DENIED_PORTS: ReadonlySet<number> = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000,
  6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9100, 10250, 11211, 27017,
])

/**
 * Checks a URL that a client wants us to call, without resolving its name (REST v3 §15.1, §15.5): absolute
 * http or https, at most 2000 characters, no user info, a port we call, not a literal address that is
 * forbidden in whatever spelling. Returns the URL without its fragment; store its `href`.
 */
export function checkTarget(
  text: string,
  allow: AllowList,
  deniedPorts: ReadonlySet<number> = DENIED_PORTS,
): TargetCheck {
  if (text.length > LONGEST_URL) return refuse('too_long')
  // The URL parser silently drops tabs and line breaks, so one name could be shown and another called.
  if (/[\u0000-\u001f\u007f]/.test(text)) return refuse('not_a_url')
  const [, scheme = '', rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text.trim()) ?? []
  if (rest === undefined) return refuse('not_a_url')
  if (!/^https?$/i.test(scheme)) return refuse('scheme')
  // The parser also takes `http:host` and `http:///host`, which are not absolute URLs to anybody else.
  if (!rest.startsWith('//')) return refuse('not_a_url')
  const [authority = ''] = rest.slice(2).split(/[/\\?#]/, 1)
  if (authority.includes('@')) return refuse('user_info')
  if (authority === '' || authority.startsWith(':')) return refuse('no_host')

  const url = URL.parse(text)
  if (!url) return refuse('not_a_url')
  url.hash = ''
  const host = hostOf(url)
  const port = portOf(url)
  if (host === '') return refuse('no_host')
  if (!isCallablePort(port, deniedPorts) && !allowsPort(allow, host, port)) return refuse('port')
  if (isIP(host) && !mayConnect(allow, { host, port, address: host })) return refuse('address')
  return { ok: true, url }
}

/** The host of a URL as a resolver or certificate names it: no brackets, no dot for the root. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

/** The port a URL is called at, with the scheme's own where none is written. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function isCallablePort(port: number, denied: ReadonlySet<number>): boolean {
  return (port === 80 || port === 443 || port >= 1024) && !denied.has(port)
}

function refuse(reason: TargetProblem): TargetCheck {
  return { ok: false, reason }
}
