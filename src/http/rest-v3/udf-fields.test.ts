import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { openCase } from '../../usecases/cases/open-case.ts'

const ok = { status_code: 2000, status: 'success' }

type Json = Record<string, unknown>

/** Defines a field of requests. @returns the key of its value */
async function define(admin: RestClient, udf_field: Json): Promise<string> {
  const made = await admin.post('udf_fields', { udf_field })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return String(made.one('udf_field').api_name)
}

async function openWith(admin: RestClient, udf_fields: unknown): Promise<Json> {
  const made = await admin.post('requests', { request: { subject: 'With fields', udf_fields } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.one('request')
}

onEachEngine('R11.4-1: fields are defined, listed, read, changed and deleted', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const made = await admin.post('udf_fields', {
      udf_field: {
        module: 'request',
        display_name: 'PO number',
        type: 'sline',
        mandatory: false,
        encrypted: false,
        allowed_values: [],
      },
    })
    const first = made.one('udf_field')
    assert.deepEqual([made.status, made.body.response_status], [201, ok])
    assert.deepEqual(first, {
      id: '301',
      module: 'request',
      display_name: 'PO number',
      api_name: 'udf_sline_301',
      description: null,
      type: 'sline',
      mandatory: false,
      encrypted: false,
      allowed_values: [],
      reference_to: null,
      deleted: false,
    })
    const pick = { display_name: 'Floor', type: 'pick', allowed_values: ['Ground', 'First'] }
    assert.equal(await define(admin, pick), 'udf_pick_302')
    assert.deepEqual((await admin.get('udf_fields/301')).one('udf_field'), first)
    assert.deepEqual(await admin.pluck('udf_fields', 'api_name'), ['udf_sline_301', 'udf_pick_302'])
    assert.deepEqual(await admin.pluck('udf_fields', 'id', { search_fields: { display_name: 'floor' } }), [
      '302',
    ])
    const changed = await admin.put('udf_fields/301', { udf_field: { ...first, display_name: 'Order' } })
    assert.deepEqual(changed.one('udf_field'), { ...first, display_name: 'Order' })
    assert.deepEqual((await admin.delete('udf_fields/301')).body, { response_status: ok })
    assert.deepEqual((await admin.get('udf_fields/301')).refusal().slice(0, 2), [404, 4007])
    assert.equal(await define(admin, { display_name: 'Order', type: 'num' }), 'udf_num_303')
    assert.deepEqual((await admin.call('DELETE', 'udf_fields')).refusal().slice(0, 2), [405, 4021])
  } finally {
    await on.close()
  }
})

onEachEngine('R11.4-2: only admin.setup defines fields; what makes no sense is refused', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
    await define(admin, { display_name: 'Floor', type: 'pick', allowed_values: ['Ground'] })
    const udf_field = { display_name: 'X', type: 'sline' }
    for (const answer of [
      await rep.get('udf_fields'),
      await rep.get('udf_fields/301'),
      await rep.post('udf_fields', { udf_field }),
      await rep.put('udf_fields/301', { udf_field }),
      await rep.delete('udf_fields/301'),
    ])
      assert.deepEqual(answer.refusal(), [403, 4002, 'User does not have this permission', null])
    const refused: [Json, unknown[]][] = [
      [{}, [4012, 'Value not provided', ['display_name', 'type']]],
      [{ ...udf_field, type: 'wide' }, [4001, 'Invalid Input: type "wide" does not exist', 'type']],
      [{ ...udf_field, colour: 'red' }, [4001, 'Extra key found in JSON', 'colour']],
      [{ ...udf_field, display_name: ' floor ' }, [4008, 'Not unique', 'display_name']],
      [{ ...udf_field, type: 'pick' }, [4012, 'Value not provided', ['allowed_values']]],
      [{ ...udf_field, type: 'ref' }, [4012, 'Value not provided', ['reference_to']]],
      [
        { ...udf_field, type: 'num', encrypted: true },
        [4001, 'Invalid Input: encrypted may not be set to this value', 'encrypted'],
      ],
      [
        { ...udf_field, type: 'ref', reference_to: 'cm_none' },
        [4001, 'Invalid Input: reference_to "cm_none" does not exist', 'reference_to'],
      ],
      [
        { ...udf_field, module: 'cm_none' },
        [4001, 'Invalid Input: module "cm_none" does not exist', 'module'],
      ],
    ]
    for (const [given, expected] of refused) {
      const answer = await admin.post('udf_fields', { udf_field: given })
      assert.deepEqual(answer.refusal(), [400, ...expected], JSON.stringify(given))
    }
    for (const given of [
      { type: 'sline' },
      { encrypted: true },
      { api_name: 'udf_x' },
      { reference_to: 'users' },
    ]) {
      const answer = await admin.put('udf_fields/301', { udf_field: given })
      const [key] = Object.keys(given)
      assert.deepEqual(answer.refusal(), [400, 4009, 'Field is not editable', key])
    }
  } finally {
    await on.close()
  }
})

