import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Outcome } from '../run-suite.ts'
import { chapterOf, pageOf } from './markdown.ts'
import { type JudgedSuite, summaryPage } from './summary-page.ts'
import { wirePage } from './wire-page.ts'

/** @param url of the server that was judged, null for one of our own; @returns the pages by their paths below the folder */
export function reportPages(judged: readonly JudgedSuite[], url: string | null): ReadonlyMap<string, string> {
  return new Map([
    ['compatibility.md', summaryPage(judged, url)],
    ...judged.flatMap(({ suite, outcomes }) =>
      [...Map.groupBy(outcomes, ({ of }) => chapterOf(of.section))].map(
        ([chapter, own]) => [pageOf(suite.wire, chapter), wirePage(suite, chapter, own)] as const,
      ),
    ),
  ])
}

/** Writes the pages into the folder. */
export async function writePages(folder: string, pages: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of pages) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

/** @returns each case's outcome on both engines as one: what holds, holds on both and looks the same */
export function bothEngines(one: readonly Outcome[], other: readonly Outcome[]): Outcome[] {
  return one.map((outcome, index) => {
    const second = other[index]
    if (!second || outcome.result === 'fails') return outcome
    if (second.result === 'fails') return second
    const differing = outcome.shown.findIndex(
      ({ request, answer }, place) =>
        request !== second.shown[place]?.request || answer !== second.shown[place]?.answer,
    )
    if (differing < 0 && outcome.shown.length === second.shown.length) return outcome
    const last = second.shown[Math.max(0, differing)] ?? null
    return { ...outcome, result: 'fails', reason: 'the two databases answer differently', last }
  })
}
