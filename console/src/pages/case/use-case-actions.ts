import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { refresh, useChangeCase } from '../../api/change-case.ts'
import { send } from '../../api/client.ts'
import { explain } from '../../api/explain.ts'
import { catalogQuery } from '../../api/queries.ts'
import type { CaseDetail, CasePatch } from '../../api/types.ts'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { caseCommands } from '../shell/case-commands.ts'
import { statusOf } from './phases.ts'

/** What can be done with the case on the screen. */
export interface CaseActions {
  /** @param refused is told why the desk refused it */
  change(
    patch: CasePatch,
    shown: Partial<CaseDetail>,
    words: string,
    refused?: (error: unknown) => void,
  ): void
  resolve(): void
  reopen(): void
  trash(): void
  restore(): void
  copyLink(): void
}

const isDone = (of: CaseDetail): boolean => ['resolved', 'closed', 'cancelled'].includes(of.status.phase)

/** @returns the actions of a case; the palette offers them too */
export function useCaseActions(of: CaseDetail, onBack: () => void): CaseActions {
  const { mutate } = useChangeCase(of.number)
  const { data: catalog } = useQuery(catalogQuery)
  const number = String(of.number)
  const change: CaseActions['change'] = (patch, shown, words, refused) =>
    mutate({ patch, shown, words, base: of, ...(refused ? { refused } : {}) })
  const toPhase = (phase: 'resolved' | 'open') => {
    const status = statusOf(catalog, phase)
    if (!status || (phase === 'resolved' && isDone(of))) return
    change(
      { status: status.id },
      { status },
      t('case.changed', { field: t('field.status'), value: status.name }),
    )
  }
  const move = (
    method: 'DELETE' | 'POST',
    path: string,
    said: 'case.trashed' | 'case.restored',
    undo?: () => void,
  ) =>
    send(method, path)
      .then(() => toast({ text: t(said, { number }), ...(undo ? { undo } : {}) }))
      .catch((error: unknown) =>
        toast({ tone: 'danger', text: t('case.notChanged', { why: explain(error) }) }),
      )
      .finally(() => void refresh(of.number))
  const restore = () => void move('POST', `/cases/${number}/restore`, 'case.restored')
  const actions: CaseActions = {
    change,
    resolve: () => toPhase('resolved'),
    reopen: () => toPhase('open'),
    trash: () => {
      onBack()
      void move('DELETE', `/cases/${number}`, 'case.trashed', restore)
    },
    restore,
    copyLink: () => {
      void navigator.clipboard
        .writeText(`${location.origin}/cases/${number}`)
        .then(() => toast({ text: t('case.linkCopied') }))
    },
  }
  useOfferedCommands(actions, isDone(of))
  return actions
}

function useOfferedCommands(actions: CaseActions, done: boolean): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    caseCommands.set([
      done
        ? { id: 'reopen', name: t('case.reopen'), do: () => latest.current.reopen() }
        : { id: 'resolve', name: t('case.resolve'), keys: 'e', do: () => latest.current.resolve() },
      { id: 'link', name: t('case.copyLink'), do: () => latest.current.copyLink() },
      { id: 'trash-case', name: t('case.trash'), do: () => latest.current.trash() },
    ])
    return () => caseCommands.set([])
  }, [done])
}
