import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import { ApiError, get, setCsrfToken } from './client.ts'
import type {
  Applications,
  CaseDetail,
  CaseList,
  CatalogAnswer,
  Fields,
  History,
  Modules,
  Organisations,
  Rep,
  Session,
  Tokens,
  ViewCounts,
  ViewName,
  WireName,
} from './types.ts'

/** One client for the whole console. Refusals (4xx) are final; a lost connection is tried again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => !(error instanceof ApiError && error.status >= 400) && count < 3,
    },
  },
})

/** What a list shows: the state kept in the URL. */
export interface ListSearch {
  readonly view?: ViewName | undefined
  readonly q?: string | undefined
  readonly status?: number | undefined
  readonly priority?: number | undefined
  readonly assignee?: number | undefined
  readonly tag?: number | undefined
  readonly wire?: WireName | undefined
  readonly sort?: 'updated' | 'created' | 'number' | 'due' | undefined
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      const session = await get<Session>('/session', {}, signal)
      setCsrfToken(session.csrfToken)
      return session
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
})

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => get<ViewCounts>('/views', {}, signal),
})

export const catalogQuery = queryOptions({
  queryKey: ['catalog'],
  staleTime: 300_000,
  queryFn: ({ signal }) => get<CatalogAnswer>('/catalog', {}, signal),
})

/** Fields of cases that administrators made. */
export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  staleTime: 300_000,
  queryFn: async ({ signal }) => ofCases(await get<Fields>('/fields', {}, signal)),
})

/** Those that were deleted, for the names of values that there still are. */
export const deletedFieldsQuery = queryOptions({
  queryKey: ['fields', 'deleted'],
  staleTime: 300_000,
  queryFn: async ({ signal }) => ofCases(await get<Fields>('/fields', { deleted: 'true' }, signal)),
})

const ofCases = ({ items }: Fields) => items.filter(({ moduleId }) => moduleId === null)

export const modulesQuery = queryOptions({
  queryKey: ['modules'],
  queryFn: ({ signal }) => get<Modules>('/modules', {}, signal),
})

/** Cases of a list, fifty at a time. */
export const casesQuery = (search: ListSearch) =>
  infiniteQueryOptions({
    queryKey: ['cases', search],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: CaseList) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam, signal }) =>
      get<CaseList>('/cases', { view: 'open', ...search, limit: 50, cursor: pageParam }, signal),
  })

export const caseQuery = (number: number) =>
  queryOptions({
    queryKey: ['case', number],
    queryFn: ({ signal }) => get<CaseDetail>(`/cases/${number}`, {}, signal),
  })

export const historyQuery = (number: number) =>
  queryOptions({
    queryKey: ['history', number],
    queryFn: ({ signal }) => get<History>(`/cases/${number}/history`, {}, signal),
  })

export const repsQuery = queryOptions({
  queryKey: ['reps'],
  queryFn: ({ signal }) => get<{ items: Rep[] }>('/reps', {}, signal),
})

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) => get<Organisations>('/organisations', {}, signal),
})

export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: ({ signal }) => get<Applications>('/applications', {}, signal),
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => get<Tokens>('/tokens', {}, signal),
})
