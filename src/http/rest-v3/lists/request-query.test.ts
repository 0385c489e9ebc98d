import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildContact, buildOrganisation, buildRep } from '../../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../../test/harness/desk.ts'
import { onEachEngine } from '../../../../test/harness/engines.ts'
import type { Actor } from '../../../domain/actor.ts'
import { builtIn } from '../../../domain/catalog.ts'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { listCases } from '../../../usecases/cases/list-cases.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { trashCase } from '../../../usecases/cases/trash-case.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import { addNote } from '../../../usecases/messages/add-note.ts'
import { Refusal } from '../errors.ts'
import { readListInfo } from './list-info.ts'
import { requestAttributes } from './request-attributes.ts'
import { requestQuery } from './request-query.ts'

type Json = Record<string, unknown>

/** Five cases that differ in everything that lists are asked for. Their subjects are A to E. */
async function fill(on: TestDesk) {
  const [acme, rep, other] = [
    await buildOrganisation(on, null, { name: 'Acme' }),
    await buildRep(on, { name: 'Rita Rep', addresses: ['r@x.example'], loginName: 'rita' }),
    await buildRep(on, { name: 'Otto' }),
  ]
  const ann = await buildContact(on, { name: 'Ann', addresses: ['ann@c.example'], organisationId: acme.id })
  const bob = await buildContact(on, { name: 'Bob' })
  const as = on.as('rest-v3')
  const base = { description: '<p>It is <b>slow</b></p>', descriptionFormat: 'html' } as const
  const numbers: Record<string, number> = {}
  const drafts = {
    A: {
      requester: ann.id,
      priority: builtIn.priority.high,
      assigneeId: rep.id,
      dueAt: on.clock.now + 5_000,
    },
    B: {
      requester: bob.id,
      priority: builtIn.priority.low,
      group: 1,
      fields: { udf_char1: 'Red', udf_long1: 7 },
    },
    C: {
      requester: ann.id,
      callbackUrl: null,
      fields: { udf_long1: 30 },
      details: { impact_details: 'All' },
    },
    D: { requester: bob.id, assigneeId: other.id, status: builtIn.status.onHold },
    E: { requester: bob.id, priority: builtIn.priority.high, status: builtIn.status.onHold },
  }
  for (const [subject, draft] of Object.entries(drafts)) {
    numbers[subject] = (await openCase(on.desk, as, { ...base, ...draft, subject })).number
    on.clock.advance(1_000)
  }
  const { A = 0, B = 0, C = 0 } = numbers
  await addNote(on.desk, as, A, { body: 'Looked at', bodyFormat: 'text' })
  await changeCase(on.desk, as, B, {
    status: builtIn.status.closed,
    closure: { codeId: 1, comments: 'Done well', requesterAcknowledged: true, requesterComments: null },
    resolution: '<p>rebooted</p>',
  })
  await trashCase(on.desk, as, C)
  on.clock.advance(1_000)
  return { numbers, rep, start: on.clock.now - 6_000 }
}

/** @returns the subjects of the requests that the list_info asks for, in their order */
async function subjects(on: TestDesk, actor: Actor, listInfo: Json | undefined): Promise<string> {
  const info = readListInfo(listInfo === undefined ? null : { list_info: listInfo }, 'desc')
  const query = requestQuery(info, actor, await catalogOf(on.desk), on.clock.now)
  return (await listCases(on.desk, actor, query)).cases.map(({ subject }) => subject).join('')
}

/** What a criterion of one field finds. */
const is = (field: string, value: unknown, condition = 'is') => ({
  search_criteria: { field, condition, value },
})
const any = (field: string, values: unknown[], condition = 'is') => ({
  search_criteria: { field, condition, values },
})

