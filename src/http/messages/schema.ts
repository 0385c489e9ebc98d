import { messageTypes } from '../../domain/message.ts'
import { array, bool, date, guid, int, object, oneOf, optional, record, required, text } from './check.ts'

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

/** Query of GET case-messages (§4) */
export const ofCase = object({ guid: required(guid) })

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

/** POST case/files (§10.2); `url` is not taken, because the desk fetches nothing on behalf of others */
export const givenFiles = object({
  guid: required(guid),
  files: required(
    array(object({ name: required(text(255)), data: required(text()), type: optional(text(64)) }), 50),
  ),
})

/** Endings of file names that may be given (§10.2), with the type each is stored as. */
export const fileTypes: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['txt', 'text/plain'],
  ['pdf', 'application/pdf'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ...['avi', 'mp4', 'm4v', 'mov', 'wmv', 'mpg', 'mpeg', 'm2v', 'mkv', 'mp2', 'mpe', 'mpv', '3gp'].map(
    (ending): [string, string] => [ending, 'application/octet-stream'],
  ),
])

/** POST search-cases and unexported-cases (§10.2); what is inside the filters is read by `case-filters.ts` */
export const search = object({
  filters: optional(record),
  pagination: optional(
    object({ offset: optional(int({ least: 0 })), limit: optional(int({ least: 1, most: 100 })) }),
  ),
})
