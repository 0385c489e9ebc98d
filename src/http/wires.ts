import { caseManagementWire } from './case-management/plugin.ts'
import { consolePages } from './console/plugin.ts'
import { deskWire } from './desk/plugin.ts'
import { messagesWire } from './messages/plugin.ts'
import { restV3Wire } from './rest-v3/plugin.ts'
import { supportTicketWire } from './support-ticket/plugin.ts'
import type { WirePlugin } from './wire.ts'

/** Every wire, in the order in which they are mounted. */
export const wirePlugins: readonly WirePlugin[] = [
  caseManagementWire,
  deskWire,
  messagesWire,
  supportTicketWire,
  restV3Wire,
  consolePages,
]
