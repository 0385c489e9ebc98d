import { unescape as decodePercent } from 'node:querystring'
import type { WireSettings } from '../wire-settings.ts'

/** Where each operation is served: the documented path first, then those that shipped clients use (§1). */
export const paths = {
  logIn: ['user/login'],
  refresh: ['user/token/refresh', 'user/refresh-token', 'user/refresh'],
  categories: ['support/get/category-list'],
  /** The samples' paths, on which the apikey alone is enough (§3). */
  openCategories: ['get/support-ticket/catogory-list', 'get/support-ticket/category-list'],
  create: ['support/create/ticket', 'creat/support/ticket', 'create/support/ticket'],
  history: ['support/get/ticket/history', 'get/ticket/history'],
  tags: ['support/get/ticket/tags'],
  openTags: ['get/ticket/tags'],
  update: ['support/update/ticket', 'update/support/ticket'],
  detail: ['support/ticket/detailed-view'],
  download: ['support/ticket/download/:id'],
  conversation: ['support/ticket/conversation'],
  status: ['support/ticket/status'],
} as const

const firstSegments: ReadonlySet<string> = new Set(
  Object.values(paths).flatMap((each) => each.map((path) => path.slice(0, path.indexOf('/')))),
)

/** Characters nobody sees, and what U+200E looks like when UTF-8 was read as Windows-1253 (§1). */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]|\u03b2\u20ac\u017d/g

/** @returns the path in front of the wire's operations, as `/a/b`; empty when they are at the root */
export function prefixOf(settings: Pick<WireSettings, 'supportTicketPrefix'>): string {
  return settings.supportTicketPrefix
    .split('/')
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('')
}

/**
 * Takes invisible characters out of a path of this wire (§1), because the vendor's documentation has them in one of its URLs and
 * clients copied them. What is no valid percent-encoding becomes U+FFFD, so that it is answered in the wire's own form.
 * @param path as it arrived, without query
 * @returns the path to route, or null if it is not this wire's or needs no change
 */
export function rewritePath(path: string, settings: WireSettings): string | null {
  const prefix = prefixOf(settings)
  const slashed = path.replace(/\/{2,}/g, '/')
  if (!path.includes('%') || !slashed.startsWith(`${prefix}/`)) return null
  const parts = decodePercent(slashed.slice(prefix.length))
    .replace(invisible, '')
    .split('/')
    .filter((part) => part !== '')
  if (!firstSegments.has(parts[0] ?? '') && isDecodable(path)) return null
  return `${prefix}/${parts.map(encodeURIComponent).join('/')}`
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
