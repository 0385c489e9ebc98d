import { useInfiniteQuery } from '@tanstack/react-query'
import { casesQuery, type ListSearch } from '../../api/queries.ts'
import { type SteadyList, useSteadyList } from './steady-list.ts'

/** Everything a list needs to be shown. */
export interface ListState {
  readonly steady: SteadyList | null
  readonly error: unknown
  readonly hasMore: boolean
  readonly isReadingMore: boolean
  readMore(): void
  again(): void
}

/** Reads the list that the URL asks for. */
export function useList(search: ListSearch, open: number | null): ListState {
  const query = useInfiniteQuery(casesQuery(search))
  const pages = query.data?.pages
  const steady = useSteadyList(
    JSON.stringify(search),
    pages?.flatMap((page) => page.items),
    pages?.length ?? 0,
    open,
  )
  return {
    steady,
    error: query.data === undefined ? query.error : null,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
  }
}
