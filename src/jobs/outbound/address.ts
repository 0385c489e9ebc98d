import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** IPv4 ranges that are not somebody's public server (IANA special-purpose registry). */
const specialV4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
])

/**
 * Where public IPv6 servers live. Everything outside is loopback, link-local, unique-local, multicast,
 * local NAT64 (64:ff9b:1::/48), deprecated or unassigned, so naming the two good ranges is safer than
 * naming the bad ones.
 */
const publicV6 = listOf('ipv6', [
  ['2000::', 3],
  ['64:ff9b::', 96],
])

/** The exceptions inside the public range: protocol assignments (with Teredo and benchmark), documentation. */
const specialV6 = listOf('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
])

/** Addresses at which clouds hand credentials to the machine itself, in canonical form. */
const metadata: ReadonlySet<string> = new Set([
  '169.254.169.254', // most clouds
  '169.254.169.253', // AWS name server
  '169.254.170.2', // AWS container credentials
  '169.254.170.23', // AWS pod identity
  '169.254.0.23', // Tencent
  '169.254.42.42', // Scaleway
  '100.100.100.200', // Alibaba
  '192.0.0.192', // Oracle
  '168.63.129.16', // Azure host agent, a public address that only the host answers
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::23',
  'fd00:42::42', // Scaleway
  'fd20:ce::254', // Google
  'fe80::a9fe:a9fe', // OpenStack
])

/**
 * The one spelling used for comparing addresses: IPv6 compressed and in lower case, without a zone, and
 * IPv4-mapped forms (`::ffff:10.0.0.1`) as the IPv4 address they reach. Null if it is not an address.
 */
export function canonicalAddress(ip: string): string | null {
  if (isIPv4(ip)) return ip
  if (!isIPv6(ip)) return null
  const text = new URL(`http://[${ip.replace(/%.*$/s, '')}]/`).hostname.slice(1, -1)
  const groups = groupsOf(text)
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return mapped ? dotted(groups[6], groups[7]) : text
}

/**
 * May our own process not be sent to this address by a stranger (REST v3 §15.5)? Looks through the forms
 * that carry an IPv4 address inside an IPv6 one. Anything that is not an address is forbidden.
 */
export function isForbiddenAddress(ip: string): boolean {
  const address = canonicalAddress(ip)
  if (address === null || isMetadataAddress(address)) return true
  if (isIPv4(address)) return specialV4.check(address, 'ipv4')
  if (!publicV6.check(address, 'ipv6') || specialV6.check(address, 'ipv6')) return true
  return embeddedV4(address).some((inner) => specialV4.check(inner, 'ipv4'))
}

/**
 * Does a cloud answer here with credentials, directly or by way of a translated form? Such an address is
 * refused even inside an allow-listed network (REST v3 §15.5).
 */
export function isMetadataAddress(ip: string): boolean {
  const address = canonicalAddress(ip)
  if (address === null) return false
  if (metadata.has(address)) return true
  return isIPv6(address) && embeddedV4(address).some((inner) => metadata.has(inner))
}

/** The IPv4 addresses that a canonical IPv6 address may be translated or tunnelled to. */
function embeddedV4(address: string): string[] {
  const groups = groupsOf(address)
  const [a, b, c, d, e, f, g, h] = groups
  const last = dotted(g, h)
  if (a === 0x2002) return [dotted(b, c)] // 6to4
  if (a === 0x2001 && b === 0) return [dotted(c, d), dotted(flip(g), flip(h))] // Teredo: server, client
  if (a === 0x64 && b === 0xff9b) return [last] // NAT64
  if (groups.slice(0, 4).every((group) => group === 0)) return [last] // compatible, translated
  if (f === 0x5efe && (e === 0 || e === 0x200)) return [last] // ISATAP
  return []
}

function groupsOf(canonical: string): number[] {
  const [head = '', tail] = canonical.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = new Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16))
}

function dotted(high = 0, low = 0): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function flip(group = 0): number {
  return group ^ 0xffff
}

function listOf(family: 'ipv4' | 'ipv6', ranges: [string, number][]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family)
  return list
}
