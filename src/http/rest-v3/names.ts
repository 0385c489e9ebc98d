/** Neutral names whose word on this wire does not follow from the rule below. */
const words: Readonly<Record<string, string>> = {
  assigneeId: 'technician',
  dueAt: 'due_by_time',
  firstResponseDueAt: 'first_response_due_by_time',
  body: 'description',
  fileIds: 'attachments',
  'closure.codeId': 'closure_info.closure_code',
  address: 'email_id',
  addresses: 'email_id',
  email: 'email_id',
  organisationId: 'account',
  organisation: 'account',
  roleIds: 'roles',
  repId: 'technician',
  marksFirstResponse: 'mark_first_response',
  startedAt: 'start_time',
  endedAt: 'end_time',
  typeId: 'type',
  minutes: 'time_spent',
}

/** @returns the word of this wire for a neutral field name: `requesterId` is `requester`, `callbackUrl` `callback_url` */
export function fieldName(neutral: string): string {
  if (neutral.startsWith('fields.udf_')) return `udf_${neutral}`
  return (
    words[neutral] ?? neutral.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  )
}
