import { createHash } from 'node:crypto'
import { problems } from './errors.ts'
import { exampleOf } from './example.ts'
import type { JsonSchema, OpenApi, Operation } from './openapi-names.ts'
import { styles } from './reference-styles.ts'

/** Everything that ends up in the page goes through this, so that no text can become markup. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** @returns the words with `code` between backticks */
function words(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

/** @returns the same with blank lines between paragraphs */
function prose(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((part) => `<p>${words(part)}</p>`)
    .join('')
}

/**
 * @param document the OpenAPI document
 * @returns a page for people made from it, without any script, and the policy under which it is shown
 */
export function referencePage(document: OpenApi): { html: string; policy: string } {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? 'Other')
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(document.info?.title ?? '')}</title><style>${styles}</style></head><body>
<nav aria-label="Contents"><a class="home" href="#top">Desk API</a>${[...groups]
    .map(
      ([tag, inside]) =>
        `<h2>${escaped(tag)}</h2><ul>${inside.map(({ operation }) => link(operation)).join('')}</ul>`,
    )
    .join(
      '',
    )}<h2>More</h2><ul><li><a href="#schemas">Schemas</a></li><li><a href="#errors">Errors</a></li></ul></nav>
<main id="top"><h1>${escaped(document.info?.title ?? '')} <small>${escaped(document.info?.version ?? '')}</small></h1>
${prose(document.info?.description ?? '')}<p>As a document for programs: <a href="openapi.json">openapi.json</a>.</p>
${[...groups].map(([tag, inside]) => `<h2>${escaped(tag)}</h2>${inside.map((each) => section(document, each)).join('')}`).join('')}
<h2 id="schemas">Schemas</h2>${Object.entries(document.components?.schemas ?? {})
    .map(([name, schema]) => `<section id="schema-${name}"><h3>${name}</h3>${fields(schema)}</section>`)
    .join('')}
<h2 id="errors">Errors</h2><table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${Object.entries(
    problems,
  )
    .map(
      ([code, { status, title }]) =>
        `<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${escaped(title)}</td></tr>`,
    )
    .join('')}</tbody></table></main></body></html>`
  const hash = createHash('sha256').update(styles).digest('base64')
  return {
    html,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  }
}

function link(operation: Operation): string {
  return `<li><a href="#${operation.operationId}">${escaped(operation.summary ?? '')}</a></li>`
}

function section(
  document: OpenApi,
  { path, method, operation }: { path: string; method: string; operation: Operation },
): string {
  const body = Object.entries(operation.requestBody?.content ?? {})
  const parameters = operation.parameters ?? []
  return `<section id="${operation.operationId}"><h3>${escaped(operation.summary ?? '')}</h3>
<p class="line"><b class="${method.toLowerCase()}">${method}</b> <code>${escaped(path)}</code></p>
${prose(operation.description ?? '')}<p class="who">${who(operation)}</p>${
    parameters.length === 0
      ? ''
      : `<h4>Parameters</h4>${table(
          parameters.map(({ name, in: place, required, schema, description }) => [
            `<code>${escaped(name)}</code> <small>${place}</small>`,
            `${typeOf(schema)}${required ? '' : ' <small>optional</small>'}`,
            limits(schema) + words(description ?? ''),
          ]),
        )}`
  }${body.map(([type, { schema }]) => `<h4>Body <small>${escaped(type)}</small></h4><p>${typeOf(schema)}</p>`).join('')}
<h4>Example</h4><pre>${escaped(curl(document, path, method, operation))}</pre>
<h4>Answers</h4>${table(
    Object.entries(operation.responses).map(([status, { description, content }]) => [
      `<code>${status}</code>`,
      Object.values(content ?? {})
        .map(({ schema }) => typeOf(schema))
        .join(', '),
      words(description),
    ]),
  )}${answerExample(document, operation)}</section>`
}

function who(operation: Operation): string {
  const ways = (operation.security ?? []).flatMap((each) => Object.keys(each))
  if (ways.length === 0) return 'Anybody may call it.'
  return ways.includes('bearer')
    ? 'Takes a bearer token or a session.'
    : 'Takes a session; tokens are refused.'
}

function curl(document: OpenApi, path: string, method: string, operation: Operation): string {
  const [body] = Object.entries(operation.requestBody?.content ?? {})
  const filled = path.replace(/\{\w+\}/g, '1')
  const lines = [`curl -X ${method} "$CASELOOM${filled}"`]
  if (operation.security?.some((each) => 'bearer' in each)) lines.push(`-H "authorization: Bearer $TOKEN"`)
  if (body?.[0] === 'application/json') {
    const example = JSON.stringify(exampleOf(document, body[1].schema), null, 2)
    lines.push(`-H 'content-type: application/json'`, `-d '${example.replaceAll("'", `'\\''`)}'`)
  } else if (body) lines.push('-F file=@report.pdf')
  return lines.join(' \\\n  ')
}

function answerExample(document: OpenApi, operation: Operation): string {
  const [done] = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
  const schema = done?.[1].content?.['application/json']?.schema
  if (!schema) return ''
  const example = JSON.stringify(exampleOf(document, schema), null, 2)
  return `<details><summary>An answer</summary><pre>${escaped(example)}</pre></details>`
}

function fields(schema: JsonSchema): string {
  if (!schema.properties) return `<p>${typeOf(schema)}</p>`
  return table(
    Object.entries(schema.properties).map(([name, each]) => [
      `<code>${escaped(name)}</code>`,
      `${typeOf(each)}${schema.required?.includes(name) ? '' : ' <small>optional</small>'}`,
      limits(each),
    ]),
  )
}

function typeOf(schema: JsonSchema): string {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return `<a href="#schema-${escaped(name)}">${escaped(name)}</a>`
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.enum) return schema.enum.map((value) => `<code>${escaped(String(value))}</code>`).join(' | ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`
  if (schema.properties) {
    return `{ ${Object.entries(schema.properties)
      .map(([key, each]) => `<code>${escaped(key)}</code>: ${typeOf(each)}`)
      .join(', ')} }`
  }
  return escaped(schema.format ?? schema.type ?? 'anything')
}

function limits(schema: JsonSchema): string {
  const parts = [
    schema.minLength !== undefined && schema.minLength > 1 ? `at least ${schema.minLength} characters` : '',
    schema.maxLength === undefined ? '' : `at most ${schema.maxLength.toLocaleString('en')} characters`,
    schema.maxItems === undefined ? '' : `at most ${schema.maxItems} entries`,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER
      ? `at most ${schema.maximum}`
      : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${escaped(parts.join(', '))}. `
}

function table(rows: readonly (readonly string[])[]): string {
  return `<div class="wide"><table><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table></div>`
}
