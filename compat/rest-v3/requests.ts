import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  entityIn,
  expectRefusal,
  type Json,
  look,
  make,
  makeRep,
  missing,
  missingFields,
  noSuch,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  time,
} from './client.ts'

type RestCase = Case<RestKey>

/** Every attribute of §8.1, in its order; those that are also in list rows are marked. */
const attributes =
  `id* display_id subject* description short_description* requester* account product created_by* technician* group* site*
  status* priority* urgency impact level mode request_type category subcategory item service_category impact_details template*
  email_ids_to_notify email_to email_cc email_bcc udf_fields callback_url resolution closure_info attachments created_time* due_by_time*
  first_response_due_by_time last_updated_time assigned_time responded_time onhold_time resolved_time completed_time deleted_time
  time_elapsed* response_time_elapsed* is_overdue* is_read* is_trashed is_reopened is_escalated is_first_response_overdue
  is_service_request is_shared is_fcr has_notes has_attachments has_resolution_attachments has_conversation has_draft
  has_linked_requests has_problem has_project has_dependency has_request_initiated_change has_request_caused_by_change
  cancel_requested* cancel_requested_is_pending* linked_to_request approval_status sla department maintenance workflow lifecycle
  notification_status unreplied_count tags assets configuration_items`.split(/\s+/)

const add: readonly RestCase[] = [
  {
    says: 'An external tool raises a request and is sent its id back, as text, with status 201',
    source: 'seed: The ticket ID is sent back; §8.2',
    async run(probe) {
      const request = { subject: probe.unique('Disk full'), priority: { name: 'High' } }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expectValue(
        made,
        partly({
          id: any.textId,
          subject: request.subject,
          status: { id: '1', name: 'Open', color: '#0066ff' },
          priority: { id: '4', name: 'High', color: '#ff0000' },
          requester: partly({ id: any.textId, name: 'Ada Admin' }),
          created_time: time,
          callback_url: null,
          technician: null,
        }),
      )
    },
  },
  {
    says: 'The tool may give priority, level, impact, category and so on, so that no rep has to',
    source: 'seed: The field values should be filled; §8.1',
    async run(probe) {
      const request = {
        subject: probe.unique('s'),
        description: '<p>on <b>db1</b></p>',
        ...{ priority: 'High', level: 'Tier 1', impact: 'Affects Group', urgency: 'Urgent', mode: 'API' },
        ...{ request_type: 'Incident', group: 'Network', impact_details: 'all', site: { name: 'anywhere' } },
        email_ids_to_notify: ['a@x.example'],
        product: { name: 'Server' },
        ...{ update_reason: 'why', status_change_comments: 'because', is_fcr: true },
        resolution: { content: '<p>later</p>' },
      }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      const named = (name: string) => partly({ name })
      expectValue(
        made,
        partly({
          description: '<p>on <b>db1</b></p>',
          ...{ priority: named('High'), level: named('Tier 1'), impact: named('Affects Group') },
          ...{ urgency: named('Urgent'), mode: named('API'), request_type: named('Incident') },
          ...{ group: named('Network'), impact_details: 'all', email_ids_to_notify: ['a@x.example'] },
          ...{ product: named('Server'), is_fcr: true, resolution: partly({ content: '<p>later</p>' }) },
        }),
      )
    },
  },
  {
    says: 'The subject is mandatory',
    source: '§8.2; §5',
    async run(probe) {
      expectRefusal(await call(probe, 'POST', 'requests', { request: {} }), missingFields('subject'))
    },
  },
  {
    says: 'A template makes more attributes mandatory, all missing ones are in one message; its defaults fill what is not given',
    source: '§8.2; §11',
    async run(probe) {
      const { id } = await make(probe, 'request_templates', 'request_template', {
        name: probe.unique('Outage'),
        fields: ['subject', 'impact_details', 'due_by_time'],
        defaults: { priority: { name: 'High' }, description: 'See below' },
      })
      const template = { id }
      expectRefusal(
        await call(probe, 'POST', 'requests', { request: { template } }),
        missingFields('subject', 'impact_details', 'due_by_time'),
      )
      const request = {
        template,
        subject: probe.unique('s'),
        impact_details: 'all',
        due_by_time: '1900000000000',
      }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expectValue(
        made,
        partly({ description: 'See below', priority: partly({ name: 'High' }), template: partly({ id }) }),
      )
    },
  },
  ...(
    [
      [
        'an unknown e-mail becomes a contact, named by the part before @',
        (mail) => ({ email_id: mail }),
        (mail) => mail.split('@')[0],
      ],
      [
        'an unknown e-mail with a name becomes a contact of that name',
        (mail) => ({ email_id: mail, name: 'New One' }),
        () => 'New One',
      ],
    ] as readonly (readonly [string, (mail: string) => Json, (mail: string) => string | undefined])[]
  ).map(
    ([says, of, named]): RestCase => ({
      says: `As requester ${says}`,
      source: '§8.2',
      async run(probe) {
        const mail = `${probe.unique('new', '-')}@x.example`
        const request = { subject: probe.unique('s'), requester: of(mail) }
        const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
        expectValue(made.requester, partly({ email_id: mail, name: named(mail) }), 'the requester')
      },
    }),
  ),
  {
    says: 'The requester is found by id, e-mail, login name or name, whatever the case',
    source: '§8.2; §6',
    async run(probe) {
      const [login_name, name] = [probe.unique('guest', '-'), probe.unique('Gus Guest')]
      const email_id = `${login_name}@x.example`
      const { id } = await make(probe, 'requesters', 'requester', { name, login_name, email_id })
      for (const requester of [
        ...[{ id }, { email_id: email_id.toUpperCase() }, { login_name }, { name: name.toUpperCase() }],
        ...[{ name: login_name }, login_name, `{'email_id': '${email_id}'}`],
      ]) {
        const request = { subject: probe.unique('s'), requester }
        const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
        expectValue(made.requester, partly({ id, name }), 'the requester')
      }
    },
  },
  ...(
    [
      [
        'an unknown name of a requester',
        { requester: { name: 'Nobody Here' } },
        noSuch('requester', 'Nobody Here'),
      ],
      ['an unknown priority', { priority: 'Hihg' }, noSuch('priority', 'Hihg')],
      ['an unknown attribute', { colour: 'red' }, [400, 4001, 'Extra key found in JSON', 'colour']],
      [
        'a subject over 250 characters',
        { subject: 's'.repeat(251) },
        [400, 4001, /^Invalid Input/, 'subject'],
      ],
      [
        'a computed attribute with a value',
        { is_overdue: true, has_notes: true },
        [400, 4014, 'Field is read only', 'has_notes'],
      ],
    ] as const
  ).map(
    ([what, change, refused]): RestCase => ({
      says: `Adding with ${what} is refused`,
      source: '§8.2; §5; §18',
      async run(probe) {
        const request = { subject: probe.unique('s'), ...change }
        expectRefusal(await call(probe, 'POST', 'requests', { request }), refused)
      },
    }),
  ),
  {
    says: 'What older integrations send and nobody needs is accepted and ignored',
    source: '§8.1',
    async run(probe) {
      const request = {
        subject: probe.unique('s'),
        ...{ assets: [{ id: 1 }], resources: {}, scheduled_start_time: null, scheduled_end_time: null },
        ...{
          on_behalf_of: null,
          editor: 'x',
          request_template_task_ids: [],
          delete_pre_template_tasks: true,
        },
      }
      expectStatus(await call(probe, 'POST', 'requests', { request }), 201)
    },
  },
]

