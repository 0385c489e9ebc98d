import type { Described } from '../../shared/openapi/describe.ts'
import * as json from '../../shared/openapi/json-schema.ts'
import { action, call, family, list, type Named, one, plainSuccess, send, wrapped } from './shapes.ts'

/** Requests and what hangs on them (REST v3 §8, §9, §15.4). */
export function requestOperations(): Described[] {
  return [...requests(), ...actions(), ...texts(), ...attachments(), ...deliveries()]
}

function requests(): Described[] {
  const all = family({
    path: '/requests',
    tag: 'Requests',
    section: '§8',
    noun: 'Request',
    plural: 'requests',
    wrappers: ['request'],
    lists: ['requests'],
    given: 'GivenRequest',
    shown: 'Request',
    about: 'Newest first unless `sort_field` says otherwise.',
    files: true,
  })
  return all.filter(({ method }) => method !== 'DELETE')
}

function actions(): Described[] {
  const named = (path: string, id: string, summary: string): Named => [
    `/requests/{id}${path}`,
    id,
    'Requests',
    '§8.5–8.7',
    summary,
  ]
  const data = wrapped(['request'], 'GivenRequest')
  const closure = json.object({ 'request?': json.object({ 'closure_info?': json.ref('GivenClosure') }) })
  return [
    call('PUT', named('/pickup', 'pickUpRequest', 'Pick a request up'), action, {
      aliases: ['/requests/{id}/_pickup'],
    }),
    send('PUT', named('/assign', 'assignRequest', 'Assign a request'), data, action, {
      about: 'Technician, group or both.',
      aliases: ['/requests/{id}/_assign'],
    }),
    send('PUT', named('/close', 'closeRequest', 'Close a request'), closure, action, {
      aliases: ['/requests/{id}/_close'],
      required: false,
    }),
    call('DELETE', named('/move_to_trash', 'trashRequest', 'Move a request to the trash'), action),
    call('PUT', named('/restore_from_trash', 'restoreRequest', 'Take a request out of the trash'), action),
    call('DELETE', named('', 'deleteRequest', 'Delete a request'), action, {
      about: 'What is in the trash is deleted for good, anything else goes to the trash.',
    }),
  ]
}

function texts(): Described[] {
  const at = (path: string, id: string, summary: string, section: string): Named => [
    `/requests/{id}${path}`,
    id,
    'Messages',
    section,
    summary,
  ]
  const resolution = one(['resolution'], 'Resolution')
  const resolutionData = wrapped(['resolution'], 'GivenResolution')
  const singular = { aliases: ['/requests/{id}/resolution'] }
  return [
    ...family(
      {
        path: '/requests/{id}/notes',
        tag: 'Messages',
        section: '§9.1',
        noun: 'Note',
        plural: 'notes',
        wrappers: ['note', 'request_note'],
        lists: ['notes'],
        given: 'GivenNote',
        shown: 'Note',
        files: true,
      },
      'child',
    ),
    ...family(
      {
        path: '/requests/{id}/worklogs',
        tag: 'Messages',
        section: '§9.2',
        noun: 'Worklog',
        plural: 'worklogs',
        wrappers: ['worklog'],
        lists: ['worklogs'],
        given: 'GivenWorklog',
        shown: 'Worklog',
      },
      'child',
    ),
    call('GET', at('/resolutions', 'readResolution', 'Read the resolution', '§9.3'), resolution, singular),
    send(
      'POST',
      at('/resolutions', 'setResolution', 'Set the resolution', '§9.3'),
      resolutionData,
      resolution,
      {
        ...singular,
        about: 'Does not change the status.',
        status: 201,
      },
    ),
    send(
      'PUT',
      at('/resolutions', 'changeResolution', 'Change the resolution', '§9.3'),
      resolutionData,
      resolution,
      singular,
    ),
    list(
      at('/conversations', 'listConversations', 'List the conversation', '§9.4'),
      'conversations',
      'Conversation',
      {
        about: 'Newest first; `"notes": true` mixes notes in.',
      },
    ),
    call(
      'GET',
      at('/conversations/{child}', 'readConversation', 'Read of the conversation', '§9.4'),
      one(['conversation'], 'Conversation'),
    ),
    list(
      at('/notifications', 'listNotifications', 'List what the desk has sent', '§9.5'),
      'notifications',
      'Notification',
    ),
    call(
      'GET',
      at('/notifications/{child}', 'readNotification', 'Read a message in full', '§9.5'),
      one(['notification'], 'Notification'),
      { about: 'Any message of the conversation.' },
    ),
    send(
      'POST',
      at('/notifications', 'addNotification', 'Reply or forward', '§9.5'),
      wrapped(['notification'], 'GivenReply'),
      one(['notification'], 'Notification'),
      { status: 201, files: true },
    ),
    send(
      'POST',
      at('/reply', 'reply', 'Reply or forward, wrapper `reply`', '§9.5'),
      wrapped(['reply'], 'GivenReply'),
      one(['reply'], 'Notification'),
      { aliases: ['/requests/{id}/_reply'], status: 201, files: true },
    ),
  ]
}

