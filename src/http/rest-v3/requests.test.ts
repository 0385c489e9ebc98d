import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { restClient } from '../../../test/harness/rest.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { addEntry } from '../../usecases/catalog/add-entry.ts'
import { requestNames } from './echoes.ts'

const deskOf = sharedDesk()
const time = { display_value: '05/01/2026 09:00 AM', value: '1767603600000' }

onEachEngine('R8.1-1: the detail view holds every attribute, empty ones too', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const made = (await rep.post('requests', { request: { subject: 'bare' } })).one('request')
  assert.deepEqual(Object.keys(made).toSorted(), [...requestNames].toSorted())
  const { id, subject, requester, created_by, status, template, created_time, short_description, ...rest } =
    made
  assert.equal(typeof id, 'string')
  assert.equal(made.display_id, id)
  assert.deepEqual(requester, created_by)
  assert.deepEqual(status, { id: '1', name: 'Open', color: '#0066ff' })
  assert.deepEqual(template, { id: '1', name: 'Default Request', is_service_template: false })
  assert.deepEqual([subject, created_time, short_description], ['bare', time, null])
  for (const [name, value] of Object.entries(rest)) {
    if (['display_id', 'resolution', 'udf_fields', 'unreplied_count'].includes(name)) continue
    assert.ok(value === null || value === false || (Array.isArray(value) && value.length === 0), name)
  }
  assert.deepEqual(rest.resolution, { content: null, resolution_attachments: [] })
  assert.deepEqual(rest.udf_fields, {})
  assert.equal(rest.unreplied_count, 0)
})

onEachEngine('R8.1-2: list rows hold the attributes marked list, and no others', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  await rep.post('requests', { request: { subject: 'row' } })
  const [row] = (await rep.get('requests')).rows('requests')
  assert.deepEqual(Object.keys(row ?? {}).toSorted(), [
    ...[
      'cancel_requested',
      'cancel_requested_is_pending',
      'created_by',
      'created_time',
      'due_by_time',
      'group',
      'id',
    ],
    ...[
      'is_overdue',
      'is_read',
      'priority',
      'requester',
      'response_time_elapsed',
      'short_description',
      'site',
    ],
    ...['status', 'subject', 'technician', 'template', 'time_elapsed'],
  ])
  const info = { fields_required: ['last_updated_time', 'has_notes', 'description'] }
  const [asked] = (await rep.get('requests', { list_info: info })).rows('requests')
  assert.deepEqual(asked, { id: row?.id, last_updated_time: null, has_notes: false, description: null })
})