onEachEngine('R6-8: every type of field takes what §6 and §13.2 say and shows it', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const keys = new Map<string, string>()
    for (const type of ['sline', 'mline', 'num', 'dec', 'bool', 'date', 'email', 'phone', 'url'])
      keys.set(type, await define(admin, { display_name: type, type }))
    const allowed_values = ['Red', 'Green', 'Blue']
    for (const type of ['pick', 'mpick'])
      keys.set(type, await define(admin, { display_name: type, type, allowed_values }))
    for (const target of ['requests', 'users', 'accounts'])
      keys.set(target, await define(admin, { display_name: target, type: 'ref', reference_to: target }))
    const account = (await admin.post('accounts', { account: { name: 'Acme' } })).one('account')
    const other = (await admin.post('requests', { request: { subject: 'The other' } })).one('request')
    const key = (type: string) => keys.get(type) ?? ''
    const time = { value: '1681729003728', display_value: '17/04/2023 10:56 AM' }
    const cases: [type: string, given: unknown, shown: unknown][] = [
      ['sline', 'one line', 'one line'],
      ['mline', 'one\ntwo', 'one\ntwo'],
      ['num', '12', 12],
      ['num', 7, 7],
      ['dec', '2.5', 2.5],
      ['dec', 0.1234, 0.1234],
      ['bool', 'true', true],
      ['bool', false, false],
      ['date', { value: '1681729003728' }, time],
      ['date', 1681729003728, time],
      ['email', 'jen@x.example', 'jen@x.example'],
      ['phone', '+49 (30) 123-456 ext 7', '+49 (30) 123-456 ext 7'],
      ['url', 'https://x.example/a?b', 'https://x.example/a?b'],
      ['pick', 'green', { id: '2', name: 'Green' }],
      ['pick', { id: '3', name: 'Red' }, { id: '3', name: 'Blue' }],
      [
        'mpick',
        ['Red', { id: 3 }],
        [
          { id: '1', name: 'Red' },
          { id: '3', name: 'Blue' },
        ],
      ],
      ['mpick', { name: 'Red' }, [{ id: '1', name: 'Red' }]],
      ['requests', { id: other.id }, { id: other.id, name: 'The other' }],
      ['requests', 'the other', { id: other.id, name: 'The other' }],
      ['users', { email_id: admin.rep.email }, { id: String(admin.rep.id), name: admin.rep.name }],
      ['users', admin.rep.name, { id: String(admin.rep.id), name: admin.rep.name }],
      ['accounts', { name: 'acme' }, { id: account.id, name: 'Acme' }],
    ]
    for (const [type, given, shown] of cases) {
      const { udf_fields } = await openWith(admin, { [key(type)]: given })
      assert.deepEqual((udf_fields as Json)[key(type)], shown, `${type} ${JSON.stringify(given)}`)
    }
    const strange: [type: string, given: unknown][] = [
      ['sline', 'x'.repeat(251)],
      ['sline', 'two\nlines'],
      ['sline', { a: 1 }],
      ['num', '1.5'],
      ['num', 'many'],
      ['dec', 1.23456],
      ['bool', 'perhaps'],
      ['date', 'yesterday'],
      ['email', 'nobody'],
      ['phone', 'call me'],
      ['url', 'javascript:alert(1)'],
      ['pick', 'Black'],
      ['pick', { id: 9 }],
      ['mpick', ['Red', 'Black']],
      ['requests', { id: 4711 }],
      ['users', 'Nobody Here'],
      ['accounts', { id: 4711 }],
    ]
    for (const [type, given] of strange) {
      const answer = await admin.post('requests', {
        request: { subject: 'S', udf_fields: { [key(type)]: given } },
      })
      const [status, code, , field] = answer.refusal()
      assert.deepEqual(
        [status, code, field],
        [400, 4001, `udf_fields.${key(type)}`],
        `${type} ${String(given)}`,
      )
    }
    const unknown = await admin.post('requests', {
      request: { subject: 'S', udf_fields: { udf_sline_9: 'x' } },
    })
    assert.deepEqual(unknown.refusal(), [400, 4001, 'Extra key found in JSON', 'udf_fields.udf_sline_9'])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R6-9: all defined fields are shown, built-in ones with a value; null and "" clear',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const line = await define(admin, { display_name: 'Line', type: 'sline' })
      const pick = await define(admin, { display_name: 'Pick', type: 'pick', allowed_values: ['A', 'B'] })
      const { id, udf_fields } = await openWith(admin, `{'udf_char1': 'v', '${line}': 'x', '${pick}': 'A'}`)
      assert.deepEqual(udf_fields, { udf_char1: 'v', [line]: 'x', [pick]: { id: '1', name: 'A' } })
      const edit = async (given: Json) => {
        const answer = await admin.put(`requests/${id}`, { request: { udf_fields: given } })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        return answer.one('request').udf_fields
      }
      assert.deepEqual(await edit({ [line]: '', udf_char1: null }), {
        [line]: null,
        [pick]: { id: '1', name: 'A' },
      })
      assert.deepEqual(await edit({ [pick]: null }), { [line]: null, [pick]: null })
      const told = await admin.get(`requests/${id}`)
      assert.deepEqual(told.one('request').udf_fields, { [line]: null, [pick]: null })
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R6-10: a mandatory field must be given, all missing ones in one message, and cannot be cleared',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const elsewhere = await openElsewhere(on)
      const line = await define(admin, { display_name: 'Line', type: 'sline', mandatory: true })
      const agree = await define(admin, { display_name: 'Agree', type: 'bool', mandatory: 'true' })
      const blank = await admin.post('requests', { request: { udf_fields: { [line]: ' ' } } })
      assert.deepEqual(blank.refusal(), [
        400,
        4012,
        'Value not provided',
        ['subject', `udf_fields.${line}`, `udf_fields.${agree}`],
      ])
      const { id } = await openWith(admin, { [line]: 'x', [agree]: false })
      const cleared = await admin.put(`requests/${id}`, { request: { udf_fields: { [line]: null } } })
      assert.deepEqual(cleared.refusal(), [400, 4012, 'Value not provided', [`udf_fields.${line}`]])
      // Another wire could not give it; what came in there can be worked on.
      assert.ok(await openElsewhere(on))
      const moved = await admin.put(`requests/${elsewhere}`, { request: { subject: 'Moved' } })
      assert.equal(moved.status, 200)
      const shown = moved.one('request').udf_fields as Json
      const echoed = { ...shown, udf_char1: 'new' }
      const back = await admin.put(`requests/${elsewhere}`, { request: { udf_fields: echoed } })
      assert.deepEqual(back.one('request').udf_fields, echoed)
    } finally {
      await on.close()
    }
  },
)