const rows: readonly (readonly [statement: string, listInfo: Json | undefined, found: string])[] = [
  ['R7-1 without list_info all defaults apply', undefined, 'EDBA'],
  ['R7.1-1 row_count', { row_count: 2 }, 'ED'],
  ['R7.1-1 row_count as text', { row_count: '1' }, 'E'],
  ['R7.1-1 row_count 0 returns no rows', { row_count: 0 }, ''],
  ['R7.1-2 start_index is 1-based', { row_count: 2, start_index: 2 }, 'DB'],
  ['R7.1-3 page', { row_count: 2, page: 2 }, 'BA'],
  ['R7.1-3 start_index wins over page', { row_count: 2, page: 2, start_index: 1 }, 'ED'],
  ['R7.1-4 sort_field subject', { sort_field: 'subject', sort_order: 'asc' }, 'ABDE'],
  ['R7.1-4 sort by a time', { sort_field: 'created_time', sort_order: 'asc' }, 'ABDE'],
  ['R7.1-4 sort by a look-up name, ties by id', { sort_field: 'priority.name', sort_order: 'asc' }, 'DAEB'],
  ['R7.1-4 sort by a reference means its name', { sort_field: 'status', sort_order: 'desc' }, 'AEDB'],
  ['R7.1-4 sort by a person', { sort_field: 'requester.name', sort_order: 'asc' }, 'ABDE'],
  ['R7.1-4 sort by a person of none', { sort_field: 'technician.name', sort_order: 'desc' }, 'ADEB'],
  ['R7.1-4 sort by an address', { sort_field: 'technician.email_id', sort_order: 'desc' }, 'DAEB'],
  ['R7.1-4 sort by a UDF', { sort_field: 'udf_fields.udf_long1', sort_order: 'desc' }, 'BEDA'],
  ['R7.1-4 sort by the account', { sort_field: 'account.name', sort_order: 'desc' }, 'AEDB'],
  ['R7.1-4 sort by a flag keeps the order of ids', { sort_field: 'is_read', sort_order: 'asc' }, 'ABDE'],
  ['R7.1-6 search_fields: text by part', { search_fields: { subject: 'a' } }, 'A'],
  ['R7.1-6 search_fields: reference whole', { search_fields: { 'priority.name': 'high' } }, 'EA'],
  ['R7.1-6 search_fields: no part of a reference', { search_fields: { 'priority.name': 'hig' } }, ''],
  ['R7.1-6 search_fields: object', { search_fields: { priority: { name: 'High' } } }, 'EA'],
  ['R7.1-6 search_fields: all', { search_fields: { 'status.name': 'Open', priority: { id: 4 } } }, 'A'],
  ['R7.1-6 search_fields as text', { search_fields: "{'subject': 'B'}" }, 'B'],
  ['R7.2-1 one object is a list of one', { search_criteria: [is('subject', 'a').search_criteria] }, 'A'],
  ['R7.2-2 is', is('priority.name', 'high'), 'EA'],
  ['R7.2-2 =', is('priority.name', 'High', '='), 'EA'],
  ['R7.2-2 EQ in any case', is('priority.name', 'High', 'EQ'), 'EA'],
  ['R7.2-2 is not, empty ones too', is('priority.name', 'High', 'is not'), 'DB'],
  ['R7.2-2 !=', is('priority.name', 'High', '!='), 'DB'],
  ['R7.2-2 neq', is('priority.name', 'High', 'neq'), 'DB'],
  ['R7.2-2 greater than', is('udf_fields.udf_long1', 6, 'greater than'), 'B'],
  ['R7.2-2 gt', is('udf_fields.udf_long1', '7', 'gt'), ''],
  ['R7.2-2 greater or equal', is('udf_fields.udf_long1', 7, 'greater or equal'), 'B'],
  ['R7.2-2 gte', is('udf_fields.udf_long1', 7, 'gte'), 'B'],
  ['R7.2-2 lesser than', is('udf_fields.udf_long1', 8, 'lesser than'), 'B'],
  ['R7.2-2 less than', is('udf_fields.udf_long1', 7, 'less than'), ''],
  ['R7.2-2 <=', is('udf_fields.udf_long1', 7, '<='), 'B'],
  ['R7.2-2 between, inclusive', any('udf_fields.udf_long1', [7, 9], 'between'), 'B'],
  ['R7.2-2 not between', any('udf_fields.udf_long1', [7, 9], 'not between'), 'EDA'],
  ['R7.2-2 starts with', is('requester.name', 'bo', 'starts with'), 'EDB'],
  ['R7.2-2 ends with', is('requester.email_id', '@C.example', 'ends with'), 'A'],
  ['R7.2-2 contains', is('technician.name', 'REP', 'contains'), 'A'],
  ['R7.2-2 not contains', is('technician.name', 'rep', 'not contains'), 'EDB'],
  ['R7.2-2 does not contain', is('subject', 'a', 'does not contain'), 'EDB'],
  ['R7.2-2 is empty', { search_criteria: { field: 'technician', condition: 'is empty' } }, 'EB'],
  ['R7.2-2 is not empty', { search_criteria: { field: 'technician', condition: 'is not empty' } }, 'DA'],
  ['R7.2-2 is null', is('priority', null), 'D'],
  ['R7.2-2 is not null', is('priority', null, 'is not'), 'EBA'],
  ['R7.2-3 is: any of a list', any('status.name', ['Open', 'On Hold']), 'EDA'],
  ['R7.2-3 is not: none of a list', any('status.name', ['Open', 'On Hold'], 'is not'), 'B'],
  ['R7.2-3 contains: any of a list', any('subject', ['a', 'b'], 'contains'), 'BA'],
  ['R7.2-3 null in a list', any('priority.name', ['Low', null]), 'DB'],
  ['R7.2-4 reference by value object', is('status', { name: 'open' }), 'A'],
  ['R7.2-4 reference by id', is('status', { id: '1' }), 'A'],
  ['R7.2-4 reference by bare name', is('status', 'Open'), 'A'],
  ['R7.2-4 several value objects', any('status', [{ name: 'Open' }, { id: '5' }]), 'BA'],
  ['R7.2-4 person by address', is('technician', { email_id: 'R@x.example' }), 'A'],
  ['R7.2-5 group.name', is('group.name', 'network'), 'B'],
  ['R7.2-5 support_group', is('support_group', { id: 1 }), 'B'],
  ['R7.2-5 requester.login_name', is('technician.login_name', 'RITA'), 'A'],
  ['R7.2-5 a UDF', is('udf_fields.udf_char1', 'red'), 'B'],
  ['R7.2-5 the account', is('account.name', 'acme'), 'A'],
  ['R7.2-5 the closure', is('closure_info.closure_code.name', 'success'), 'B'],
  ['R7.2-5 closure comments', is('closure_info.closure_comments', 'well', 'contains'), 'B'],
  ['R7.2-5 closure acknowledged', is('closure_info.requester_ack_resolution', true), 'B'],
  ['R7.2-5 the resolution', is('resolution.content', 'reboot', 'contains'), 'B'],
  ['R7.2-5 description', is('description', 'slow', 'contains'), 'EDBA'],
  ['R7.2-5 flags', is('has_notes', true), 'A'],
  ['R7.2-5 flags as text', is('has_notes', 'false'), 'EDB'],
  ['R7.2-5 is_overdue', is('is_overdue', true), 'A'],
  ['R7.2-5 constant flags', is('is_escalated', false), 'EDBA'],
  ['R7.2-5 constant nothing', is('sla', null), 'EDBA'],
  ['R7.2-5 last_updated_time, nothing before a change', is('last_updated_time', null), 'ED'],
  ['R7.2-5 last_updated_time', is('last_updated_time', { value: '0' }, 'gt'), 'BA'],
  [
    'R7.2-7 left to right: (Open or Low) and Bob',
    {
      search_criteria: [
        { field: 'status.name', condition: 'is', value: 'Open' },
        { field: 'priority.name', condition: 'is', value: 'Low', logical_operator: 'OR' },
        { field: 'requester.name', condition: 'is', value: 'Bob', logical_operator: 'and' },
      ],
    },
    'B',
  ],
  [
    'R7.2-8 children are in brackets with their parent: Open or (High and On Hold)',
    {
      search_criteria: [
        { field: 'status.name', condition: 'is', value: 'Open' },
        {
          field: 'priority.name',
          condition: 'is',
          value: 'High',
          logical_operator: 'OR',
          children: [{ field: 'status.name', condition: 'is', value: 'On Hold', logical_operator: 'AND' }],
        },
      ],
    },
    'EA',
  ],
  ['R7.3-1 All_Requests', { filter_by: { name: 'All_Requests' } }, 'EDBA'],
  ['R7.3-1 Open_System', { filter_by: { name: 'Open_System' } }, 'A'],
  ['R7.3-1 Open_Requests', { filter_by: { name: 'open_requests' } }, 'A'],
  ['R7.3-1 by id', { filter_by: { id: '1' } }, 'A'],
  ['R7.3-1 Onhold_System', { filter_by: { name: 'Onhold_System' } }, 'ED'],
  ['R7.3-1 Overdue_System', { filter_by: { name: 'Overdue_System' } }, 'A'],
  ['R7.3-1 Overdue_Requests', { filter_by: { name: 'Overdue_Requests' } }, 'A'],
  ['R7.3-1 Unassigned_System', { filter_by: { name: 'Unassigned_System' } }, 'E'],
  ['R7.3-1 Completed_System', { filter_by: { name: 'Completed_System' } }, 'B'],
  ['R7.3-1 My_Open', { filter_by: { name: 'My_Open' } }, 'A'],
  ['R7.3-1 My_All', { filter_by: { name: 'My_All' } }, 'A'],
  ['R7.3-1 Trash_Requests', { filter_by: { name: 'Trash_Requests' } }, 'C'],
  ['R7.3-2 a filter and criteria together', { filter_by: { id: 2 }, ...is('priority', { id: 4 }) }, 'E'],
  ['R8.3 a criterion on is_trashed', is('is_trashed', true), 'C'],
  ['R8.3 a criterion on is_trashed, both', any('is_trashed', [true, false]), 'EDCBA'],
]

