import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'

/** @returns who is signed in and what they may; pages inside the desk are only shown with a session */
export function useSession() {
  const { data } = useQuery(sessionQuery)
  return {
    person: data?.person ?? null,
    permissions: data?.permissions ?? [],
    may: (permission: string) => data?.permissions.includes(permission) ?? false,
  }
}
