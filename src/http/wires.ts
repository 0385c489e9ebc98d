import { messagesWire } from './messages/plugin.ts'
import { supportTicketWire } from './support-ticket/plugin.ts'
import type { WirePlugin } from './wire.ts'

/** Every wire, in the order in which they are mounted. */
export const wirePlugins: readonly WirePlugin[] = [messagesWire, supportTicketWire]
