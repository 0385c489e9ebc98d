import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { sealedTables } from '../../storage/seal/columns.ts'
import { rotate } from '../../usecases/encryption/rotate.ts'

type Json = Record<string, unknown>

/** Everything that every table holds, as text. */
async function stored(on: TestDesk): Promise<string> {
  const tables = [...Object.keys(sealedTables), 'catalog', 'sealed_index', 'idempotency'] as const
  const rows = await Promise.all(
    tables.map((table) =>
      on.desk.db
        .selectFrom(table as 'catalog')
        .selectAll()
        .execute(),
    ),
  )
  return JSON.stringify(rows)
}

async function define(admin: RestClient, udf_field: Json): Promise<string> {
  const made = await admin.post('udf_fields', { udf_field })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return String(made.one('udf_field').api_name)
}

const secrets: readonly [type: string, first: string, second: string][] = [
  ['sline', 'Opensesame-One', 'Opensesame-Two'],
  ['mline', 'Line-alpha\nLine-beta', 'Line-gamma'],
  ['email', 'hidden@secret.example', 'other@secret.example'],
  ['phone', '+49 30 5551234567', '+49 30 5557654321'],
]

onEachEngine(
  'R14-20 R11.4-4: the clear text of an encrypted field of requests is in no table',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      for (const [type, first, second] of secrets) {
        const key = await define(admin, { display_name: type, type, encrypted: true })
        const made = await admin.post('requests', {
          request: { subject: type, udf_fields: { [key]: first } },
        })
        const { id, udf_fields } = made.one('request')
        assert.equal((udf_fields as Json)[key], first)
        const changed = await admin.put(`requests/${id}`, { request: { udf_fields: { [key]: second } } })
        assert.equal((changed.one('request').udf_fields as Json)[key], second)
        const told = (await admin.get(`requests/${id}`)).one('request').udf_fields as Json
        assert.equal(told[key], second)
      }
      const pick = await define(admin, {
        display_name: 'Grade',
        type: 'pick',
        encrypted: true,
        allowed_values: ['Gold', 'Silver'],
      })
      const graded = await admin.post('requests', {
        request: { subject: 'S', udf_fields: { [pick]: 'Silver' } },
      })
      assert.deepEqual((graded.one('request').udf_fields as Json)[pick], { id: '2', name: 'Silver' })
      const all = await stored(on)
      for (const text of secrets.flatMap(([, ...texts]) => texts))
        assert.ok(!all.includes(JSON.stringify(text).slice(1, -1)), text)
      assert.ok(!all.includes(`\\"${pick}\\":2`))
      assert.ok(all.includes(pick))
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R14-21 R13.2-6: the clear text of an encrypted field of records is in no table',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const fields = secrets.map(([type]) => ({ display_name: type, type, encrypted: true }))
      await admin.post('custom_modules', { custom_module: { name: 'safe', plural_name: 'safes', fields } })
      const values = (at: 1 | 2) =>
        Object.fromEntries(secrets.map((each) => [`${each[0]}_${each[0]}`, each[at]]))
      const made = await admin.post('cm_safes', { cm_safe: { title: 'S', cm_fields: values(1) } })
      assert.deepEqual(made.one('cm_safe').cm_fields, values(1))
      const path = `cm_safes/${made.one('cm_safe').id}`
      await admin.put(path, { cm_safe: { cm_fields: values(2) } })
      assert.deepEqual((await admin.get(path)).one('cm_safe').cm_fields, values(2))
      const all = await stored(on)
      for (const text of secrets.flatMap(([, ...texts]) => texts))
        assert.ok(!all.includes(JSON.stringify(text).slice(1, -1)), text)
      await admin.delete(path)
      const marks = await on.desk.db
        .selectFrom('sealed_index')
        .selectAll()
        .where('owner', '=', 'records')
        .execute()
      assert.deepEqual(marks, [])
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R14-22: encrypted fields are found by is and is not only, and cannot be sorted by',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const line = await define(admin, { display_name: 'Line', type: 'sline', encrypted: true })
      const pick = await define(admin, {
        display_name: 'Grade',
        type: 'pick',
        encrypted: true,
        allowed_values: ['Gold', 'Silver'],
      })
      const open = async (udf_fields: Json) =>
        (await admin.post('requests', { request: { subject: 'S', udf_fields } })).one('request').id
      const a = await open({ [line]: 'Alpha', [pick]: 'Gold' })
      const b = await open({ [line]: 'Beta', [pick]: 'Silver' })
      const c = await open({})
      const finds = (field: string, condition: string, ...values: unknown[]) =>
        admin.pluck('requests', 'id', {
          sort_order: 'asc',
          search_criteria: { field: `udf_fields.${field}`, condition, values },
        })
      assert.deepEqual(await finds(line, 'is', 'alpha'), [a])
      assert.deepEqual(await finds(line, 'is', 'ALPHA', 'Beta'), [a, b])
      assert.deepEqual(await finds(line, 'is not', 'Alpha'), [b, c])
      assert.deepEqual(await finds(line, 'is', null), [c])
      assert.deepEqual(await finds(pick, 'is', 'silver'), [b])
      assert.deepEqual(await finds(`${pick}.id`, 'is', '1'), [a])
      assert.deepEqual(
        await admin.pluck('requests', 'id', { search_fields: { [`udf_fields.${line}`]: 'Beta' } }),
        [b],
      )
      // A value that is gone is not found any more.
      await admin.put(`requests/${a}`, { request: { udf_fields: { [line]: null, [pick]: 'Silver' } } })
      assert.deepEqual(await finds(line, 'is', 'Alpha'), [])
      assert.deepEqual(await finds(pick, 'is', 'Gold'), [])
      assert.deepEqual(await finds(pick, 'is', 'Silver'), [a, b])
      await admin.put(`requests/${a}`, { request: { udf_fields: { [pick]: null } } })
      assert.deepEqual(await finds(pick, 'is', 'Silver'), [b])
      for (const list_info of [
        { search_criteria: { field: `udf_fields.${line}`, condition: 'contains', value: 'lph' } },
        { search_criteria: { field: `udf_fields.${line}`, condition: 'starts with', value: 'A' } },
        { search_criteria: { field: `udf_fields.${pick}`, condition: 'greater than', value: '1' } },
      ]) {
        const answer = await admin.get('requests', { list_info })
        const place = 'list_info.search_criteria'
        assert.deepEqual(answer.refusal(), [400, 4001, 'Invalid Input: field is encrypted', place])
      }
      const sorted = await admin.get('requests', { list_info: { sort_field: `udf_fields.${line}` } })
      assert.deepEqual(sorted.refusal(), [
        400,
        4001,
        'Invalid Input: field is encrypted',
        'list_info.sort_field',
      ])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R14-23: a new key reaches the values of encrypted fields too', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const line = await define(admin, { display_name: 'Line', type: 'sline', encrypted: true })
    const fields = [{ display_name: 'Pin', type: 'sline', encrypted: true }]
    await admin.post('custom_modules', { custom_module: { name: 'safe', plural_name: 'safes', fields } })
    const request = { subject: 'S', udf_fields: { [line]: 'Opensesame' } }
    const { id } = (await admin.post('requests', { request })).one('request')
    const cm_safe = { title: 'S', cm_fields: { sline_pin: 'Opensesame' } }
    const record = (await admin.post('cm_safes', { cm_safe })).one('cm_safe')
    const keysOf = async () => {
      const cases = await on.desk.db.selectFrom('cases').select('fields').executeTakeFirstOrThrow()
      const records = await on.desk.db.selectFrom('records').select('fields').executeTakeFirstOrThrow()
      return [cases, records].map((row) => /"~s1\.(\w+)\./.exec(row.fields)?.[1])
    }
    const [former] = await keysOf()
    assert.deepEqual(await keysOf(), [former, former])
    assert.equal(await rotate(on.desk), 'begun')
    const [next, ...others] = await keysOf()
    assert.ok(next !== undefined && next !== former)
    assert.deepEqual(others, [next])
    assert.ok(!(await stored(on)).includes('Opensesame'))
    assert.equal(((await admin.get(`requests/${id}`)).one('request').udf_fields as Json)[line], 'Opensesame')
    const told = (await admin.get(`cm_safes/${record.id}`)).one('cm_safe')
    assert.deepEqual(told.cm_fields, { sline_pin: 'Opensesame' })
    const search = (field: string) => ({ search_criteria: { field, condition: 'is', value: 'opensesame' } })
    assert.deepEqual(await admin.pluck('requests', 'id', search(`udf_fields.${line}`)), [id])
    assert.deepEqual(await admin.pluck('cm_safes', 'id', search('cm_fields.sline_pin')), [record.id])
  } finally {
    await on.close()
  }
})