onEachEngine('R8.1-3: every writable attribute comes back as it was given', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on, { groupIds: [builtIn.group] })
  const category = await addEntry(on.desk, on.as(), { kind: 'category', name: `Hardware ${rep.rep.id}` })
  const sub = await addEntry(on.desk, on.as(), { kind: 'subcategory', name: 'Disk', parentId: category.id })
  const item = await addEntry(on.desk, on.as(), { kind: 'item', name: 'SSD', parentId: sub.id })
  const service = await addEntry(on.desk, on.as(), {
    kind: 'service_category',
    name: `Storage ${rep.rep.id}`,
  })
  const given = {
    subject: 'Disk full',
    description: '<p>on <b>db1</b></p>',
    priority: { name: 'high' },
    urgency: { name: 'Urgent' },
    impact: { id: 2 },
    level: { id: '1' },
    mode: 'API',
    request_type: { name: ' incident ' },
    item: { id: String(item.id) },
    service_category: { name: service.name, id: String(service.id) },
    product: { name: 'Server' },
    group: { name: 'Network' },
    technician: { email_id: rep.rep.email },
    impact_details: 'all of it',
    email_ids_to_notify: ['a@x.example', 'b@x.example'],
    udf_fields: { udf_char1: 'v', udf_long8: '12', udf_date1: { value: '1767603600000' } },
    due_by_time: { value: '1767690000000' },
    first_response_due_by_time: { display_value: '05/01/2026 10:30 AM' },
    is_fcr: 'true',
    resolution: { content: '<p>cleaned</p>' },
    update_reason: 'why',
    status_change_comments: 'because',
  }
  const made = (await rep.post('requests', { request: given })).one('request')
  const id = (name: string) => (made[name] as { id?: string } | null)?.id
  assert.deepEqual(made.priority, { id: '4', name: 'High', color: '#ff0000' })
  assert.deepEqual(['urgency', 'impact', 'level', 'mode', 'request_type', 'group', 'technician'].map(id), [
    '4',
    '2',
    '1',
    '4',
    '1',
    '1',
    String(rep.rep.id),
  ])
  assert.deepEqual(
    [id('category'), id('subcategory'), id('item'), id('service_category')],
    [category, sub, item, service].map((each) => String(each.id)),
    'a child alone fills its parents',
  )
  assert.deepEqual(made.product, { id: null, name: 'Server' })
  assert.equal(made.description, given.description)
  assert.equal(made.short_description, 'on db1')
  assert.deepEqual(made.impact_details, 'all of it')
  assert.deepEqual(made.email_ids_to_notify, given.email_ids_to_notify)
  assert.deepEqual(made.udf_fields, { udf_char1: 'v', udf_long8: 12, udf_date1: time })
  assert.deepEqual(made.due_by_time, { display_value: '06/01/2026 09:00 AM', value: '1767690000000' })
  assert.equal((made.first_response_due_by_time as { value: string }).value, '1767609000000')
  assert.deepEqual(made.assigned_time, time)
  assert.equal(made.is_fcr, true)
  assert.deepEqual(made.resolution, { content: '<p>cleaned</p>', resolution_attachments: [] })
  assert.deepEqual((await rep.get(`requests/${made.id}`)).one('request'), made)
})

onEachEngine('R8.1-4: children must belong to their parents', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const one = await addEntry(on.desk, on.as(), { kind: 'category', name: `One ${rep.rep.id}` })
  const other = await addEntry(on.desk, on.as(), { kind: 'category', name: `Other ${rep.rep.id}` })
  const sub = await addEntry(on.desk, on.as(), { kind: 'subcategory', name: 'Same', parentId: one.id })
  const twin = await addEntry(on.desk, on.as(), { kind: 'subcategory', name: 'Same', parentId: other.id })
  const ask = (category: object, subcategory: object) =>
    rep.post('requests', { request: { subject: 's', category, subcategory } })
  const wrong = await ask({ id: other.id }, { id: sub.id })
  assert.deepEqual(wrong.refusal().slice(0, 2), [400, 4001])
  assert.equal(wrong.refusal()[3], 'subcategory')
  const right = await ask({ name: other.name }, { name: 'same' })
  assert.equal((right.one('request').subcategory as { id: string }).id, String(twin.id))
})

onEachEngine('R8.1-5: texts of other wires are escaped, HTML is cleaned', async (engine) => {
  const on = await deskOf(engine)
  const rep = await restClient(on)
  const contact = await buildContact(on)
  const open = (description: string, descriptionFormat: 'text' | 'html') =>
    openCase(on.desk, on.as('support-ticket'), {
      subject: '<i>s</i>',
      description,
      descriptionFormat,
      requester: contact.id,
    })
  const text = await open('a < b\n<script>x</script>', 'text')
  const html = await open('<p onclick="x()">hi<script>x</script></p><a href="javascript:x()">y</a>', 'html')
  const shown = async ({ number }: { number: number }) => (await rep.get(`requests/${number}`)).one('request')
  assert.equal((await shown(text)).description, 'a &lt; b<br>&lt;script&gt;x&lt;/script&gt;')
  assert.equal((await shown(text)).subject, '<i>s</i>')
  const { description } = await shown(html)
  assert.match(String(description), /^<p>hi<\/p>/)
  assert.doesNotMatch(String(description), /script|onclick/)
})

