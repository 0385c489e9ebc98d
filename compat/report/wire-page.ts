import type { Suite } from '../case.ts'
import type { Outcome } from '../run-suite.ts'
import { anchorOf, fenced, summary } from './markdown.ts'
import type { ShownExchange } from './show-exchange.ts'

/** Of a statement that takes many requests, the first ones are as telling as all. */
const mostShown = 3

/** @returns the page with the request and answer of every case of the wire's chapter */
export function wirePage(suite: Suite, chapter: string, outcomes: readonly Outcome[]): string {
  const sections = suite.sections.map(({ number, title }) => {
    const own = outcomes.filter(({ of }) => of.section === number)
    return own.length === 0 ? [] : [`## ${suite.prefix} ${number} ${title}`, '', ...own.flatMap(details)]
  })
  return [
    `# ${suite.title}, ${suite.prefix} ${chapter}: requests and answers`,
    '',
    `Each statement of [the report](../../compatibility.md) with what was sent and what came back. \`<names>\` stand for values that are`,
    'others in every run; what a client is given by its administrator is:',
    '',
    ...Object.entries(suite.credentials).map(([name, about]) => `- \`<${name}>\`: ${about}`),
    '',
    'Long JSON is shown indented. `Host`, `Date`, `Content-Length`, `Connection` and the request id are left out.',
    '',
    ...sections.flat(),
  ].join('\n')
}

function details({ of, shown, result, reason }: Outcome): string[] {
  const more = shown.length - mostShown
  const note = result === 'holds' ? '' : ` (${summary(reason ?? result)})`
  return [
    `<a id="${anchorOf(of.id)}"></a>`,
    `<details><summary>${of.id}: ${summary(of.facts.says)}${note}</summary>`,
    '',
    ...shown.slice(0, mostShown).flatMap(exchange),
    ...(more > 0 ? [`… and ${more} more like these.`, ''] : []),
    ...(shown.length === 0 ? ['Nothing was sent by this statement.', ''] : []),
    '</details>',
    '',
  ]
}

function exchange({ request, answer }: ShownExchange): string[] {
  return [...fenced(request), '', ...fenced(answer), '']
}
