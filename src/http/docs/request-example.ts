import type { OpenApi, PlacedOperation, SecurityNeed } from '../shared/openapi/document.ts'
import { exampleOf } from './example.ts'
import { shown } from './html.ts'

/** @returns the command line that makes the call, with the recorded values where there are some */
export function curl(document: OpenApi, { path, method, operation }: PlacedOperation): string {
  const parameters = operation.parameters ?? []
  const filled = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const example = parameters.find((each) => each.in === 'path' && each.name === name)?.example
    return encodeURIComponent(String(example ?? 1))
  })
  const query = parameters
    .filter((each) => each.in === 'query' && (each.example !== undefined || each.required))
    .map(
      (each) =>
        `${each.name}=${encodeURIComponent(String(each.example ?? exampleOf(document, each.schema, each.name)))}`,
    )
  const address = query.length === 0 ? filled : `${filled}?${query.join('&')}`
  const [need] = operation.security ?? []
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$CASELOOM${address}"`,
    ...(need ? credentials(document, need) : []),
    ...body(document, operation),
  ]
  return lines.join(' \\\n  ')
}

function credentials(document: OpenApi, need: SecurityNeed): string[] {
  return Object.keys(need).flatMap((name) => {
    const scheme = document.components?.securitySchemes?.[name]
    if (scheme?.type === 'http') return [`-H "Authorization: Bearer $TOKEN"`]
    if (scheme?.in !== 'header') return []
    return [`-H "${scheme.name}: $${scheme.name.toUpperCase().replace(/\W+/g, '_')}"`]
  })
}

function body(document: OpenApi, operation: PlacedOperation['operation']): string[] {
  const all = Object.entries(operation.requestBody?.content ?? {})
  const [type, content] = all.find(([, each]) => each.examples) ?? all[0] ?? []
  if (type === undefined || content === undefined) return []
  const [recorded] = Object.values(content.examples ?? {})
  const value = recorded ? recorded.value : exampleOf(document, content.schema)
  if (type === 'application/json')
    return [`-H 'Content-Type: application/json'`, `-d ${quoted(shown(value))}`]
  const option = type === 'multipart/form-data' ? '-F' : '--data-urlencode'
  if (typeof value !== 'object' || value === null) return ['--data-binary @report.pdf']
  return Object.entries(value).flatMap(([name, each]) => {
    const isFile = content.schema.properties?.[name]?.contentMediaType !== undefined
    const texts = Array.isArray(each) ? each : [each]
    return texts.map(
      (one) => `${option} ${isFile ? `${name}=@report.pdf` : quoted(`${name}=${compact(one)}`)}`,
    )
  })
}

function compact(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
