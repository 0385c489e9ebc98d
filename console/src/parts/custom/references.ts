import { queryOptions } from '@tanstack/react-query'
import { ApiError, get } from '../../api/client.ts'
import { catalogQuery, organisationsQuery, queries } from '../../api/queries.ts'
import type { CaseList, Contacts, Field } from '../../api/types.ts'
import type { Named } from './values.ts'

const most = 20

/** What a reference can point to, by words in its name. */
export const referencesQuery = (target: Field['refersTo'], words: string) =>
  queryOptions({
    queryKey: ['references', target, words],
    queryFn: ({ signal }) => referencesTo(target, words.slice(0, 200), signal),
  })

async function referencesTo(target: Field['refersTo'], q: string, signal: AbortSignal): Promise<Named[]> {
  const holds = ({ name }: { name: string }) => name.toLowerCase().includes(q.toLowerCase())
  switch (target) {
    case null:
      return []
    case 'cases': {
      const { items } = await get<CaseList>('/cases', { view: 'all', q, limit: most }, signal)
      return items.map(({ number, subject }) => ({ id: number, name: subject }))
    }
    case 'organisations': {
      const { items } = await queries.ensureQueryData(organisationsQuery)
      return items.filter(holds).slice(0, most)
    }
    case 'people': {
      const { reps } = await queries.ensureQueryData(catalogQuery)
      const contacts = await get<Contacts>('/contacts', { q, limit: most }, signal).catch(withoutRight)
      return [...reps.filter(holds).slice(0, most), ...contacts.items]
    }
    default: {
      const path = `/modules/${target.moduleId}/records`
      const { items } = await get<{ items: { id: number; title: string }[] }>(
        path,
        { q, limit: most },
        signal,
      )
      return items.map(({ id, title }) => ({ id, name: title }))
    }
  }
}

/** Who may not look at contacts can still refer to colleagues. */
function withoutRight(error: unknown): Pick<Contacts, 'items'> {
  if (error instanceof ApiError && error.status === 403) return { items: [] }
  throw error
}
