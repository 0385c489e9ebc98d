import { messageTypes } from '../../domain/message.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { array, bool, date, guid, int, object, oneOf, optional, record, required, text } from './check.ts'
import { type Rule, saying } from './rule.ts'

/** The tables of the endpoints. The order of keys is the order in which they are checked (Messages §6.1). */

/** POST case-messages/create (§3.1) */
export const newMessage = object({
  guid: required(guid),
  content: optional(text()),
  type: required(oneOf(messageTypes)),
  declaredAt: date,
  externalId: optional(text(512)),
  parentMessageId: optional(int()),
  userEmail: optional(text(512)),
  userName: optional(text(512)),
  isInternal: optional(bool),
})

/** Query of GET case-messages (§4) and body of POST case/finish (§10.2) */
export const ofCase = object({ guid: required(guid) })

/** POST case-messages/create before version 3 (§8) */
export const oldMessage = object({
  guid: required(guid),
  content: optional(text()),
  messageType: required(oneOf(['serviceComment'])),
  declaredAt: date,
  parentMessageId: optional(int()),
  userEmail: optional(text(512)),
  userName: optional(text(512)),
  isInternal: optional(bool),
})

/** POST case-messages/confirm (§5.1) */
export const messageIds = array(int(), 10_000)

/** POST case-messages/delete (§7) */
export const oneMessage = object({ id: required(int()) })

/** Query of GET case (§10.2) */
export const oneCase = object({ guid: required(guid), includeRequests: optional(int()) })

/** POST case/accept (§10.2) */
export const acceptance = object({
  guid: required(guid),
  orderData: optional(record),
  status: optional(bool),
})

/** POST case/cancel (§10.2) */
export const cancellation = object({ guid: required(guid), reason: optional(text()) })

/** POST case/status (§10.2) */
export const statusChange = object({ guid: required(guid), key: required(text(64)), declaredAt: date })

/** Query of GET partner and provider (§10.2) */
export const oneParty = object({ id: required(int()) })

const idsByComma: Rule<number[]> = saying(
  json.about('Ids with commas between them.', json.string),
  (value, label) => array(int(), 1_000)(text()(value, label).split(','), label),
)

/** Query of GET providers (§10.2) */
export const someProviders = object({ ids: optional(idsByComma) })

/** POST search-cases and unexported-cases (§10.2); what is inside the filters is read by `case-filters.ts` */
export const search = object({
  filters: optional(record),
  pagination: optional(
    object({ offset: optional(int({ least: 0 })), limit: optional(int({ least: 1, most: 100 })) }),
  ),
})