onEachEngine('R8.2-1: a request is added with 201, its subject is mandatory', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  for (const data of [
    undefined,
    { request: {} },
    { request: { subject: ' ' } },
    { request: { subject: null } },
  ]) {
    const answer = await rep.post('requests', data)
    assert.deepEqual(answer.refusal(), [400, 4012, 'Value not provided', ['subject']])
  }
  const made = await rep.post('requests', { request: { subject: 'x'.repeat(250) } })
  assert.deepEqual([made.status, made.body.response_status], [201, { status_code: 2000, status: 'success' }])
})

onEachEngine(
  'R8.2-2: a template asks for more, and all that is missing is in one message',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const template = await addEntry(on.desk, on.as(), {
      kind: 'template',
      name: `Strict ${rep.rep.id}`,
      data: { required: ['subject', 'priority', 'dueAt', 'urgency'], defaults: { urgency: 3 } },
    })
    const bare = await rep.post('requests', { request: { template: { name: template.name } } })
    assert.deepEqual(bare.refusal(), [
      400,
      4012,
      'Value not provided',
      ['subject', 'priority', 'due_by_time'],
    ])
    const full = { subject: 's', priority: 'Low', due_by_time: 1767690000000, template: { id: template.id } }
    const made = (await rep.post('requests', { request: full })).one('request')
    assert.deepEqual(made.template, {
      id: String(template.id),
      name: template.name,
      is_service_template: false,
    })
    assert.equal((made.urgency as { id: string }).id, '3')
  },
)

onEachEngine(
  'R8.2-6: the defaults of a template fill what is not given, as long as they exist',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const urgency = await addEntry(on.desk, on.as(), { kind: 'urgency', name: `Now ${rep.rep.id}` })
    const made = await rep.post('request_templates', {
      request_template: {
        name: `Outage ${rep.rep.id}`,
        fields: ['priority', 'description', 'attachments', 'impact_details'],
        defaults: {
          priority: 'High',
          description: 'See below',
          urgency: { id: urgency.id },
          subject: 'Outage',
        },
      },
    })
    const template = { id: made.one('request_template').id }
    assert.deepEqual(made.one('request_template').fields, [
      ...['priority', 'description', 'attachments', 'impact_details'],
    ])
    const bare = await rep.post('requests', { request: { template, subject: ' ' } })
    assert.deepEqual(bare.refusal(), [400, 4012, 'Value not provided', ['attachments', 'impact_details']])
    await rep.put(`request_templates/${template.id}`, { request_template: { fields: ['priority'] } })
    const filled = (await rep.post('requests', { request: { template } })).one('request')
    assert.deepEqual(
      [filled.subject, filled.description, (filled.urgency as { id: string }).id],
      ['Outage', 'See below', String(urgency.id)],
    )
    const own = { template, subject: 's', priority: 'Low', urgency: 'Low' }
    assert.equal(
      ((await rep.post('requests', { request: own })).one('request').priority as { id: string }).id,
      '1',
    )
    await rep.put(`requests/${filled.id}`, { request: { status: 'Closed' } })
    assert.equal((await rep.delete(`urgencies/${urgency.id}`)).status, 200)
    assert.equal((await rep.post('requests', { request: { template } })).one('request').urgency, null)
    for (const field of ['created_time', 'is_overdue', 'udf_fields', 'template', 'closure_info']) {
      const odd = await rep.put(`request_templates/${template.id}`, { request_template: { fields: [field] } })
      assert.deepEqual(odd.refusal(), [
        400,
        4001,
        `Invalid Input: fields "${field}" does not exist`,
        'fields',
      ])
    }
  },
)