const view: readonly RestCase[] = [
  {
    says: 'Viewing an existing request shows every attribute, empty ones too',
    source: 'seed: viewing existing requests; §8.1; §8.3',
    async run(probe) {
      const id = await openRequest(probe)
      const shown = entityIn(await call(probe, 'GET', `requests/${id}`), 'request')
      const wanted = attributes.map((name) => name.replace('*', ''))
      const [lacking] = wanted.filter((name) => !(name in shown))
      expect(lacking === undefined, `${lacking} is not shown`)
      const extra = Object.keys(shown).find((name) => !wanted.includes(name))
      expect(extra === undefined, `${extra} is no attribute of the contract`)
    },
  },
  {
    says: 'Getting requests lists them with the attributes that are marked so',
    source: 'seed: get requests; §8.1; §8.3',
    async run(probe) {
      const id = await openRequest(probe)
      const list_info = { search_fields: { id } }
      const [row = {}] = rowsIn(await call(probe, 'GET', 'requests', { list_info }), 'requests')
      const wanted = attributes.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))
      expectValue(Object.keys(row).sort(), wanted.sort(), 'the attributes of a row')
    },
  },
  ...['999999', 'abc', '0'].map(
    (id): RestCase => ({
      says: `A request that is not there is 404 with code 4007: ${id}`,
      source: '§8.3; §5',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', `requests/${id}`), missing)
      },
    }),
  ),
]

