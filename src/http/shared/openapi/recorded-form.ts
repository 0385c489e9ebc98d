import { parseForm } from '../form.ts'

/**
 * @param jsonField a field whose text is JSON
 * @returns the fields of a form that was recorded as text, several of a name as a list, a file as its bytes; null for what is no form
 */
export function readForm(
  type: string,
  text: string,
  jsonField: string | undefined,
): { type: string; value: Record<string, unknown> } | null {
  if (type !== 'multipart/form-data') {
    const tree = Object.entries(parseForm(text))
    if (tree.length === 0) return null
    const value = tree.map(([name, each]) => [name, name === jsonField ? jsonOf(String(each)) : each])
    return { type: type || 'application/x-www-form-urlencoded', value: Object.fromEntries(value) }
  }
  const pairs = partsOf(text)
  if (pairs.length === 0) return null
  const value: Record<string, unknown> = {}
  for (const [bracketed, each] of pairs) {
    const name = bracketed.replace(/\[\d*\]$/, '')
    const given = name === jsonField ? jsonOf(each) : each
    const known = value[name]
    if (known === undefined) value[name] = bracketed === name ? given : [given]
    else value[name] = [...[known].flat(), given]
  }
  return { type, value }
}

function partsOf(text: string): [string, string][] {
  const boundary = /^--[^\r\n]+/.exec(text)?.[0]
  if (boundary === undefined) return []
  return text.split(boundary).flatMap((part): [string, string][] => {
    const end = part.indexOf('\r\n\r\n')
    const name = /;\s*name="([^"]*)"/.exec(part.slice(0, Math.max(end, 0)))?.[1]
    return name === undefined ? [] : [[name, part.slice(end + 4).replace(/\r\n$/, '')]]
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
