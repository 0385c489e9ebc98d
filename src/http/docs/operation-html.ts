import type { Answer, OpenApi, Operation, PlacedOperation } from '../shared/openapi/document.ts'
import { exampleOf } from './example.ts'
import { box, escaped, prose, shown, table, words } from './html.ts'
import { curl } from './request-example.ts'
import { fields, inline, limits, typeOf } from './schema-html.ts'

/** @returns the operation as a section of the page */
export function operationSection(document: OpenApi, placed: PlacedOperation): string {
  const { path, method, operation } = placed
  const id = escaped(operation.operationId ?? '')
  return `<section id="${id}" aria-labelledby="${id}-title"><div class="said">
<h3 id="${id}-title">${words(operation.summary ?? '')} <a class="self" href="#${id}" aria-label="Link to ${escaped(operation.summary ?? '')}">#</a></h3>
<p class="line"><b class="${method.toLowerCase()}">${method}</b> <code>${escaped(path).replaceAll('/', '/<wbr>')}</code></p>
${prose(operation.description ?? '')}<p class="who">${who(document, operation)}</p>
${parameters(operation)}${bodies(operation)}${answers(operation)}</div>
<div class="shown"><h4>Request</h4>${box(`${operation.summary}: request`, curl(document, placed))}
${answerExamples(document, operation)}</div></section>`
}

function who(document: OpenApi, { security = [] }: Operation): string {
  if (security.length === 0) return 'Anybody may call it.'
  const ways = security.map((need) =>
    Object.keys(need)
      .map((name) => {
        const scheme = document.components?.securitySchemes?.[name]
        if (!scheme) return escaped(name)
        return scheme.type === 'http'
          ? 'bearer token'
          : `${escaped(scheme.in)} <code>${escaped(scheme.name)}</code>`
      })
      .join(' and '),
  )
  return `Needs ${ways.map((way) => way || 'nothing').join(', or ')}.`
}

function parameters({ parameters = [], summary }: Operation): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(({ name, in: place, required, schema, description }) => [
    `<code>${escaped(name)}</code> <small>${escaped(place)}</small>`,
    `${typeOf(schema)}${required ? '' : ' <small>optional</small>'}`,
    limits(schema) + words(description ?? ''),
  ])
  return `<h4>Parameters</h4>${table(`${summary}: parameters`, rows)}`
}

/** Media types that take the same schema are named together. */
function bodies({ requestBody, summary }: Operation): string {
  if (!requestBody) return ''
  const all = Object.entries(requestBody.content)
  const alike = Map.groupBy(all, ([, { schema }]) => JSON.stringify(schema))
  const said = requestBody.description === undefined ? '' : prose(requestBody.description)
  const parts = [...alike.values()].map((same) => {
    const types = same.map(([type]) => `<code>${escaped(type)}</code>`).join(', ')
    return `<p>${types}</p>${fields(`${summary}: body`, same[0]?.[1].schema ?? {})}`
  })
  return `<h4>Body${requestBody.required === false ? ' <small>optional</small>' : ''}</h4>${said}${parts.join('')}`
}

function answers({ responses, summary }: Operation): string {
  const rows = Object.entries(responses).map(([status, { description, content, headers }]) => [
    `<code>${escaped(status)}</code>`,
    Object.entries(content ?? {})
      .map(([type, { schema }]) => (type.includes('json') ? inline(schema) : `<code>${escaped(type)}</code>`))
      .join(', '),
    [words(description), ...Object.entries(headers ?? {}).map(headerWords)].join(' '),
  ])
  return `<h4>Answers</h4>${table(`${summary}: answers`, rows)}`
}

function headerWords([name, { description }]: [string, { description: string }]): string {
  return `Header <code>${escaped(name)}</code>: ${words(description)}`
}

/** The first success open, everything else recorded folded away. */
function answerExamples(document: OpenApi, operation: Operation): string {
  const all = Object.entries(operation.responses).flatMap(([status, answer]) =>
    examplesOf(document, status, answer),
  )
  return all
    .map(({ status, summary, value }, index) => {
      const text = box(`${operation.summary}: answer ${status}`, shown(value))
      return index === 0
        ? `<h4>Answer <small>${escaped(status)}</small></h4>${text}`
        : `<details><summary>${escaped(status)}: ${escaped(summary)}</summary>${text}</details>`
    })
    .join('')
}

function examplesOf(document: OpenApi, status: string, { content = {} }: Answer) {
  const recorded = Object.values(content).flatMap(({ examples = {} }) => Object.values(examples))
  if (recorded.length > 0) return recorded.map((each) => ({ status, ...each }))
  const json = content['application/json']
  if (!json || !status.startsWith('2')) return []
  return [{ status, summary: 'An answer', value: exampleOf(document, json.schema) }]
}
