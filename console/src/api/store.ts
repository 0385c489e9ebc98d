/** A value outside of React that parts can watch (`useSyncExternalStore`). */
export interface Store<T> {
  get(): T
  set(next: T): void
  watch(listener: () => void): () => void
}

/** @returns a store that begins with the value */
export function newStore<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listener of listeners) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Reads a value kept in this browser; the fallback if it is missing, unreadable or of another shape. */
export function kept<T>(key: string, fallback: T, sound: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return sound(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** Keeps a value in this browser; null removes it. A full or switched-off storage is no reason to fail. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // What is on the screen stays; only the copy is missing.
  }
}
