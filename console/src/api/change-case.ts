import { useMutation } from '@tanstack/react-query'
import { toast } from '../parts/toasts.ts'
import { t } from '../text/text.ts'
import { ApiError, send } from './client.ts'
import { explain } from './explain.ts'
import { caseQuery, historyQuery, queries } from './queries.ts'
import type { CaseDetail, CasePatch, CatalogAnswer } from './types.ts'

/** One change of a case: what is sent, and what that looks like at once. */
export interface CaseChange {
  readonly patch: CasePatch
  readonly shown: Partial<CaseDetail>
  /** In a few words, for the announcement: "Status: Resolved". */
  readonly words: string
  /** Is told why the desk refused it, beside the announcement. */
  readonly refused?: (error: unknown) => void
}

/**
 * Changes a case: shown at once, sent with the version it was made from, taken back if the desk refuses. Each change
 * can be undone from its announcement for ten seconds.
 */
export function useChangeCase(number: number) {
  const { queryKey } = caseQuery(number)
  return useMutation({
    mutationFn: (change: CaseChange & { base: CaseDetail }) => sendPatch(number, change.patch, change.base),
    onMutate: async ({ shown, base }) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(queryKey, { ...base, ...shown })
    },
    onError: (error, { base, refused }) => {
      queries.setQueryData(queryKey, base)
      refused?.(error)
      complain(error)
    },
    onSuccess: (after, { patch, base, words }) => {
      queries.setQueryData(queryKey, after)
      const back = valuesOf(base, patch)
      toast({
        text: words,
        undo: () => void sendPatch(number, back, after).then(show(number), complain),
      })
    },
    onSettled: () => refresh(number),
  })
}

/** Reads again what is shown of a case and the lists it may be in. */
export async function refresh(number: number): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: caseQuery(number).queryKey }),
    queries.invalidateQueries({ queryKey: historyQuery(number).queryKey }),
    queries.invalidateQueries({ queryKey: ['cases'] }),
    queries.invalidateQueries({ queryKey: ['views'] }),
  ])
}

/**
 * Sends a change with the version it was made from. Every message raises the version too, so a refusal is tried once
 * more on the newest state, unless somebody has changed the same fields meanwhile.
 */
async function sendPatch(number: number, patch: CasePatch, base: CaseDetail): Promise<CaseDetail> {
  try {
    return await send<CaseDetail>('PATCH', `/cases/${number}`, patch, { ifVersion: base.version })
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 412)) throw error
    const newest = await queries.fetchQuery({ ...caseQuery(number), staleTime: 0 })
    if (JSON.stringify(valuesOf(newest, patch)) !== JSON.stringify(valuesOf(base, patch))) throw error
    return send<CaseDetail>('PATCH', `/cases/${number}`, patch, { ifVersion: newest.version })
  }
}

const show = (number: number) => (after: CaseDetail) => {
  queries.setQueryData(caseQuery(number).queryKey, after)
  void refresh(number)
}
const complain = (error: unknown) =>
  toast({ tone: 'danger', text: t('case.notChanged', { why: explain(error) }) })

/** @returns what the case says for the fields of a change: sent, it brings them back */
function valuesOf(of: CaseDetail, patch: CasePatch): CasePatch {
  const values: Required<CasePatch> = {
    subject: of.subject,
    status: of.status.id,
    priority: of.priority?.id ?? null,
    assigneeId: of.assignee?.id ?? null,
    groupId: of.group?.id ?? null,
    categoryId: of.category?.id ?? null,
    subcategoryId: of.subcategory?.id ?? null,
    itemId: of.item?.id ?? null,
    urgencyId: of.urgency?.id ?? null,
    impactId: of.impact?.id ?? null,
    levelId: of.level?.id ?? null,
    modeId: of.mode?.id ?? null,
    requestTypeId: of.requestType?.id ?? null,
    tagIds: of.tags.map((tag) => tag.id),
    externalId: of.externalId,
    callbackUrl: of.callbackUrl,
    dueAt: of.dueAt,
    resolution: of.resolution?.text ?? null,
    fields: Object.fromEntries(
      Object.keys(patch.fields ?? {}).map((name) => [name, of.fields[name] ?? null]),
    ),
  }
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(patch, name)))
}

/** @returns a look-up by its id as a case shows it, so that a choice is seen before the desk has answered */
export function named(catalog: CatalogAnswer | undefined, kind: string, id: number | null) {
  const found = catalog?.kinds[kind]?.find((entry) => entry.id === id)
  return found ? { id: found.id, name: found.name } : null
}
