import { unescape as decodePercent } from 'node:querystring'
import { MalformedBody } from './malformed-body.ts'

export { MalformedBody }

/** What one form key holds: text, a list, or a nested form. */
export type FormValue = string | FormValue[] | FormTree
/** A decoded form. The object and every nested one have no prototype. */
export type FormTree = { [key: string]: FormValue }

const MAX_DEPTH = 32
const MAX_FIELDS = 10_000

/** A node while reading: keys in order of arrival, and the index that the next `[]` gets. */
type Branch = { entries: Map<string, string | Branch>; next: number }

/**
 * Reads application/x-www-form-urlencoded text with PHP's bracket nesting (Case Management §3).
 *
 * `a[x][y]=1` nests, `a[]=1` appends, keys that are exactly 0..n become an array; a later value wins over an
 * earlier one in the same place, except that a repeated plain key (`a=1&a=2`) becomes an array. Brackets that
 * do not close belong to the name. Bytes that are not UTF-8 become U+FFFD.
 *
 * Throws `MalformedBody` over 10,000 fields or deeper than 32.
 */
export function parseForm(text: string): FormTree {
  const root = newBranch()
  const repeated = new Map<string, string[]>()
  let fields = 0
  for (let start = 0; start < text.length; ) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand < 0 ? text.length : ampersand
    const pair = text.slice(start, end)
    start = end + 1
    const equals = pair.indexOf('=')
    const name = decode(equals < 0 ? pair : pair.slice(0, equals))
    if (name === '') continue
    if (++fields > MAX_FIELDS) throw new MalformedBody(`The form has more than ${MAX_FIELDS} fields`)
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    const path = splitName(name)
    const [first] = path
    if (path.length > 1 || first === undefined) {
      repeated.delete(first ?? '')
      place(root, path, value)
      continue
    }
    const earlier = repeated.get(first)
    if (earlier) {
      earlier.push(value)
    } else {
      repeated.set(first, [value])
      root.entries.set(first, value)
    }
  }
  const tree = toObject(root)
  for (const [key, values] of repeated) if (values.length > 1) tree[key] = values
  return tree
}

function newBranch(): Branch {
  return { entries: new Map(), next: 0 }
}

function decode(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}

/** `h[messages][0]` → `h`, `messages`, `0`. An empty part means "append". */
function splitName(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  const path = [name.slice(0, open)]
  let at = open
  while (name[at] === '[') {
    const close = name.indexOf(']', at)
    if (close < 0) break
    path.push(name.slice(at + 1, close))
    if (path.length > MAX_DEPTH) throw new MalformedBody(`The form is nested deeper than ${MAX_DEPTH}`)
    at = close + 1
  }
  return path.length === 1 ? [name] : path
}

function place(root: Branch, path: string[], value: string): void {
  let branch = root
  for (const [depth, part] of path.entries()) {
    const key = part === '' ? String(branch.next) : part
    if (isIndex(key)) branch.next = Math.max(branch.next, Number(key) + 1)
    if (depth === path.length - 1) {
      branch.entries.set(key, value)
      return
    }
    const existing = branch.entries.get(key)
    const child = existing === undefined || typeof existing === 'string' ? newBranch() : existing
    branch.entries.set(key, child)
    branch = child
  }
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(key)
}

function toValue(node: string | Branch): FormValue {
  if (typeof node === 'string') return node
  const list: FormValue[] = []
  for (let index = 0; index < node.entries.size; index++) {
    const entry = node.entries.get(String(index))
    if (entry === undefined) return toObject(node)
    list.push(toValue(entry))
  }
  return list
}

function toObject(branch: Branch): FormTree {
  const tree: FormTree = Object.create(null)
  for (const [key, entry] of branch.entries) tree[key] = toValue(entry)
  return tree
}