onEachEngine('R7.1 R7.2 R7.3: what every key of list_info finds', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { numbers, rep, start } = await fill(on)
    const actor: Actor = { ...on.as('rest-v3'), kind: 'rep', personId: rep.id }
    for (const [statement, listInfo, found] of rows)
      assert.equal(await subjects(on, actor, listInfo), found, statement)
    for (const [statement, listInfo, found] of [
      ['R7.2-5 id eq as text', is('id', String(numbers.B), 'eq'), 'B'],
      ['R7.2-5 id as number', is('id', numbers.B), 'B'],
      ['R7.2-5 display_id', any('display_id', [numbers.A, String(numbers.E)]), 'EA'],
      ['R7.2-6 times are ms', is('created_time', String(start + 1_000), 'gt'), 'ED'],
      ['R7.2-6 times as objects', is('created_time', { value: start + 1_000 }, 'lte'), 'BA'],
      ['R7.2-6 times between', any('created_time', [start, start + 1_000], 'between'), 'BA'],
      ['R7.2-4 person by id', is('technician.id', String(rep.id)), 'A'],
    ] as const)
      assert.equal(await subjects(on, actor, listInfo), found, statement)
    assert.equal(
      await subjects(on, { ...actor, personId: null }, { filter_by: { name: 'My_All' } }),
      '',
      'R7.3-3 a key without a person has no requests of its own',
    )
    for (const [name, attribute] of Object.entries(requestAttributes)) {
      // Every attribute can be asked for and sorted by on both engines.
      const asked = ['flag', 'false'].includes(attribute.as) ? is(name, true) : is(name, null)
      await subjects(on, actor, asked)
      if (attribute.as !== 'flag') await subjects(on, actor, { sort_field: name })
    }
  } finally {
    await on.close()
  }
})

