import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { lookups } from './lookups.ts'

const ok = { status_code: 2000, status: 'success' }

onEachEngine('R11-1 R11-2 R11-3: every look-up is listed and read at its path by any key', async (engine) => {
  const on = await newDesk(engine)
  try {
    const reader = await restClient(on, { roleIds: [] })
    for (const { path, wrapper, plural, own } of lookups) {
      const answer = await reader.get(path)
      assert.deepEqual([answer.status, answer.body.response_status], [200, [ok]], path)
      const rows = answer.rows(plural)
      assert.equal((answer.body.list_info as { row_count: number }).row_count, rows.length, path)
      const [first] = rows
      if (!first) continue
      for (const key of ['id', 'name', 'description', 'deleted', ...own]) assert.ok(key in first, key)
      const one = await reader.get(`${path}/${first.id}`)
      assert.deepEqual([one.status, one.body], [200, { [wrapper]: first, response_status: ok }])
      assert.deepEqual((await reader.get(`${path}/4711`)).refusal(), [404, 4007, 'Invalid URL', null])
      assert.equal((await reader.get(`${path}/x`)).status, 404)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('R11.2-1 to R11.2-5: what a fresh installation has', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { get, pluck } = await restClient(on)
    for (const [path, names] of [
      ['priorities', ['Low', 'Normal', 'Medium', 'High']],
      ['urgencies', ['Low', 'Normal', 'High', 'Urgent']],
      ['impacts', ['Affects User', 'Affects Group', 'Affects Department', 'Affects Business']],
      ['levels', ['Tier 1', 'Tier 2', 'Tier 3', 'Tier 4']],
      ['modes', ['E-Mail', 'Phone Call', 'Web Form', 'API']],
      ['request_types', ['Incident', 'Request For Information']],
      ['closure_codes', ['Success', 'Cancelled', 'Failed', 'Postponed', 'Rejected', 'Unable to Reproduce']],
      ['statuses', ['Open', 'On Hold', 'In Progress', 'Resolved', 'Closed', 'Cancelled']],
      ['request_templates', ['Default Request']],
      ['groups', ['Network', 'Hardware Problems']],
      ['support_groups', ['Network', 'Hardware Problems']],
      ['roles', ['Support Rep', 'Read Only', 'SDAdmin']],
      ['sites', []],
      ['departments', []],
    ] as const)
      assert.deepEqual(await pluck(path, 'name'), names, path)
    const high = (await get('priorities/4')).one('priority')
    assert.deepEqual([high.name, high.color], ['High', '#ff0000'])
    assert.equal((await get('request_templates/1')).one('request_template').is_service_template, false)
    const kinds = (await get('statuses')).rows('statuses')
    assert.deepEqual(
      kinds.map((each) => [each.color, each.in_progress, each.stop_timer]),
      [
        ['#0066ff', true, false],
        ['#ff9900', true, true],
        ['#3399cc', true, false],
        ['#00ff66', false, false],
        ['#006600', false, false],
        ['#999999', false, false],
      ],
    )
  } finally {
    await on.close()
  }
})

onEachEngine('R11-4 R11-5 R11.1-2: parents, aliases and who may maintain', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
    const laptop = await admin.post('subcategories', {
      subcategory: { name: 'Laptop', category: { name: 'technical' } },
    })
    assert.equal(laptop.status, 201)
    const { id, category } = laptop.one('subcategory')
    assert.deepEqual(category, { id: '3', name: 'Technical' })
    const battery = await admin.post(`subcategories/${id}/items`, { item: { name: 'Battery' } })
    assert.equal(battery.status, 201)
    assert.deepEqual(battery.one('item').subcategory, { id, name: 'Laptop' })
    assert.deepEqual(await admin.pluck('categories/3/subcategories', 'name'), ['Laptop'])
    assert.deepEqual(await admin.pluck('categories/1/subcategories', 'name'), [])
    assert.deepEqual(await admin.pluck(`subcategories/${id}/items`, 'name'), ['Battery'])
    assert.equal((await admin.get('categories/99/subcategories')).status, 404)
    const missing = await admin.post('items', { item: {} })
    assert.deepEqual(missing.refusal(), [400, 4012, 'Value not provided', ['name', 'subcategory']])
    const strange = await admin.post('subcategories', { subcategory: { name: 'X', category: { id: 99 } } })
    assert.deepEqual(strange.refusal().slice(0, 2), [400, 4001])
    assert.equal(strange.refusal()[3], 'category')
    for (const answer of [
      await rep.post('levels', { level: { name: 'Tier 9' } }),
      await rep.put('levels/1', { level: { name: 'Tier 9' } }),
      await rep.delete('levels/1'),
    ])
      assert.deepEqual(answer.refusal(), [403, 4002, 'User does not have this permission', null])
  } finally {
    await on.close()
  }
})