function attachments(): Described[] {
  const at = (path: string, id: string, summary: string): Named => [path, id, 'Attachments', '§9.6', summary]
  const shown = json.object({
    attachment: json.ref('Attachment'),
    'attachments?': json.about('All of them, if there are several.', json.listOf(json.ref('Attachment'))),
    response_status: json.ref('Success'),
  })
  const upload = (method: 'PUT' | 'POST', named: Named, more: Parameters<typeof call>[3]): Described => ({
    ...call(method, named, shown, more),
    body: {
      required: true,
      about: 'Any part with a file name is a file.',
      content: {
        'multipart/form-data': {
          schema: json.object(
            {
              'input_file?': json.bytes,
              'addtoattachment?': json.oneOf('true', 'false'),
              'input_data?': json.anything,
            },
            { additionalProperties: true },
          ),
        },
      },
    },
  })
  const bytes = { 200: { description: 'The file.', content: { '*/*': { schema: json.bytes } } } }
  const path = '/requests/{id}/attachments/{child}'
  const ofMessage = '/requests/{id}/notifications/{child}/attachments/{file}'
  return [
    upload('PUT', at('/requests/{id}/upload', 'attachFiles', 'Attach files to a request'), {
      aliases: ['POST /requests/{id}/upload'],
    }),
    upload('POST', at('/requests/{id}/_uploads', 'uploadFiles', 'Upload files to a request'), {
      about: '`addtoattachment=false` stores them without attaching.',
      status: 201,
    }),
    upload('POST', at('/requests/upload', 'uploadForLater', 'Upload files for later'), {
      about: 'Their ids can be sent as `attachments`.',
      aliases: ['/requests/{id}/notes/upload', '/requests/{id}/notifications/upload'],
      status: 201,
    }),
    upload('POST', at('/attachments', 'addAttachment', 'Attach files to the request in `input_data`'), {
      status: 201,
    }),
    list(
      at('/requests/{id}/attachments', 'listAttachments', 'List the attachments of a request'),
      'attachments',
      'Attachment',
    ),
    {
      ...call('GET', at(`${path}/download`, 'downloadAttachment', 'Download an attachment'), json.anything, {
        aliases: [`${path}/_download`],
      }),
      answers: bytes,
    },
    {
      ...call(
        'GET',
        at(`${ofMessage}/download`, 'downloadAttachmentOfMessage', 'Download an attachment of a message'),
        json.anything,
        {
          aliases: [`${ofMessage}/_download`],
        },
      ),
      answers: bytes,
    },
    call('DELETE', at(path, 'deleteAttachment', 'Remove an attachment'), plainSuccess),
  ]
}

function deliveries(): Described[] {
  return [
    list(
      [
        '/requests/{id}/callback_deliveries',
        'listCallbackDeliveries',
        'Requests',
        '§15.4',
        'List calls of the callback URL',
      ],
      'callback_deliveries',
      'CallbackDelivery',
      { about: 'Newest first.' },
    ),
  ]
}
