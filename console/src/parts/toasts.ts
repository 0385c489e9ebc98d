import { newStore } from '../api/store.ts'

/** An announcement: what was done or went wrong, with a way back where there is one. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'danger'
  readonly undo?: () => void
}

/** What is announced at the moment, newest last. */
export const toasts = newStore<readonly Toast[]>([])
let count = 0

/** Announces something for ten seconds. @returns its id, to take it away earlier */
export function toast(given: { text: string; tone?: Toast['tone']; undo?: () => void }): number {
  count += 1
  const id = count
  toasts.set([...toasts.get().slice(-2), { tone: 'plain', ...given, id }])
  setTimeout(() => dismiss(id), 10_000)
  return id
}

/** Takes an announcement away. */
export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id))
}

/** Undoes the newest change that can be undone. */
export function undoNewest(): void {
  const newest = toasts.get().findLast((one) => one.undo)
  if (!newest) return
  dismiss(newest.id)
  newest.undo?.()
}
