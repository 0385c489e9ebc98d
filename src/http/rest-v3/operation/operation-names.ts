/** What an operation name stands for (REST v3 §16). */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** @returns the path of the equivalent call for the path posted to (both without `/api/v3/`), null where the name does not fit */
  target(path: string): string | null
  /** What the older flat form is about. */
  readonly about:
    | 'request'
    | 'list'
    | 'closure'
    | 'assignment'
    | 'reply'
    | 'resolution'
    | 'note'
    | 'worklog'
    | 'nothing'
  /** What is said of a success, after the id of the request where there is one. */
  readonly done: string
}

const one = /^requests\/\d+$/
const all = /^requests$/

/** An operation on the collection or on one request; `suffix` is what the equivalent call has after the path. */
function on(
  form: RegExp,
  method: Operation['method'],
  about: Operation['about'],
  done: string,
  suffix = '',
): Operation {
  return { method, about, done, target: (path) => (form.test(path) ? path + suffix : null) }
}

/** An operation below a request, whose path may be written in the singular too. */
function below(
  part: string,
  method: Operation['method'],
  about: Operation['about'],
  done: string,
  options: { readonly child?: boolean; readonly as?: string } = {},
): Operation {
  const form = new RegExp(`^(requests/\\d+)/${part}s?${options.child ? '/(\\d+)' : ''}$`)
  return {
    method,
    about,
    done,
    target(path) {
      const [, parent, child] = form.exec(path) ?? []
      if (parent === undefined) return null
      return `${parent}/${options.as ?? `${part}s`}${child === undefined ? '' : `/${child}`}`
    },
  }
}

/** Anything but requests: look-ups, people, accounts. */
const elsewhere = (path: string): boolean => !/^requests?(\/|$)/.test(path)

/** Every operation by its name. */
export const operations: Readonly<Record<string, Operation>> = {
  ADD_REQUEST: on(all, 'POST', 'request', 'Request added successfully with request ID :'),
  EDIT_REQUEST: on(one, 'PUT', 'request', 'Request updated successfully with request ID :'),
  GET_REQUEST: on(one, 'GET', 'nothing', 'Request details fetched successfully for request'),
  GET_REQUESTS: on(all, 'GET', 'list', 'Requests fetched successfully'),
  CLOSE_REQUEST: on(one, 'PUT', 'closure', 'Request closed successfully with request ID :', '/close'),
  DELETE_REQUEST: on(one, 'DELETE', 'nothing', 'Request deleted successfully with request ID :'),
  PICKUP_REQUEST: on(one, 'PUT', 'nothing', 'Request picked up successfully with request ID :', '/pickup'),
  ASSIGN_REQUEST: on(one, 'PUT', 'assignment', 'Request assigned successfully with request ID :', '/assign'),
  REPLY_REQUEST: on(one, 'POST', 'reply', 'Reply sent successfully for request', '/notifications'),
  GET_CONVERSATIONS: below('conversation', 'GET', 'list', 'Conversations fetched successfully for request'),
  GET_CONVERSATION: below('conversation', 'GET', 'nothing', 'Conversation fetched successfully for request', {
    child: true,
    // The full message behind a row of the conversation is read there (§9.4).
    as: 'notifications',
  }),
  GET_NOTIFICATIONS: below('notification', 'GET', 'list', 'Notifications fetched successfully for request'),
  GET_NOTIFICATION: below('notification', 'GET', 'nothing', 'Notification fetched successfully for request', {
    child: true,
  }),
  ADD_ATTACHMENT: below('attachment', 'PUT', 'nothing', 'Attachment added successfully for request', {
    as: 'upload',
  }),
  ADD_RESOLUTION: below('resolution', 'POST', 'resolution', 'Resolution added successfully for request'),
  EDIT_RESOLUTION: below('resolution', 'PUT', 'resolution', 'Resolution updated successfully for request'),
  GET_RESOLUTION: below('resolution', 'GET', 'nothing', 'Resolution fetched successfully for request'),
  ...children('note', 'Note'),
  ADD_NOTES: below('note', 'POST', 'note', 'Note added successfully for request'),
  ...children('worklog', 'Work Log'),
  GET_ALL: {
    method: 'GET',
    about: 'list',
    done: 'List fetched successfully',
    target: (path) => (elsewhere(path) && !/\/\d+$/.test(path) ? path : null),
  },
  GET: {
    method: 'GET',
    about: 'nothing',
    done: 'Details fetched successfully',
    target: (path) => (elsewhere(path) && /\/\d+$/.test(path) ? path : null),
  },
}

/** The five operations on notes and on worklogs. */
function children(part: 'note' | 'worklog', word: string): Record<string, Operation> {
  const name = part.toUpperCase()
  const child = { child: true }
  return {
    [`ADD_${name}`]: below(part, 'POST', part, `${word} added successfully for request`),
    [`EDIT_${name}`]: below(part, 'PUT', part, `${word} updated successfully for request`, child),
    [`DELETE_${name}`]: below(part, 'DELETE', 'nothing', `${word} deleted successfully for request`, child),
    [`GET_${name}`]: below(part, 'GET', 'nothing', `${word} fetched successfully for request`, child),
    [`GET_${name}S`]: below(part, 'GET', 'list', `${word}s fetched successfully for request`),
  }
}

/** Paths below `/api/v3/` that only an operation can be posted to. */
export const operationPaths: readonly string[] = [
  'requests/:id',
  ...['conversation', 'conversations', 'notification', 'notifications', 'notes', 'worklogs'].map(
    (part) => `requests/:id/${part}/:child`,
  ),
  ...['conversation', 'conversations', 'notification', 'note', 'worklog', 'attachment', 'attachments'].map(
    (part) => `requests/:id/${part}`,
  ),
  'requests/:id/note/:child',
  'requests/:id/worklog/:child',
]