onEachEngine(
  'R8.2-3: the requester is found by id, address, login or name, else made or refused',
  async (engine) => {
    const on = await deskOf(engine)
    const rep = await restClient(on)
    const contact = await buildContact(on, { name: 'Ann Lee', loginName: `ann${rep.rep.id}` })
    const asked = async (requester: unknown) => {
      const answer = await rep.post('requests', { request: { subject: 's', requester } })
      return answer.status === 201
        ? (answer.one('request').requester as Record<string, unknown>)
        : answer.refusal()
    }
    const byId = await asked({ id: contact.id })
    assert.equal((byId as { id: string }).id, String(contact.id))
    for (const same of [
      { id: String(contact.id), name: 'Somebody' },
      { email_id: contact.email?.toUpperCase() },
      { login_name: contact.loginName },
      { name: contact.loginName },
      ` ${contact.loginName} `,
    ]) {
      assert.deepEqual(await asked(same), byId, JSON.stringify(same))
    }
    assert.equal(((await asked({ name: 'ann lee' })) as { name: string }).name, 'Ann Lee')
    const fresh = (await asked({ email_id: `new${rep.rep.id}@x.example` })) as Record<string, unknown>
    assert.deepEqual([fresh.name, fresh.email_id], [`new${rep.rep.id}`, `new${rep.rep.id}@x.example`])
    const named = await asked({ email_id: `bob${rep.rep.id}@x.example`, name: 'Bob' })
    assert.equal((named as { name: string }).name, 'Bob')
    assert.deepEqual(await asked({ name: 'Nobody Here' }), [
      400,
      4001,
      'Invalid Input: requester "Nobody Here" does not exist',
      'requester',
    ])
    assert.deepEqual(((await asked({ id: 99_999 })) as unknown[]).slice(0, 2), [400, 4001])
    assert.equal(
      ((await asked(undefined)) as { id: string }).id,
      String(rep.rep.id),
      'else the owner of the key',
    )
  },
)

onEachEngine('R8.2-4: a value that names nothing is refused in the words of the contract', async (engine) => {
  const rep = await restClient(await deskOf(engine))
  const cases: [string, unknown, string][] = [
    ['priority', { name: 'Hihg' }, 'Invalid Input: priority "Hihg" does not exist'],
    ['priority', { id: '99' }, 'Invalid Input: priority "99" does not exist'],
    ['status', 'Nope', 'Invalid Input: status "Nope" does not exist'],
    ['technician', { name: 'Nobody' }, 'Invalid Input: technician "Nobody" does not exist'],
    ['subject', 'x'.repeat(251), 'Invalid Input: subject is longer than 250 characters'],
    ['due_by_time', 'tomorrow', 'Invalid Input: due_by_time is not a time'],
    ['is_fcr', 'maybe', 'Invalid Input: is_fcr is not true or false'],
    ['impact_details', 'x'.repeat(251), 'Invalid Input: impact_details is longer than 250 characters'],
    ['attachments', [{ id: '999' }], 'Invalid Input: attachments "999" does not exist'],
  ]
  for (const [field, value, message] of cases) {
    const answer = await rep.post('requests', { request: { subject: 's', [field]: value } })
    assert.deepEqual(answer.refusal(), [400, 4001, message, field])
  }
})

onEachEngine(
  'R8.2-5: a request can come in with a completed status, and is not called back',
  async (engine) => {
    const rep = await restClient(await deskOf(engine))
    const closure_info = { closure_code: { name: 'failed' } }
    const request = {
      subject: 's',
      status: { name: 'Closed' },
      closure_info,
      callback_url: 'http://x.example/',
    }
    const made = (await rep.post('requests', { request })).one('request')
    assert.deepEqual([made.completed_time, made.resolved_time], [time, time])
    assert.equal((made.closure_info as { closure_code: { name: string } }).closure_code.name, 'Failed')
    assert.deepEqual(
      (await rep.get(`requests/${made.id}/callback_deliveries`)).rows('callback_deliveries'),
      [],
    )
  },
)
