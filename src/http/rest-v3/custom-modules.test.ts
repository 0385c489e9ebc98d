import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'

const ok = { status_code: 2000, status: 'success' }
const books = {
  name: 'book',
  plural_name: 'books',
  description: null,
  fields: [
    { display_name: 'Author', type: 'sline', mandatory: false, encrypted: false },
    { display_name: 'Category', type: 'pick', allowed_values: ['Novel', 'Poetry'] },
  ],
}

type Json = Record<string, unknown>

onEachEngine(
  'R13.2-1: a module is made with its fields and gets API names that never change',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const answer = await admin.post('custom_modules', { custom_module: books })
      const made = answer.one('custom_module')
      const [author, category] = made.fields as Json[]
      assert.deepEqual(
        [answer.status, made.api_name, made.api_plural_name, author?.api_name, category?.api_name],
        [201, 'cm_book', 'cm_books', 'sline_author', 'pick_category'],
      )
      assert.deepEqual(category?.allowed_values, [
        { id: '1', name: 'Novel' },
        { id: '2', name: 'Poetry' },
      ])
      const path = `custom_modules/${made.id}`
      assert.deepEqual((await admin.get(path)).one('custom_module'), made)
      assert.deepEqual(await admin.pluck('custom_modules', 'api_name'), ['cm_book'])
      const renamed = await admin.put(path, {
        custom_module: { ...made, name: 'volume', plural_name: 'volumes' },
      })
      const { name, api_name, api_plural_name } = renamed.one('custom_module')
      assert.deepEqual([name, api_name, api_plural_name], ['volume', 'cm_book', 'cm_books'])
      for (const [key, value] of Object.entries({ api_name: 'cm_x', api_plural_name: 'cm_xs' })) {
        const refused = await admin.put(path, { custom_module: { [key]: value } })
        assert.deepEqual(refused.refusal(), [400, 4009, 'Field is not editable', key])
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R13.2-2: only admin.setup makes modules; what makes no sense stores nothing',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
      const { id } = (await admin.post('custom_modules', { custom_module: books })).one('custom_module')
      for (const answer of [
        await rep.get('custom_modules'),
        await rep.get(`custom_modules/${id}`),
        await rep.post('custom_modules', { custom_module: books }),
        await rep.put(`custom_modules/${id}`, { custom_module: { name: 'x' } }),
        await rep.delete(`custom_modules/${id}`),
      ])
        assert.deepEqual(answer.refusal(), [403, 4002, 'User does not have this permission', null])
      const field = { display_name: 'F', type: 'sline' }
      const refused: [Json, unknown[]][] = [
        [{}, [4012, 'Value not provided', ['name', 'plural_name']]],
        [{ name: 'Book', plural_name: 'others' }, [4008, 'Not unique', 'name']],
        [{ name: 'other', plural_name: 'Books' }, [4008, 'Not unique', 'plural_name']],
        [{ name: 'book!', plural_name: 'others' }, [4008, 'Not unique', 'name']],
        [{ name: 'a', plural_name: '???' }, [4001, 'Invalid Input: plural_name is not valid', 'plural_name']],
        [{ name: 'a', plural_name: 'as', owner: 'me' }, [4001, 'Extra key found in JSON', 'owner']],
        [{ name: 'a', plural_name: 'as', fields: [field, field] }, [4008, 'Not unique', 'name']],
        [
          { name: 'a', plural_name: 'as', fields: [field, { type: 'num' }] },
          [4012, 'Value not provided', ['fields.display_name']],
        ],
        [
          { name: 'a', plural_name: 'as', fields: [{ ...field, type: 'bool', encrypted: true }] },
          [4001, 'Invalid Input: fields.encrypted may not be set to this value', 'fields.encrypted'],
        ],
      ]
      for (const [custom_module, expected] of refused) {
        const answer = await admin.post('custom_modules', { custom_module })
        assert.deepEqual(answer.refusal(), [400, ...expected], JSON.stringify(custom_module))
      }
      assert.deepEqual(await admin.pluck('custom_modules', 'id'), [id])
      assert.deepEqual((await admin.get('custom_modules/99')).refusal().slice(0, 2), [404, 4007])
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'R13.2-3: fields of a module change with it or one by one; a whole list is the whole list',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const made = (await admin.post('custom_modules', { custom_module: books })).one('custom_module')
      const path = `custom_modules/${made.id}`
      const [author, category] = made.fields as Json[]
      const second = await admin.post('udf_fields', {
        udf_field: { module: 'cm_books', display_name: 'Author!', type: 'sline', mandatory: true },
      })
      const added = second.one('udf_field')
      // The name that it would get is taken.
      assert.deepEqual([added.api_name, added.module], ['sline_author_2', 'cm_books'])
      const listed = (await admin.get(path)).one('custom_module').fields as Json[]
      assert.deepEqual(
        listed.map((each) => each.api_name),
        ['sline_author', 'pick_category', 'sline_author_2'],
      )
      const { module: _module, ...withoutModule } = added
      const changed = await admin.put(path, {
        custom_module: {
          fields: [
            { ...author, display_name: 'Writer' },
            withoutModule,
            { display_name: 'Pages', type: 'num' },
          ],
        },
      })
      assert.equal(changed.status, 200, JSON.stringify(changed.body))
      assert.deepEqual(
        (changed.one('custom_module').fields as Json[]).map((each) => [each.display_name, each.api_name]),
        [
          ['Writer', 'sline_author'],
          ['Author!', 'sline_author_2'],
          ['Pages', 'num_pages'],
        ],
      )
      assert.equal((await admin.get(`udf_fields/${category?.id}`)).status, 404)
      const moved = await admin.put(`udf_fields/${added.id}`, { udf_field: { module: 'request' } })
      assert.deepEqual(moved.refusal(), [400, 4009, 'Field is not editable', 'module'])
      const strange = await admin.put(path, {
        custom_module: { fields: [{ id: '999', display_name: 'X', type: 'num' }] },
      })
      assert.equal(strange.refusal()[1], 4014)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R13.2-4: at most 50 modules and 100 fields each', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const fields = Array.from({ length: 101 }, (_, at) => ({ display_name: `F${at}`, type: 'sline' }))
    const tooMany = await admin.post('custom_modules', {
      custom_module: { name: 'wide', plural_name: 'wides', fields },
    })
    assert.deepEqual(tooMany.refusal().slice(0, 2), [400, 4001])
    const most = { name: 'wide', plural_name: 'wides', fields: fields.slice(1) }
    assert.equal((await admin.post('custom_modules', { custom_module: most })).status, 201)
    const more = { udf_field: { module: 'cm_wides', display_name: 'One more', type: 'num' } }
    assert.deepEqual((await admin.post('udf_fields', more)).refusal()[1], 4001)
    for (let count = 1; count < 50; count++) {
      const custom_module = { name: `m${count}`, plural_name: `ms${count}` }
      assert.equal((await admin.post('custom_modules', { custom_module })).status, 201)
    }
    const last = await admin.post('custom_modules', { custom_module: { name: 'm', plural_name: 'ms' } })
    assert.deepEqual(last.refusal(), [400, 4001, 'Invalid Input: modules holds more than 50', 'modules'])
  } finally {
    await on.close()
  }
})

onEachEngine('R13.2-5: a module with records goes only by force, and its records with it', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const { id } = (await admin.post('custom_modules', { custom_module: books })).one('custom_module')
    const record = (await admin.post('cm_books', { cm_book: { title: 'Kim' } })).one('cm_book')
    assert.deepEqual((await admin.delete(`custom_modules/${id}`)).refusal(), [
      400,
      4005,
      'Reference exists',
      null,
    ])
    assert.equal((await admin.get(`cm_books/${record.id}`)).status, 200)
    assert.deepEqual((await admin.delete(`custom_modules/${id}?force=true`)).body, { response_status: ok })
    // A module that is gone is an unknown path, with a key and without.
    assert.deepEqual((await admin.get('cm_books')).refusal().slice(0, 2), [404, 4007])
    assert.deepEqual((await clientFor(on, 'NO-KEY').get('cm_books')).refusal().slice(0, 2), [404, 4007])
    const again = await admin.post('custom_modules', { custom_module: books })
    assert.equal(again.status, 201)
    assert.deepEqual(await admin.pluck('cm_books', 'id'), [])
  } finally {
    await on.close()
  }
})
