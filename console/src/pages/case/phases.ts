import type { CatalogAnswer, Phase, Status } from '../../api/types.ts'

/** @returns every status of the desk in its order */
export function statusesOf(catalog: CatalogAnswer | undefined): Status[] {
  return (catalog?.kinds.status ?? []).map(({ id, name, color, phase }) => ({
    id,
    name,
    color,
    phase: phase ?? 'open',
  }))
}

/** @returns the first status of a phase, for "resolve" and "wait" */
export function statusOf(catalog: CatalogAnswer | undefined, phase: Phase): Status | undefined {
  return statusesOf(catalog).find((status) => status.phase === phase)
}