async function openElsewhere(on: TestDesk): Promise<number> {
  const opened = await openCase(on.desk, on.as('messages'), {
    subject: 'From elsewhere',
    description: '',
    descriptionFormat: 'text',
    requester: { email: 'someone@x.example', name: null },
  })
  return opened.number
}

onEachEngine(
  'R11.4-3: choices and fields that are deleted stay readable where they were used',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const pick = await define(admin, { display_name: 'Pick', type: 'pick', allowed_values: ['A', 'B'] })
      const line = await define(admin, { display_name: 'Line', type: 'sline' })
      const { id } = await openWith(admin, { [pick]: 'A', [line]: 'kept' })
      const less = await admin.put('udf_fields/301', {
        udf_field: { allowed_values: [{ id: '2', name: 'Bee' }, 'C'] },
      })
      assert.deepEqual(less.one('udf_field').allowed_values, [
        { id: '2', name: 'Bee' },
        { id: '3', name: 'C' },
      ])
      assert.equal((await admin.delete('udf_fields/302')).status, 200)
      const shown = (await admin.get(`requests/${id}`)).one('request').udf_fields as Json
      assert.deepEqual(shown, { [pick]: { id: '1', name: 'A', deleted: true }, [line]: 'kept' })
      // Written back as it was read it is no error; given anew it is.
      const back = await admin.put(`requests/${id}`, {
        request: { udf_fields: { ...shown, udf_char1: 'new' } },
      })
      assert.deepEqual(back.one('request').udf_fields, { ...shown, udf_char1: 'new' })
      const again = await admin.post('requests', { request: { subject: 'S', udf_fields: { [pick]: 'A' } } })
      assert.deepEqual([again.refusal()[1], again.refusal()[3]], [4001, `udf_fields.${pick}`])
      const gone = await admin.put(`requests/${id}`, { request: { udf_fields: { [line]: 'other' } } })
      assert.deepEqual([gone.refusal()[1], gone.refusal()[3]], [4001, `udf_fields.${line}`])
      const fresh = await openWith(admin, {})
      assert.deepEqual(fresh.udf_fields, { [pick]: null })
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R7.2-11: requests are found and sorted by fields: numbers by size, choices by name or id',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const num = await define(admin, { display_name: 'Num', type: 'num' })
      const pick = await define(admin, { display_name: 'Pick', type: 'pick', allowed_values: ['Zoo', 'Ape'] })
      const mpick = await define(admin, {
        display_name: 'Many',
        type: 'mpick',
        allowed_values: ['X', 'Y', 'Z'],
      })
      const user = await define(admin, { display_name: 'User', type: 'ref', reference_to: 'users' })
      const flag = await define(admin, { display_name: 'Flag', type: 'bool' })
      const a = (await openWith(admin, { [num]: 9, [pick]: 'Zoo', [mpick]: ['X', 'Y'], [flag]: true })).id
      const b = (await openWith(admin, { [num]: 10, [pick]: 'Ape', [mpick]: 'Z', [user]: admin.rep.name })).id
      const c = (await openWith(admin, {})).id
      const finds = async (field: string, condition: string, ...values: unknown[]) =>
        admin.pluck('requests', 'id', {
          sort_order: 'asc',
          search_criteria: [{ field: `udf_fields.${field}`, condition, values }],
        })
      assert.deepEqual(await finds(num, 'greater than', '9'), [b])
      assert.deepEqual(await finds(num, 'between', 9, 10), [a, b])
      assert.deepEqual(await finds(pick, 'is', 'zoo'), [a])
      assert.deepEqual(await finds(`${pick}.name`, 'is', 'Ape'), [b])
      assert.deepEqual(await finds(pick, 'is', { id: '2' }), [b])
      assert.deepEqual(await finds(pick, 'contains', 'oo'), [a])
      assert.deepEqual(await finds(pick, 'is not', 'Zoo'), [b, c])
      assert.deepEqual(await finds(mpick, 'is', 'y', 'z'), [a, b])
      assert.deepEqual(await finds(`${mpick}.id`, 'is', '1'), [a])
      assert.deepEqual(await finds(mpick, 'is', null), [c])
      assert.deepEqual(await finds(user, 'is', admin.rep.name), [b])
      assert.deepEqual(await finds(`${user}.id`, 'is', admin.rep.id), [b])
      assert.deepEqual(await finds(flag, 'is', 'true'), [a])
      const sorted = (field: string) =>
        admin.pluck('requests', 'id', { sort_field: `udf_fields.${field}`, sort_order: 'asc' })
      assert.deepEqual(await sorted(num), [c, a, b])
      assert.deepEqual(await sorted(pick), [c, b, a])
      assert.deepEqual(await sorted(user), [a, c, b])
      for (const list_info of [
        { sort_field: `udf_fields.${mpick}` },
        { sort_field: 'udf_fields.udf_sline_9' },
        { search_criteria: { field: 'udf_fields.udf_sline_9', condition: 'is', value: 'x' } },
        { search_criteria: { field: `udf_fields.${num}`, condition: 'is', value: 'x' } },
        { search_criteria: { field: `udf_fields.${num}.name`, condition: 'is', value: '1' } },
      ]) {
        const answer = await admin.get('requests', { list_info })
        assert.deepEqual(answer.refusal().slice(0, 2), [400, 4001], JSON.stringify(list_info))
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R16-20: the older form of an operation may call a field by its display name',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const key = await define(admin, { display_name: 'PO number', type: 'sline' })
      const details = { subject: 'Older', PO_Number: '4711', unknown: 'x' }
      const answer = await on.app.inject({
        method: 'POST',
        url: '/api/v3/requests?OPERATION_NAME=ADD_REQUEST',
        headers: { authtoken: admin.key, 'content-type': 'application/json' },
        payload: { operation: { details } },
      })
      assert.equal(answer.statusCode, 201, answer.body)
      assert.equal(answer.json().request.udf_fields[key], '4711')
    } finally {
      await on.close()
    }
  },
)
