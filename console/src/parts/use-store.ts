import { useSyncExternalStore } from 'react'
import type { Store } from '../api/store.ts'

/** @returns the value of the store, followed as it changes */
export const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.watch, store.get)
