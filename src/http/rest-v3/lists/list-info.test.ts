import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newDesk } from '../../../../test/harness/desk.ts'
import { onEachEngine } from '../../../../test/harness/engines.ts'
import { restClient } from '../../../../test/harness/rest.ts'
import { readListInfo } from './list-info.ts'

test('R7.1-1: row_count is 10 when absent and clamped to 100', () => {
  const rowCount = (row_count: unknown) => readListInfo({ list_info: { row_count } }, 'asc').rowCount
  assert.deepEqual(
    [undefined, null, 1, '50', 100, 101, 200, '500'].map(rowCount),
    [10, 10, 1, 50, 100, 100, 100, 100],
  )
})

test('R7.1-5: the list decides the direction when none is asked for', () => {
  assert.equal(readListInfo(null, 'desc').sortOrder, 'desc')
  assert.equal(readListInfo({ list_info: { sort_order: 'ASC' } }, 'desc').sortOrder, 'asc')
})

onEachEngine('R7.4-1 to R7.4-5: list_info of the answer', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const infoOf = async (path: string, list_info: object) =>
      (await admin.get(path, { list_info })).one('list_info')
    for (const subject of ['one', 'two', 'three']) await admin.post('requests', { request: { subject } })
    assert.deepEqual((await admin.get('requests')).one('list_info'), {
      has_more_rows: false,
      start_index: 1,
      page: 1,
      row_count: 3,
    })
    for (const path of ['requests', 'closure_codes']) {
      const first = await infoOf(path, { row_count: 2 })
      assert.deepEqual(first, { has_more_rows: true, start_index: 1, page: 1, row_count: 2 })
      const next = await infoOf(path, { row_count: '2', start_index: '3' })
      assert.deepEqual([next.start_index, next.page], [3, 2])
      assert.deepEqual((await infoOf(path, { row_count: 2, page: 2 })).start_index, 3)
      const none = await infoOf(path, { row_count: 0 })
      assert.deepEqual([none.row_count, none.has_more_rows], [0, true])
      const beyond = await infoOf(path, { start_index: 100 })
      assert.deepEqual([beyond.row_count, beyond.has_more_rows], [0, false])
      // What a client pages on with may be the list_info of the last answer.
      assert.equal((await infoOf(path, { ...first, total_count: 3, start_index: 3 })).start_index, 3)
    }
    const sent = {
      sort_field: 'subject',
      sort_order: 'asc',
      search_fields: { subject: 'o' },
      search_criteria: { field: 'id', condition: 'gt', value: '0' },
      filter_by: { name: 'All_Requests' },
    }
    assert.deepEqual(await infoOf('requests', { ...sent, get_total_count: true, row_count: 1 }), {
      has_more_rows: true,
      start_index: 1,
      page: 1,
      row_count: 1,
      total_count: 2,
      get_total_count: 'true',
      ...sent,
    })
    assert.equal((await infoOf('levels', { get_total_count: 'false' })).get_total_count, 'false')
    assert.equal((await infoOf('levels', { get_total_count: 'true', row_count: 1 })).total_count, 4)
    const empty = await admin.get('requests', { list_info: { search_fields: { subject: 'nothing' } } })
    assert.deepEqual(empty.body, {
      requests: [],
      list_info: {
        has_more_rows: false,
        start_index: 1,
        page: 1,
        row_count: 0,
        search_fields: { subject: 'nothing' },
      },
      response_status: [{ status_code: 2000, status: 'success' }],
    })
  } finally {
    await on.close()
  }
})

