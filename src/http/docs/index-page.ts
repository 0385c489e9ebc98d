import { type OpenApi, operationsOf } from '../shared/openapi/document.ts'
import { escaped, words } from './html.ts'
import { fits, frame } from './page.ts'

/**
 * @param apis every API by its name in addresses
 * @param sought words to look for in all of them; empty shows the list of APIs
 * @returns the first page of the reference
 */
export function indexPage(apis: readonly { name: string; document: OpenApi }[], sought: string): string {
  const navigation = `<ul class="apis">${apis
    .map(
      ({ name, document }) => `<li><a href="/docs/${name}">${escaped(document.info?.title ?? name)}</a></li>`,
    )
    .join('')}</ul>`
  const intro = `<p>One set of cases behind ${apis.length} HTTP APIs. A case opened through any of them is read, answered, given files,
closed and found through every other one. Each API has a page for people and an OpenAPI 3.1 document for programs, both made from
what the server itself checks requests with.</p>`
  const main = `<h1>APIs</h1>${sought === '' ? intro + apis.map(card).join('') : results(apis, sought)}`
  return frame({ title: 'APIs', action: '/docs', sought, navigation, main })
}

function card({ name, document }: { name: string; document: OpenApi }): string {
  const { title = name, version = '', summary = '' } = document.info ?? {}
  const count = operationsOf(document).length
  return `<section class="card"><h2><a href="/docs/${name}">${escaped(title)}</a> <small>${escaped(version)}</small></h2>
<p>${words(summary)}</p><p class="who">${count} operations · <a href="/docs/${name}/openapi.json">openapi.json</a></p></section>`
}

function results(apis: readonly { name: string; document: OpenApi }[], sought: string): string {
  const found = apis.flatMap(({ name, document }) => {
    const fitting = operationsOf(document).filter((each) => fits(each, sought))
    return fitting.length === 0 ? [] : [{ name, title: document.info?.title ?? name, fitting }]
  })
  const total = found.reduce((sum, { fitting }) => sum + fitting.length, 0)
  const lists = found.map(
    ({ name, title, fitting }) =>
      `<h2>${escaped(title)}</h2><ul class="found">${fitting
        .map(
          ({ path, method, operation }) =>
            `<li><a href="/docs/${name}#${operation.operationId}"><b class="${method.toLowerCase()}">${method}</b> <span>${words(operation.summary ?? '')} <code>${escaped(path)}</code></span></a></li>`,
        )
        .join('')}</ul>`,
  )
  return `<p role="status">${total} operations have “${escaped(sought)}”. <a href="/docs">Show all APIs</a></p>${lists.join('')}`
}
