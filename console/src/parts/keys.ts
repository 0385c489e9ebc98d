import { useEffect, useLayoutEffect, useRef } from 'react'

/** What keys do, by key: `j`, `?`, `mod+k` (Ctrl or Cmd), `g i` (one after the other). */
export type Bindings = Readonly<Record<string, () => void>>

const layers: { current: Bindings }[] = []
let prefix = ''
let prefixEnds = 0

/** Binds keys while the part is on the page; the newest part wins. None fires while somebody types or chooses. */
export function useKeys(bindings: Bindings): void {
  const layer = useRef(bindings)
  useLayoutEffect(() => {
    layer.current = bindings
  })
  useEffect(() => {
    layers.push(layer)
    if (layers.length === 1) addEventListener('keydown', onKey)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (layers.length === 0) removeEventListener('keydown', onKey)
    }
  }, [])
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const withMod = event.ctrlKey || event.metaKey
  if (!withMod && isBusy(event.target)) return
  const pressed = withMod ? `mod+${event.key.toLowerCase()}` : event.key
  const waiting = event.timeStamp < prefixEnds ? prefix : ''
  prefix = ''
  const action = find(waiting === '' ? pressed : `${waiting} ${pressed}`)
  if (action) {
    event.preventDefault()
    action()
  } else if (waiting === '' && pressed === 'g') {
    prefix = 'g'
    prefixEnds = event.timeStamp + 1_200
  }
}

function find(name: string): (() => void) | undefined {
  for (const layer of layers.toReversed()) {
    const action = layer.current[name]
    if (action) return action
  }
  return undefined
}

/** Whether the keys belong to what has the focus: a field, a menu, a dialog. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [role=dialog], [role=menu], [role=listbox]') !== null
}

/** Whether this is a computer whose command key is Cmd. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
