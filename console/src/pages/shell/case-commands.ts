import { newStore } from '../../api/store.ts'
import type { Command } from '../../parts/menu.tsx'

/** What the palette can do with the case on the screen; empty without one. */
export const caseCommands = newStore<readonly Command[]>([])
