import { BlockList, isIPv4 } from 'node:net'
import { domainToASCII } from 'node:url'
import { canonicalAddress, isForbiddenAddress, isMetadataAddress } from './address.ts'

type Family = 'ipv4' | 'ipv6'

export type AllowEntry =
  | { kind: 'address'; address: string; port?: number }
  | { kind: 'network'; family: Family; network: BlockList }
  | { kind: 'name'; name: string; port?: number }

/** What an operator lets callbacks reach although it is not public (`CALLBACK_ALLOW`). */
export type AllowList = readonly AllowEntry[]

/** One place to connect to: the host as the URL names it (no brackets), and what it resolved to. */
export type Place = { host: string; port: number; address: string }

/**
 * Reads `10.1.0.0/16,monitor.lan,127.0.0.1:9099,[fd00::1]:8080` (REST v3 §15.5): network, address, host
 * name, each but the network with or without a port. Entries that can't be read are left out of the list
 * and told in `problems`, one sentence each, so that a typing mistake allows nothing.
 */
export function parseAllowList(text: string): { list: AllowList; problems: string[] } {
  const list: AllowEntry[] = []
  const problems: string[] = []
  for (const part of text.split(',')) {
    const word = part.trim()
    if (word === '') continue
    const entry = word.includes('/') ? networkEntry(word) : hostEntry(word)
    if (entry) list.push(entry)
    else problems.push(`"${word}" is not a network, address, host name or host:port`)
  }
  return { list, problems }
}

/**
 * Does the list name this place? A name entry covers whatever the name resolves to, a network entry every
 * address in it; neither covers a cloud metadata address, which must be listed as an address.
 */
export function allows(list: AllowList, place: Place): boolean {
  const address = canonicalAddress(place.address)
  if (address === null) return false
  const family: Family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const exactOnly = isMetadataAddress(address)
  return list.some((entry) => {
    if (entry.kind !== 'network' && entry.port !== undefined && entry.port !== place.port) return false
    if (entry.kind === 'address') return entry.address === address
    if (exactOnly) return false
    if (entry.kind === 'name') return entry.name === plainName(place.host)
    // A BlockList compares across families (`::/0` would cover IPv4), so the families are compared first.
    return entry.family === family && entry.network.check(address, family)
  })
}

/** May we connect there: a public address, or one the list names (REST v3 §15.5)? */
export function mayConnect(list: AllowList, place: Place): boolean {
  return !isForbiddenAddress(place.address) || allows(list, place)
}

/** Is this port of this host listed as `host:port`? Such an entry lifts the port rule of §15.5 as well. */
export function allowsPort(list: AllowList, host: string, port: number): boolean {
  const address = canonicalAddress(host)
  const name = plainName(host)
  return list.some((entry) => {
    if (entry.kind === 'network' || entry.port !== port) return false
    return entry.kind === 'name' ? entry.name === name : entry.address === address
  })
}

/** Does the list name this host by its name, or its literal address, on this port? */
export function allowsHost(list: AllowList, host: string, port: number): boolean {
  if (canonicalAddress(host) !== null) return allows(list, { host, port, address: host })
  const name = plainName(host)
  return list.some(
    (entry) =>
      entry.kind === 'name' && entry.name === name && (entry.port === undefined || entry.port === port),
  )
}

function networkEntry(word: string): AllowEntry | null {
  const [, start = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(word) ?? []
  const address = canonicalAddress(start)
  if (address === null || start.includes('%')) return null
  const family: Family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const width = family === 'ipv4' ? 32 : 128
  const prefix = Number(bits)
  // A mapped network (`::ffff:10.0.0.0/104`) counts its bits from another start: to be written as IPv4.
  if (prefix > width || (family === 'ipv4' && start !== address)) return null
  if (prefix === width) return { kind: 'address', address }
  const network = new BlockList()
  network.addSubnet(address, prefix, family)
  return { kind: 'network', family, network }
}

function hostEntry(word: string): AllowEntry | null {
  const bare = canonicalAddress(word)
  if (bare !== null) return { kind: 'address', address: bare }
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(word)
  if (!parts) return null
  const [, bracketed, plain = '', digits] = parts
  const port = digits === undefined ? {} : { port: Number(digits) }
  if (port.port !== undefined && (port.port < 1 || port.port > 65535)) return null
  const address = canonicalAddress(bracketed ?? plain)
  if (address !== null) return { kind: 'address', address, ...port }
  const name = bracketed === undefined ? plainName(plain) : ''
  return isName(name) ? { kind: 'name', name, ...port } : null
}

/** A host name as it is compared: ASCII, lower case, without the dot that marks the root. */
function plainName(host: string): string {
  return domainToASCII(host).replace(/\.$/, '')
}

/** A name whose last label is a number would be read as an odd spelling of an IPv4 address. */
function isName(name: string): boolean {
  if (name.length > 253 || canonicalAddress(name) !== null) return false
  return name.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
}
