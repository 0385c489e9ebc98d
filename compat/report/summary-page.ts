import type { NumberedCase, Suite } from '../case.ts'
import { type Outcome, type Result, whatIsNeeded } from '../run-suite.ts'
import { anchorOf, cell, pageOf } from './markdown.ts'

export interface JudgedSuite {
  readonly suite: Suite
  readonly outcomes: readonly Outcome[]
}

const words = { holds: 'holds', deviates: '**deviates**', fails: '**FAILS**', 'left-out': 'not run' } as const

/** @param url of the server that was judged, null for one of our own */
export function summaryPage(judged: readonly JudgedSuite[], url: string | null): string {
  return [
    '# Compatibility',
    '',
    ...introduction(url),
    '',
    '| API | statements | hold | deviate | fail | not run |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...judged.map(({ suite, outcomes }) => {
      const count = (result: Result): number => outcomes.filter((each) => each.result === result).length
      const counts = [outcomes.length, count('holds'), count('deviates'), count('fails'), count('left-out')]
      return `| [${suite.title}](#${headingAnchor(suite.title)}) | ${counts.join(' | ')} |`
    }),
    '',
    ...judged.flatMap(wireSection),
  ].join('\n')
}

function introduction(url: string | null): string[] {
  if (url !== null) {
    return [
      `Every statement and example of the contracts, tried against the server at ${url}. “Holds” means that the answer is what the`,
      'statement says, “deviates” that Caseloom answers otherwise on purpose, with the reason; what would need the clock or the settings',
      'of the server was not run. Every number leads to the exact request and answer.',
    ]
  }
  return [
    'Will your client work? Every statement and example of the four contracts, tried against this server over HTTP, on SQLite and on',
    'PostgreSQL. “Holds” means that the answer is what the statement says; “deviates” that it is not, on purpose, with the reason. Every',
    'number leads to the exact request and answer. `npm run compat` tries them all and writes these pages, and',
    '`npm run compat -- --only "ST 6.2-1"` tries one; [compat/README.md](../compat/README.md) says how to judge a server of your own.',
  ]
}

function wireSection({ suite, outcomes }: JudgedSuite): string[] {
  const sections = suite.sections.map(({ number, title }) => {
    const own = outcomes.filter(({ of }) => of.section === number)
    if (own.length === 0) return []
    return [
      `### ${suite.prefix} ${number} ${title}`,
      '',
      '| number | statement | source | result |',
      '| --- | --- | --- | --- |',
      ...own.map((outcome) => row(suite, outcome)),
      '',
    ]
  })
  return [`## ${suite.title}`, '', suite.about, '', ...deviations(suite, outcomes), ...sections.flat()]
}

function deviations(suite: Suite, outcomes: readonly Outcome[]): string[] {
  const all = outcomes.filter(({ result }) => result === 'deviates')
  if (all.length === 0) return ['There are no deviations.', '']
  const lines = all.map(({ of, reason }) => `- ${link(suite, of)} ${of.facts.says}: ${reason}`)
  return ['What deviates, and why:', '', ...lines, '']
}

function row(suite: Suite, { of, result, reason }: Outcome): string {
  const { says, source, needs } = of.facts
  const note = reason ?? (needs === undefined ? null : whatIsNeeded(needs))
  const cells = [cell(says), cell(source), note === null ? words[result] : `${words[result]} (${cell(note)})`]
  return `| ${link(suite, of)} | ${cells.join(' | ')} |`
}

function link(suite: Suite, { id, section }: NumberedCase): string {
  return `[${id}](${pageOf(suite.wire, section)}#${anchorOf(id)})`
}

function headingAnchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')
}
