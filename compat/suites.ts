import type { Suite } from './case.ts'
import { caseManagement } from './case-management/suite.ts'
import { messages } from './messages/suite.ts'
import { restV3 } from './rest-v3/suite.ts'
import { supportTicket } from './support-ticket/suite.ts'

/** The suites of all wires, in the order of the report. A new one is one line here. */
export const suites: readonly Suite[] = [caseManagement, restV3, supportTicket, messages]