onEachEngine('R7.2-10: as many conditions as are taken can be asked; more are refused', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { rep } = await fill(on)
    const actor: Actor = { ...on.as('rest-v3'), kind: 'rep', personId: rep.id }
    const entries = (count: number, logical_operator: string) => ({
      search_criteria: Array.from({ length: count }, () => ({
        field: 'subject',
        condition: 'is not',
        value: 'A',
        logical_operator,
      })),
    })
    for (const word of ['AND', 'OR']) assert.equal(await subjects(on, actor, entries(500, word)), 'EDB', word)
    const texts = Array.from({ length: 500 }, (_, index) => `A${index}`)
    assert.equal(await subjects(on, actor, any('subject', texts, 'contains')), '')
    assert.equal(await subjects(on, actor, any('subject', texts)), '')
    assert.equal(await subjects(on, actor, is('subject', '𝄞'.repeat(5_000), 'contains')), '')
    assert.equal(await subjects(on, actor, { page: 2 ** 31, row_count: 100 }), '')
    assert.equal(await subjects(on, actor, is('udf_fields.udf_long1', '1e400', 'lt')), 'B')
    assert.equal(await subjects(on, actor, is('id', Number.MAX_SAFE_INTEGER, 'gt')), '')
    for (const tooMany of [entries(501, 'AND'), any('id', [...texts.keys(), 500])])
      await assert.rejects(subjects(on, actor, tooMany), Refusal)
  } finally {
    await on.close()
  }
})

