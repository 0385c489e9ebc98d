import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { enqueue } from '../../storage/jobs.ts'
import type { Tx } from '../../storage/schema.ts'
import { type CaseRef, loadCase, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { attachToCase } from './attach-to-case.ts'
import { stageFile } from './stage-file.ts'

/** A file that arrives with the request that attaches it, or is to be fetched from a URL once the request is answered. */
export interface GivenFile {
  readonly name: string
  readonly contentType: string
  /** What kind of paper it is, e.g. a proof of purchase, in the words of whoever gives it; kept with the case. */
  readonly paper?: string
  readonly content: { readonly bytes: Buffer } | { readonly url: string }
}

/**
 * Stores files and attaches them to the case itself, all or none. What is to be fetched is promised in the same transaction, so
 * it neither holds up the caller nor is lost; the file is on the case once it has come.
 * @returns the case as it now is; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash`, `too_large`, or `invalid`
 *   for a URL that may not be called
 */
export async function giveFiles(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  files: readonly GivenFile[],
): Promise<Case> {
  // Before any byte is stored; decided again below, on the locked case.
  const seen = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.edit')
  refuseTrashed(seen)
  refuseIssues(
    files.flatMap(({ content }, index) =>
      'url' in content && !desk.mayFetch(content.url)
        ? [{ field: `files.${index}.url`, rule: 'not_allowed', value: content.url } as const]
        : [],
    ),
  )
  const papers = new Map<number, string>()
  const ids: number[] = []
  for (const { name, contentType, paper, content } of files) {
    if ('url' in content) continue
    const { id } = await stageFile(desk, actor, { name, contentType, bytes: content.bytes })
    ids.push(id)
    if (paper !== undefined) papers.set(id, paper)
  }
  return write(desk, async (tx) => {
    const to = await loadCaseToChange(desk, tx, actor, seen.number)
    refuseTrashed(to)
    for (const file of files) await promiseFetch(desk, tx, actor, to, file)
    return ids.length === 0 ? to : attachToCase(desk, tx, actor, withPapers(to, papers), ids)
  })
}

/** @returns the case with what kinds of papers its files are, by file id */
export function withPapers(of: Case, papers: ReadonlyMap<number, string>): Case {
  if (papers.size === 0) return of
  const known = of.details.papers
  return { ...of, details: { ...of.details, papers: { ...(known ?? {}), ...Object.fromEntries(papers) } } }
}

async function promiseFetch(desk: Desk, tx: Tx, actor: Actor, to: Case, given: GivenFile): Promise<void> {
  if (!('url' in given.content)) return
  const { wire, name, personId, accountId, credentialId, credentialName } = actor
  const file = {
    guid: desk.newId(),
    url: given.content.url,
    name: given.name,
    contentType: given.contentType,
    paper: given.paper ?? null,
    caseNumber: to.number,
    by: { wire, name, personId, accountId, credentialId, credentialName },
  }
  const lane = new URL(file.url).host
  await enqueue(tx, { kind: 'fetch-file', file }, desk.now(), { caseNumber: to.number, lane })
}
