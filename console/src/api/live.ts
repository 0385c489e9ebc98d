import { address } from './client.ts'
import { queries } from './queries.ts'
import { newStore } from './store.ts'
import type { HistoryEntry } from './types.ts'

/** Whether changes of others arrive by themselves at the moment. */
export const connection = newStore<'live' | 'lost'>('live')

/** How long a burst of changes is gathered before the lists are read again, in ms. */
const gathering = 250
/** How long a broken connection may take to mend before anybody is told, in ms. */
const patience = 2_000

/**
 * Listens to what happens at the desk and reads again what is on the screen. The browser mends the connection by
 * itself and names the last event it saw; after a gap everything shown is read again.
 * @returns a function that stops
 */
export function startLive(): () => void {
  const source = new EventSource(address('/events/stream'))
  let lists: ReturnType<typeof setTimeout> | undefined
  let complaint: ReturnType<typeof setTimeout> | undefined
  const onEntry = (event: MessageEvent<string>) => {
    const entry = JSON.parse(event.data) as Partial<HistoryEntry>
    if (typeof entry.caseNumber === 'number') {
      void queries.invalidateQueries({ queryKey: ['case', entry.caseNumber] })
      void queries.invalidateQueries({ queryKey: ['history', entry.caseNumber] })
    }
    if (entry.kind?.startsWith('catalog.')) {
      void queries.invalidateQueries({ queryKey: ['catalog'] })
      void queries.invalidateQueries({ queryKey: ['fields'] })
    }
    lists ??= setTimeout(() => {
      lists = undefined
      void queries.invalidateQueries({ queryKey: ['cases'] })
      void queries.invalidateQueries({ queryKey: ['views'] })
    }, gathering)
  }
  source.onmessage = onEntry
  source.addEventListener('entry', onEntry)
  source.onopen = () => {
    clearTimeout(complaint)
    complaint = undefined
    if (connection.get() === 'lost') {
      connection.set('live')
      void queries.invalidateQueries()
    }
  }
  source.onerror = () => {
    complaint ??= setTimeout(() => connection.set('lost'), patience)
  }
  return () => {
    clearTimeout(lists)
    clearTimeout(complaint)
    source.close()
  }
}