test('R7.1-8 R7.2-9: what makes no sense is refused and named', async () => {
  const on = await newDesk('sqlite')
  try {
    const actor = on.as('rest-v3')
    for (const [listInfo, field, detail] of [
      [{ row_count: -1 }, 'list_info.row_count', 'a whole number from 0 on is expected'],
      [{ row_count: 'ten' }, 'list_info.row_count', 'a whole number from 0 on is expected'],
      [{ row_count: 1.5 }, 'list_info.row_count', 'a whole number from 0 on is expected'],
      [{ start_index: 0 }, 'list_info.start_index', 'a whole number from 1 on is expected'],
      [{ page: 9e15 }, 'list_info.page', 'a whole number from 1 on is expected'],
      [is('subject', 'x'.repeat(10_001)), 'list_info.search_criteria', 'the value of "subject" is too long'],
      [{ page: 0 }, 'list_info.page', 'a whole number from 1 on is expected'],
      [{ sort_order: 'up' }, 'list_info.sort_order', 'asc or desc is expected'],
      [{ sort_field: 'mood' }, 'list_info.sort_field', '"mood" cannot be sorted by'],
      [{ sort_field: 'status.mood' }, 'list_info.sort_field', '"status.mood" cannot be sorted by'],
      [{ get_total_count: 'maybe' }, 'list_info.get_total_count', 'true or false is expected'],
      [{ search_fields: [] }, 'list_info.search_fields', 'an object is expected'],
      [{ search_fields: { mood: 'x' } }, 'list_info.search_fields', 'field "mood" does not exist'],
      [is('mood', 1), 'list_info.search_criteria', 'field "mood" does not exist'],
      [is('status.mood', 1), 'list_info.search_criteria', 'field "status.mood" does not exist'],
      [
        is('udf_fields.udf_pick_5', 1),
        'list_info.search_criteria',
        'field "udf_fields.udf_pick_5" does not exist',
      ],
      [is('constructor', 1), 'list_info.search_criteria', 'field "constructor" does not exist'],
      [is('subject', 1, 'like'), 'list_info.search_criteria', 'condition "like" does not exist'],
      [is('subject', 'a', 'gt'), 'list_info.search_criteria', 'the condition does not fit "subject"'],
      [is('id', 'x'), 'list_info.search_criteria', '"x" is not a value of "id"'],
      [is('is_overdue', 'x'), 'list_info.search_criteria', '"x" is not a value of "is_overdue"'],
      [any('id', [1], 'between'), 'list_info.search_criteria', '"id" needs two values'],
      [any('id', [], 'is'), 'list_info.search_criteria', '"id" needs a value'],
      [any('id', [1, 2], 'gt'), 'list_info.search_criteria', '"id" needs one value'],
      [{ search_criteria: { condition: 'is' } }, 'list_info.search_criteria', 'field is missing'],
      [{ search_criteria: { field: 'id' } }, 'list_info.search_criteria', 'condition of "id" is missing'],
      [{ search_criteria: 7 }, 'list_info.search_criteria', 'an object with field and condition is expected'],
      [
        {
          search_criteria: [1, 2].map((value) => ({
            field: 'id',
            condition: 'is',
            value,
            logical_operator: 'XOR',
          })),
        },
        'list_info.search_criteria',
        'logical_operator "XOR" does not exist',
      ],
      [{ filter_by: { name: 'Mine' } }, 'list_info.filter_by', 'filter_by "Mine" does not exist'],
      [{ fields_required: [1] }, 'list_info.fields_required', 'a list of names is expected'],
    ] as const) {
      const error: unknown = await subjects(on, actor, listInfo as Json).catch((thrown: unknown) => thrown)
      assert.ok(error instanceof Refusal, JSON.stringify(listInfo))
      assert.deepEqual(error.messages, [{ code: 4001, message: `Invalid Input: ${detail}`, field }])
    }
    const strange: unknown = await subjects(on, actor, { rows: 1 }).catch((thrown: unknown) => thrown)
    assert.ok(strange instanceof Refusal)
    assert.deepEqual(strange.messages, [
      { code: 4001, message: 'Extra key found in JSON', field: 'list_info.rows' },
    ])
  } finally {
    await on.close()
  }
})