onEachEngine('R7.1-7: fields_required in list_info and beside it', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    await admin.post('requests', { request: { subject: 'one' } })
    const keys = async (path: string, data: object) =>
      Object.keys((await admin.get(path, data)).rows(path)[0] ?? {}).sort()
    const inside = { list_info: { fields_required: ['subject', 'last_updated_time'] } }
    assert.deepEqual(await keys('requests', inside), ['id', 'last_updated_time', 'subject'])
    assert.deepEqual(await keys('requests', { fields_required: ['subject'] }), ['id', 'subject'])
    assert.deepEqual(await keys('priorities', { list_info: {}, fields_required: ['name'] }), ['id', 'name'])
    assert.deepEqual(await keys('technicians', { list_info: { fields_required: ['login_name'] } }), [
      'id',
      'login_name',
    ])
    for (const path of ['requests', 'priorities', 'technicians', 'accounts']) {
      const answer = await admin.get(path, { list_info: { fields_required: ['name', 'mood', 'id', 'air'] } })
      const unknown = path === 'requests' ? ['name', 'mood', 'air'] : ['mood', 'air']
      assert.deepEqual(answer.refusal(), [400, 4001, 'Invalid Input', unknown], path)
    }
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R7-2 R7.1-4 R7.2-5: look-ups, people and accounts are sorted and searched too',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const { pluck, get, post } = await restClient(on, { name: 'Zoe', addresses: ['z@x.example'] })
      await post('requesters', { requester: { name: 'Ann', email_id: 'a@x.example', jobtitle: 'Cook' } })
      await post('requesters', {
        requester: {
          name: 'Bob',
          email_id: 'b@x.example',
          is_vipuser: true,
          secondary_emailids: ['bb@y.example'],
        },
      })
      await post('accounts', { account: { name: 'Beta', industry: 'Ships' } })
      await post('accounts', { account: { name: 'Alpha' } })
      const one = (field: string, condition: string, value: unknown) => ({
        search_criteria: { field, condition, value },
      })
      for (const [path, listInfo, names] of [
        ['priorities', { sort_field: 'name' }, ['High', 'Low', 'Medium', 'Normal']],
        ['priorities', { sort_order: 'desc', row_count: 2 }, ['High', 'Medium']],
        ['priorities', { search_fields: { name: 'M' } }, ['Normal', 'Medium']],
        ['priorities', one('name', 'starts with', 'h'), ['High']],
        ['priorities', one('id', 'eq', '4'), ['High']],
        ['priorities', one('id', 'gt', 2), ['Medium', 'High']],
        ['priorities', one('name', 'is not', 'High'), ['Low', 'Normal', 'Medium']],
        ['priorities', one('description', 'is', null), ['Low', 'Normal', 'Medium', 'High']],
        ['statuses', one('in_progress', 'is', true), ['Open', 'On Hold', 'In Progress']],
        ['statuses', { search_fields: { stop_timer: 'true' } }, ['On Hold']],
        ['roles', one('permissions', 'is', 'admin.setup'), ['SDAdmin']],
        ['users', { sort_field: 'name' }, ['Ann', 'Bob', 'Zoe']],
        ['users', one('is_technician', 'is', false), ['Ann', 'Bob']],
        ['users', { search_fields: { email_id: 'X.EXAMPLE' }, sort_order: 'desc' }, ['Bob', 'Ann', 'Zoe']],
        ['requesters', one('email_id', 'is', 'A@x.example'), ['Ann']],
        ['requesters', one('jobtitle', 'is', 'cook'), ['Ann']],
        ['requesters', one('jobtitle', 'is empty', undefined), ['Bob']],
        ['requesters', one('is_vipuser', 'is', 'true'), ['Bob']],
        ['requesters', one('secondary_emailids', 'is', 'bb@y.example'), ['Bob']],
        ['requesters', one('account', 'is', null), ['Ann', 'Bob']],
        ['requesters', { sort_field: 'email_id', sort_order: 'desc' }, ['Bob', 'Ann']],
        ['accounts', { sort_field: 'name' }, ['Alpha', 'Beta']],
        ['accounts', one('industry', 'contains', 'ship'), ['Beta']],
      ] as const)
        assert.deepEqual(await pluck(path, 'name', listInfo), names, `${path} ${JSON.stringify(listInfo)}`)
      for (const [path, listInfo, field] of [
        ['priorities', { filter_by: { name: 'x' } }, 'list_info.filter_by'],
        ['users', { filter_by: { name: 'x' } }, 'list_info.filter_by'],
        ['priorities', one('mood', 'is', 1), 'list_info.search_criteria'],
        ['users', one('mood', 'is', 1), 'list_info.search_criteria'],
        ['priorities', { sort_field: 'mood' }, 'list_info.sort_field'],
        ['users', { sort_field: 'mood' }, 'list_info.sort_field'],
      ] as const) {
        const refusal = (await get(path, { list_info: listInfo })).refusal()
        assert.deepEqual([refusal[0], refusal[1], refusal[3]], [400, 4001, field], path)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R7.3-4: the filters are listed', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { get } = await restClient(on, { roleIds: [] })
    const answer = await get('list_view_filters/show_all', { show_all: { module: 'request' } })
    assert.equal(answer.status, 200)
    const filters = answer.rows('list_view_filters')
    assert.deepEqual(filters[0], { id: '1', name: 'Open_System', display_name: 'Open requests' })
    assert.deepEqual(
      filters.map(({ name }) => name),
      [
        'Open_System',
        'Onhold_System',
        'Overdue_System',
        'Unassigned_System',
        'Completed_System',
        'My_Open',
        'My_All',
        'All_Requests',
        'Trash_Requests',
      ],
    )
    const other = await get('list_view_filters/show_all', { show_all: { module: 'change' } })
    assert.deepEqual(other.refusal()[1], 4001)
  } finally {
    await on.close()
  }
})