onEachEngine('R11-6 R11.1-3 R11.1-4 R11.1-5: change, unique names, use, deletion', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const made = (await admin.post('levels', { level: { name: ' Tier 9 ', description: 'far up' } })).one(
      'level',
    )
    assert.deepEqual(made, { id: '5', name: 'Tier 9', description: 'far up', deleted: false })
    const changed = await admin.put('levels/5', { level: { ...made, name: 'Tier Nine' } })
    assert.deepEqual([changed.status, changed.one('level').name], [200, 'Tier Nine'])
    assert.equal(changed.one('level').description, 'far up')
    const twice = await admin.post('levels', { level: { name: 'tier nine' } })
    assert.deepEqual(twice.refusal(), [400, 4008, 'Not unique', 'name'])
    assert.deepEqual((await admin.put('levels/1', { level: { name: 'Tier 2' } })).refusal()[1], 4008)
    assert.deepEqual((await admin.post('levels', { level: { name: ' ' } })).refusal()[1], 4012)
    assert.deepEqual((await admin.put('levels/5', { level: { colour: 'red' } })).refusal(), [
      400,
      4001,
      'Extra key found in JSON',
      'colour',
    ])
    assert.deepEqual((await admin.put('levels/5', { level: { deleted: true } })).refusal()[1], 4014)

    const contact = await buildRep(on)
    const of = await openCase(on.desk, on.as(), {
      subject: 'Up high',
      description: '',
      descriptionFormat: 'text',
      requester: contact.id,
      level: 5,
    })
    assert.deepEqual((await admin.delete('levels/5')).refusal(), [400, 4005, 'Reference exists', null])
    await changeCase(on.desk, on.as(), of.number, { status: builtIn.status.closed })
    const gone = await admin.delete('levels/5')
    assert.deepEqual([gone.status, gone.body], [200, { response_status: ok }])
    assert.equal((await admin.get('levels/5')).status, 404)
    assert.deepEqual((await admin.post('levels', { level: { name: 'Tier nine' } })).one('level').id, '6')
    for (const fixed of ['statuses/1', 'priorities/4', 'roles/3', 'request_templates/1'])
      assert.deepEqual((await admin.delete(fixed)).refusal()[1], 4005, fixed)
    assert.deepEqual((await admin.put('statuses/5', { status: { name: 'Done' } })).refusal(), [
      400,
      4009,
      'Field is not editable',
      'name',
    ])
    assert.equal(
      (await admin.put('statuses/5', { status: { color: '#FF0000' } })).one('status').color,
      '#ff0000',
    )
  } finally {
    await on.close()
  }
})