const edit: readonly RestCase[] = [
  {
    says: 'Editing an existing request answers with its detail view, and last_updated_time is set',
    source: 'seed: editing existing requests; §8.4',
    async run(probe) {
      const id = await openRequest(probe)
      expectValue((await look(probe, id)).last_updated_time, null, 'before the first change')
      const answer = await call(probe, 'PUT', `requests/${id}`, { request: { urgency: { name: 'Low' } } })
      expectValue(
        entityIn(answer, 'request'),
        partly({ id, urgency: partly({ name: 'Low' }), last_updated_time: time }),
      )
    },
  },
  {
    says: 'What was read can be written back unchanged without any effect',
    source: '§5; §8.1',
    async run(probe) {
      const id = await openRequest(probe, { description: 'a < b', priority: 'High' })
      const before = await look(probe, id)
      const answer = await call(probe, 'PUT', `requests/${id}`, { request: before })
      expectValue(entityIn(answer, 'request'), before, 'the request')
    },
  },
  ...(
    [
      ['the template', { template: { name: 'x' } }, [400, 4009, 'Field is not editable', 'template']],
      ['created_time', { created_time: '1' }, [400, 4014, 'Field is read only', 'created_time']],
      ['has_notes', { has_notes: true }, [400, 4014, 'Field is read only', 'has_notes']],
      ['account', { account: { name: 'x' } }, [400, 4014, 'Field is read only', 'account']],
    ] as const
  ).map(
    ([what, request, refused]): RestCase => ({
      says: `An edit may not set ${what}`,
      source: '§8.1; §5',
      async run(probe) {
        const id = await openRequest(probe)
        expectRefusal(await call(probe, 'PUT', `requests/${id}`, { request }), refused)
      },
    }),
  ),
  {
    says: 'technician null un-assigns; support_rep and support_group are other words for technician and group',
    source: '§8.1; §8.4',
    async run(probe) {
      const { id: rep } = await makeRep(probe, { associated_groups: [{ name: 'Network' }] })
      const id = await openRequest(probe, { support_rep: { id: rep }, support_group: 'Network' })
      expectValue(
        await look(probe, id),
        partly({ technician: partly({ id: rep }), group: partly({ name: 'Network' }) }),
      )
      const answer = await call(probe, 'PUT', `requests/${id}`, { request: { technician: null } })
      expectValue(entityIn(answer, 'request').technician, null, 'technician')
    },
  },
  {
    says: 'A subcategory must belong to the category; the child alone fills its parents',
    source: '§8.1',
    async run(probe) {
      const category = await make(probe, 'categories', 'category', { name: probe.unique('Hardware') })
      const other = await make(probe, 'categories', 'category', { name: probe.unique('Software') })
      const under = { name: probe.unique('Laptop'), category: { id: category.id } }
      const subcategory = await make(probe, 'subcategories', 'subcategory', under)
      const request = { subject: probe.unique('s'), subcategory: { id: subcategory.id } }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expectValue(made.category, partly({ id: category.id }), 'the category')
      const wrong = { ...request, category: { id: other.id } }
      const [status, code] = [400, 4001]
      expectRefusal(await call(probe, 'POST', 'requests', { request: wrong }), [
        status,
        code,
        /^Invalid Input/,
        'subcategory',
      ])
    },
  },
  {
    says: 'A request in trash cannot be edited',
    source: '§8.4',
    async run(probe) {
      const id = await openRequest(probe)
      await prepare(probe, 'DELETE', `requests/${id}/move_to_trash`)
      expectRefusal(await call(probe, 'PUT', `requests/${id}`, { request: { urgency: 'Low' } }), [
        400,
        4000,
        'Request is in trash',
      ])
    },
  },
  {
    says: 'Closing by an ordinary edit works, and only then closure_info counts',
    source: '§8.1; §8.6',
    async run(probe) {
      const id = await openRequest(probe)
      const closure_info = { closure_code: { name: 'success' }, closure_comments: 'done' }
      const early = await call(probe, 'PUT', `requests/${id}`, { request: { closure_info } })
      expectValue(entityIn(early, 'request').closure_info, null, 'closure_info of an open request')
      const closed = await call(probe, 'PUT', `requests/${id}`, {
        request: { status: { name: 'Closed' }, closure_info },
      })
      expectValue(
        entityIn(closed, 'request'),
        partly({
          completed_time: time,
          resolved_time: time,
          closure_info: partly({ closure_comments: 'done' }),
        }),
      )
    },
  },
  {
    says: 'Going back to work reopens a request and clears when it was resolved and completed',
    source: '§8.8',
    async run(probe) {
      const id = await openRequest(probe, { status: 'Closed' })
      const answer = await call(probe, 'PUT', `requests/${id}`, { request: { status: 'Open' } })
      expectValue(
        entityIn(answer, 'request'),
        partly({ is_reopened: true, resolved_time: null, completed_time: null }),
      )
    },
  },
  ...(
    [
      ['1', 'Open', '#0066ff'],
      ['2', 'On Hold', '#ff9900'],
      ['3', 'In Progress', '#3399cc'],
      ['4', 'Resolved', '#00ff66'],
      ['5', 'Closed', '#006600'],
      ['6', 'Cancelled', '#999999'],
    ] as const
  ).map(
    ([id, name, color]): RestCase => ({
      says: `The status ${name} is there with its id and colour, and can be set by name`,
      source: '§8.8',
      async run(probe) {
        const request = await openRequest(probe)
        const answer = await call(probe, 'PUT', `requests/${request}`, { request: { status: { name } } })
        expectJson(answer, 200, partly({ request: partly({ status: { id, name, color } }) }))
      },
    }),
  ),
]

export const requests: readonly Section<RestKey>[] = [
  { number: '8.2', title: 'Add a request — POST requests', cases: add },
  { number: '8.3', title: 'View, list — GET requests, requests/{id}', cases: view },
  { number: '8.4', title: 'Edit — PUT requests/{id}', cases: edit },
]
