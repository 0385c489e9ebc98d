import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

type Json = Record<string, unknown>

/** Calls and expects the status. @returns the answer */
async function send(
  client: DeskClient,
  status: number,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: Json,
): Promise<Json> {
  const answer = await client.call(method, path, body)
  assert.equal(answer.statusCode, status, `${method} ${path}: ${answer.body}`)
  return answer.body === '' ? {} : answer.json()
}

async function withLoans(on: TestDesk): Promise<{ admin: DeskClient; at: string }> {
  const admin = await signedIn(on)
  const made = await send(admin, 201, 'POST', '/modules', {
    name: 'Loan',
    pluralName: 'Loans',
    fields: [
      { name: 'Device', type: 'sline', mandatory: true },
      { name: 'Until', type: 'date' },
      { name: 'State', type: 'pick', choices: ['Out', 'Back'] },
      { name: 'Case', type: 'ref', refersTo: 'cases' },
      { name: 'Serial', type: 'sline', encrypted: true },
    ],
  })
  return { admin, at: `/modules/${made.id}` }
}

onEachEngine(
  'R6-11 R11.4-5: fields of cases are defined, written and read by their API names',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const define = async (body: Json) => String((await send(admin, 201, 'POST', '/fields', body)).apiName)
      const line = await define({ name: 'PO number', type: 'sline', mandatory: true })
      const pick = await define({
        name: 'Floor',
        type: 'pick',
        choices: ['Ground', 'First'],
        encrypted: true,
      })
      const when = await define({ name: 'When', type: 'date' })
      const who = await define({ name: 'Who', type: 'ref', refersTo: 'people' })
      assert.deepEqual(
        [line, pick, when, who],
        ['udf_sline_301', 'udf_pick_302', 'udf_date_303', 'udf_ref_304'],
      )
      const body = { subject: 'S', text: 'T' }
      const missing = await send(admin, 400, 'POST', '/cases', body)
      assert.deepEqual(missing.errors, [
        { field: `fields.${line}`, rule: 'required', message: 'must be given' },
      ])
      const fields = {
        [line]: 'PO 1',
        [pick]: 2,
        [when]: '2026-03-01T10:00:00+01:00',
        [who]: admin.rep.id,
        udf_long1: 7,
      }
      const opened = await send(admin, 201, 'POST', '/cases', { ...body, fields })
      const shown = {
        [line]: 'PO 1',
        [pick]: { id: 2, name: 'First' },
        [when]: '2026-03-01T09:00:00.000Z',
        [who]: { id: admin.rep.id, name: admin.rep.name },
        udf_long1: 7,
      }
      assert.deepEqual(opened.fields, shown)
      const at = `/cases/${opened.number}`
      // What is shown may be sent back.
      assert.deepEqual((await send(admin, 200, 'PATCH', at, { fields: shown })).version, opened.version)
      const changed = await send(admin, 200, 'PATCH', at, { fields: { [pick]: { id: 1 }, [when]: null } })
      assert.deepEqual((changed.fields as Json)[pick], { id: 1, name: 'Ground' })
      assert.ok(!(when in (changed.fields as Json)))
      for (const [key, value, rule] of [
        ['udf_sline_999', 'x', 'not_allowed'],
        ['udf_long1', 'x', 'type'],
        [pick, 9, 'unknown'],
        [when, 'soon', 'type'],
        [line, '', 'required'],
      ] as const) {
        const refused = await send(admin, 400, 'PATCH', at, { fields: { [key]: value } })
        const [first] = refused.errors as Json[]
        assert.deepEqual([first?.field, first?.rule], [`fields.${key}`, rule])
      }
      const history = JSON.stringify(await send(admin, 200, 'GET', `${at}/history`))
      assert.ok(history.includes('PO 1') && history.includes('sealed'))
      await send(admin, 200, 'PATCH', '/fields/301', { name: 'Order', mandatory: false })
      await send(admin, 409, 'POST', '/fields', { name: 'order', type: 'num' })
      await send(admin, 204, 'DELETE', '/fields/303')
      const { items } = await send(admin, 200, 'GET', '/fields')
      assert.deepEqual(
        (items as Json[]).map(({ name }) => name),
        ['Order', 'Floor', 'Who'],
      )
      const gone = await send(admin, 200, 'GET', '/fields?deleted=true')
      assert.deepEqual(
        (gone.items as Json[]).map(({ name, apiName }) => [name, apiName]),
        [['When', when]],
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R13.1-7 R13.2-7: modules and their records', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { admin, at } = await withLoans(on)
    const module = await send(admin, 200, 'GET', at)
    assert.deepEqual(
      (module.fields as Json[]).map(({ apiName }) => apiName),
      ['sline_device', 'date_until', 'pick_state', 'ref_case', 'sline_serial'],
    )
    const opened = await send(admin, 201, 'POST', '/cases', { subject: 'Lost', text: 'T' })
    const record = await send(admin, 201, 'POST', `${at}/records`, {
      title: 'Laptop',
      text: 'a < b',
      fields: { sline_device: 'X1', pick_state: 1, ref_case: opened.number, sline_serial: 'S-1' },
    })
    assert.deepEqual([record.text, record.html], ['a < b', 'a &lt; b'])
    assert.deepEqual(record.fields, {
      sline_device: 'X1',
      pick_state: { id: 1, name: 'Out' },
      ref_case: { id: opened.number, name: 'Lost' },
      sline_serial: 'S-1',
    })
    const own = `${at}/records/${record.id}`
    assert.deepEqual(await send(admin, 200, 'GET', own), record)
    const changed = await send(admin, 200, 'PATCH', own, { fields: { pick_state: 2, ref_case: null } })
    assert.deepEqual(changed.fields, {
      sline_device: 'X1',
      pick_state: { id: 2, name: 'Back' },
      sline_serial: 'S-1',
    })
    await send(admin, 201, 'POST', `${at}/records`, { title: 'Phone', fields: { sline_device: 'P1' } })
    const listed = await send(admin, 200, 'GET', `${at}/records?q=LAP`)
    assert.deepEqual([listed.total, listed.items], [1, [changed]])
    const sorted = await send(admin, 200, 'GET', `${at}/records?sort=title&order=desc&limit=1`)
    assert.deepEqual([sorted.total, (sorted.items as Json[])[0]?.title], [2, 'Phone'])
    const missing = await send(admin, 400, 'POST', `${at}/records`, { title: 'x' })
    assert.deepEqual((missing.errors as Json[])[0]?.field, 'fields.sline_device')
    await send(admin, 200, 'PATCH', at, { name: 'Lending' })
    assert.equal(((await send(admin, 200, 'GET', '/modules')).items as Json[])[0]?.name, 'Lending')
    await send(admin, 204, 'DELETE', own)
    await send(admin, 404, 'GET', own)
    await send(admin, 409, 'DELETE', at)
    await send(admin, 204, 'DELETE', `${at}?force=true`)
    await send(admin, 404, 'GET', at)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R13.1-8: each call takes its right; tokens are narrowed to those of one module',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const { admin, at } = await withLoans(on)
      const reader = await signedIn(on, { roleIds: [builtIn.role.readOnly] })
      await send(reader, 200, 'GET', `${at}/records`)
      await send(reader, 200, 'GET', at)
      await send(reader, 403, 'POST', `${at}/records`, { title: 'x' })
      await send(reader, 403, 'POST', '/modules', { name: 'x', pluralName: 'xs' })
      await send(reader, 403, 'POST', '/fields', { name: 'x', type: 'num' })
      const nobody = await signedIn(on, { roleIds: [] })
      await send(nobody, 403, 'GET', `${at}/records`)
      await send(nobody, 403, 'GET', at)
      assert.deepEqual((await send(nobody, 200, 'GET', '/modules')).items, [])
      const program = await withToken(on, admin.rep, ['record.add:1', 'record.view'])
      const draft = { title: 'By token', fields: { sline_device: 'X' } }
      const { id } = await send(program, 201, 'POST', `${at}/records`, draft)
      await send(program, 200, 'GET', `${at}/records/${id}`)
      await send(program, 403, 'DELETE', `${at}/records/${id}`)
      const other = await send(admin, 201, 'POST', '/modules', { name: 'Other', pluralName: 'Others' })
      await send(program, 403, 'POST', `/modules/${other.id}/records`, { title: 'x' })
    } finally {
      await on.close()
    }
  },
)
