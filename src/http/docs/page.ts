import { createHash } from 'node:crypto'
import { type OpenApi, operationsOf, type PlacedOperation } from '../shared/openapi/document.ts'
import type { ErrorCode } from '../wire.ts'
import { anchor, escaped, prose, table, words } from './html.ts'
import { operationSection } from './operation-html.ts'
import { fields } from './schema-html.ts'
import { styles } from './styles.ts'

/** A page for people, without any script, and the policy under which it is shown. */
export const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * @param document what the page shows
 * @param name of the API in addresses
 * @param errors codes that its errors can have, if it has a table of them
 * @param sought words that an operation must have to be shown; empty shows all
 * @returns the page of one API
 */
export function wirePage(
  document: OpenApi,
  { name, errors, sought }: { name: string; errors: readonly ErrorCode[]; sought: string },
): string {
  const title = document.info?.title ?? name
  const all = operationsOf(document)
  const found = all.filter((each) => fits(each, sought))
  const groups = [...Map.groupBy(found, ({ operation }) => operation.tags?.[0] ?? 'Other')]
  const schemas = Object.entries(document.components?.schemas ?? {})
  const main = `<h1>${escaped(title)} <small>${escaped(document.info?.version ?? '')}</small></h1>
${
  sought === ''
    ? `${prose(document.info?.description ?? '')}<p>For programs: <a href="/docs/${name}/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>`
    : `<p role="status">${found.length} of ${all.length} operations have “${escaped(sought)}”. <a href="/docs/${name}">Show all</a></p>`
}
${groups
  .map(
    ([tag, inside]) =>
      `<h2 id="${anchor('tag', tag)}">${escaped(tag)}</h2>${tagWords(document, tag)}${inside.map((each) => operationSection(document, each)).join('')}`,
  )
  .join('')}
<h2 id="schemas">Schemas</h2>${schemas
    .map(
      ([schema, each]) =>
        `<section class="schema" id="schema-${schema}"><h3>${schema}</h3>${fields(schema, each)}</section>`,
    )
    .join('')}${errorTable(errors)}`
  const navigation = groups
    .map(
      ([tag, inside]) =>
        `<h2><a href="#${anchor('tag', tag)}">${escaped(tag)}</a></h2><ul>${inside.map(link).join('')}</ul>`,
    )
    .join('')
  const more = `<h2><a href="#schemas">Schemas</a></h2>${errors.length === 0 ? '' : '<h2><a href="#errors">Errors</a></h2>'}`
  return frame({ title, action: `/docs/${name}`, sought, navigation: navigation + more, main })
}

/** @returns a whole page; `main` and `navigation` are markup, `action` is where its search goes */
export function frame(of: {
  title: string
  action: string
  sought: string
  navigation: string
  main: string
}): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(of.title)} · Caseloom</title><style>${styles}</style></head><body>
<a class="skip" href="#main">To the content</a>
<header><a class="home" href="/docs">Caseloom APIs</a>
<form role="search" action="${of.action}" method="get"><label for="q">Search</label>
<input id="q" name="q" type="search" value="${escaped(of.sought)}" accesskey="s" autocomplete="off" placeholder="Find an operation"><button>Find</button></form></header>
<nav aria-label="Contents">${of.navigation}</nav>
<main id="main" tabindex="-1">${of.main}</main></body></html>`
}

/** @returns whether the operation has all of the words */
export function fits({ path, method, operation }: PlacedOperation, sought: string): boolean {
  const { operationId = '', summary = '', description = '', tags = [] } = operation
  const text = [method, path, operationId, summary, description, ...tags].join(' ').toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function link({ method, operation }: PlacedOperation): string {
  return `<li><a href="#${operation.operationId}"><b class="${method.toLowerCase()}">${method}</b> <span>${words(operation.summary ?? '')}</span></a></li>`
}

function tagWords(document: OpenApi, tag: string): string {
  const said = document.tags?.find(({ name }) => name === tag)?.description
  return said === undefined ? '' : prose(said)
}

function errorTable(errors: readonly ErrorCode[]): string {
  if (errors.length === 0) return ''
  const rows = errors.map(({ code, status, title }) => [
    `<code id="error-${code}">${code}</code>`,
    String(status),
    words(title),
  ])
  return `<h2 id="errors">Errors</h2>${table('Errors', rows)}`
}