onEachEngine('R11-7: statuses, groups, templates and roles have attributes of their own', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const waiting = await admin.post('statuses', {
      status: { name: 'With vendor', in_progress: true, stop_timer: 'true', color: '#123456' },
    })
    const status = waiting.one('status')
    assert.deepEqual(
      [status.name, status.in_progress, status.stop_timer, status.color, status.internal_name],
      ['With vendor', true, true, '#123456', 'With vendor'],
    )
    const moved = await admin.put(`statuses/${status.id}`, { status: { in_progress: false } })
    assert.deepEqual(moved.refusal(), [400, 4009, 'Field is not editable', 'in_progress'])
    assert.deepEqual(
      (await admin.post('statuses', { status: { name: 'Odd', color: 'red' } })).refusal().slice(1, 2),
      [4001],
    )

    const member = await buildRep(on)
    const site = (await admin.post('sites', { site: { name: 'Berlin' } })).one('site')
    const group = await admin.post('groups', {
      group: { name: 'Printers', technicians: [{ id: String(member.id) }], site: { name: 'berlin' } },
    })
    assert.equal(group.status, 201)
    assert.deepEqual(group.one('group').site, { id: site.id, name: 'Berlin' })
    assert.deepEqual(
      (group.one('group').technicians as { name: string }[]).map(({ name }) => name),
      [member.name],
    )
    const id = group.one('group').id
    assert.equal((await admin.get(`support_groups/${id}`)).one('support_group').name, 'Printers')
    const nobody = await admin.put(`groups/${id}`, { group: { technicians: [{ id: '4711' }] } })
    assert.deepEqual([nobody.refusal()[1], nobody.refusal()[3]], [4001, 'technicians'])

    const template = await admin.post('request_templates', {
      request_template: {
        name: 'Outage',
        comments: 'for the night shift',
        fields: ['subject', 'priority', 'technician', 'due_by_time'],
        defaults: { priority: { name: 'High' }, subject: 'Outage of ' },
      },
    })
    assert.equal(template.status, 201, JSON.stringify(template.body))
    const shown = template.one('request_template')
    assert.deepEqual(shown.fields, ['subject', 'priority', 'technician', 'due_by_time'])
    assert.deepEqual(shown.defaults, {
      priority: { id: '4', name: 'High', color: '#ff0000' },
      subject: 'Outage of ',
    })
    const unknown = await admin.put(`request_templates/${shown.id}`, { request_template: { fields: ['no'] } })
    assert.deepEqual([unknown.refusal()[1], unknown.refusal()[3]], [4001, 'fields'])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R17-1 to R17-5: roles by their permission names; nobody gives what they do not hold',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const rights = async (id: number) => (await admin.get(`roles/${id}`)).one('role').permissions
      const desk = [
        'requests.view',
        'requests.add',
        'requests.edit',
        'requests.close',
        'requests.pickup',
        'requests.assign',
        'requests.reply',
      ]
      const notes = ['notes.add', 'notes.edit', 'notes.delete']
      const worklogs = ['worklogs.view', 'worklogs.add', 'worklogs.edit', 'worklogs.delete']
      assert.deepEqual(await rights(1), [
        ...desk,
        ...notes,
        ...worklogs,
        'resolution.edit',
        'contacts.view',
        'cm_*.view',
        'cm_*.add',
        'cm_*.edit',
      ])
      assert.deepEqual(await rights(2), ['requests.view', 'worklogs.view', 'contacts.view', 'cm_*.view'])
      assert.deepEqual(await rights(3), [
        ...desk,
        'requests.delete',
        ...notes,
        ...worklogs,
        'resolution.edit',
        'contacts.view',
        'contacts.manage',
        'admin.setup',
        'admin.users',
        'admin.keys',
        'cm_*.view',
        'cm_*.add',
        'cm_*.edit',
        'cm_*.delete',
      ])
      const role = await admin.post('roles', {
        role: { name: 'Clerk', permissions: ['admin.setup', 'notes.*'] },
      })
      assert.deepEqual(role.one('role').permissions, [...notes, 'admin.setup'])
      const bad = await admin.post('roles', { role: { name: 'X', permissions: ['requests.fly'] } })
      assert.deepEqual([bad.refusal()[1], bad.refusal()[3]], [4001, 'permissions'])

      const clerk = await restClient(on, { roleIds: [Number(role.one('role').id)] })
      const more = { role: { name: 'Y', permissions: ['admin.users'] } }
      assert.deepEqual((await clerk.post('roles', more)).refusal()[1], 4002)
      assert.deepEqual((await clerk.put('roles/1', { role: { permissions: [] } })).refusal()[1], 4002)
      assert.deepEqual((await admin.put('roles/3', { role: { permissions: [] } })).refusal(), [
        400,
        4009,
        'Field is not editable',
        'permissions',
      ])
      assert.deepEqual((await admin.delete(`roles/${role.one('role').id}`)).refusal()[1], 4005)
      // A role change acts on existing keys at once, and several roles add up.
      assert.equal((await clerk.post('levels', { level: { name: 'L' } })).status, 201)
      await admin.put(`roles/${role.one('role').id}`, { role: { permissions: ['notes.add'] } })
      assert.equal((await clerk.post('levels', { level: { name: 'M' } })).status, 403)
      const both = [{ id: '2' }, { name: 'clerk' }]
      await admin.put(`technicians/${clerk.rep.id}`, { technician: { associated_roles: both } })
      assert.equal((await clerk.get('requesters')).status, 200)
    } finally {
      await on.close()
    }
  },
)
