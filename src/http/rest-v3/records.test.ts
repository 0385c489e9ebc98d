import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, type RestClient, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { readChanges } from '../../usecases/feed/read-feed.ts'

const ok = { status_code: 2000, status: 'success' }

type Json = Record<string, unknown>

/** An administrator in a desk with the module *book*. */
async function withBooks(on: TestDesk): Promise<RestClient> {
  const admin = await restClient(on, { name: 'Demo' })
  const made = await admin.post('custom_modules', {
    custom_module: {
      name: 'book',
      plural_name: 'books',
      fields: [
        { display_name: 'Author', type: 'sline' },
        { display_name: 'Category', type: 'pick', allowed_values: ['Novel', 'Poetry'] },
        { display_name: 'Pages', type: 'num' },
        { display_name: 'Topics', type: 'mpick', allowed_values: ['Sea', 'War'] },
        { display_name: 'Sequel', type: 'ref', reference_to: 'users' },
      ],
    },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return admin
}

async function add(admin: RestClient, cm_book: Json): Promise<Json> {
  const made = await admin.post('cm_books', { cm_book })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.one('cm_book')
}

onEachEngine('R13.1-1: records are added, read, changed and deleted for good', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await withBooks(on)
    const made = await add(admin, {
      title: ' Kim ',
      description: '<div onclick="x()">text</div><script>y()</script>',
      cm_fields: { sline_author: 'An Author', pick_category: 'novel', num_pages: '300' },
    })
    const by = { id: String(admin.rep.id), name: 'Demo' }
    const { created_by, ...rest } = made
    assert.deepEqual([(created_by as Json).id, (created_by as Json).name], [by.id, by.name])
    assert.deepEqual(rest, {
      id: made.id,
      title: 'Kim',
      description: '<div>text</div>',
      cm_fields: {
        sline_author: 'An Author',
        pick_category: { id: '1', name: 'Novel' },
        num_pages: 300,
        mpick_topics: null,
        ref_sequel: null,
      },
      created_time: { value: String(on.clock.now), display_value: '05/01/2026 09:00 AM' },
      last_updated_by: null,
      last_updated_time: null,
    })
    const path = `cm_books/${made.id}`
    assert.deepEqual((await admin.get(path)).body, { cm_book: made, response_status: ok })
    on.clock.advance(60_000)
    const same = await admin.put(path, { cm_book: made })
    assert.deepEqual(same.one('cm_book'), made)
    const changed = await admin.put(path, {
      cm_book: { cm_attributes: { sline_author: null, mpick_topics: ['Sea', 'War'] } },
    })
    assert.deepEqual(changed.one('cm_book').cm_fields, {
      sline_author: null,
      pick_category: { id: '1', name: 'Novel' },
      num_pages: 300,
      mpick_topics: [
        { id: '1', name: 'Sea' },
        { id: '2', name: 'War' },
      ],
      ref_sequel: null,
    })
    assert.equal((changed.one('cm_book').last_updated_time as Json).value, String(on.clock.now))
    assert.deepEqual((await admin.delete(path)).body, { response_status: ok })
    for (const answer of [
      await admin.get(path),
      await admin.put(path, { cm_book: {} }),
      await admin.delete(path),
    ])
      assert.deepEqual(answer.refusal(), [404, 4007, 'Invalid URL', null])
  } finally {
    await on.close()
  }
})

onEachEngine('R13.1-2: what makes no sense is refused', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await withBooks(on)
    await admin.post('udf_fields', {
      udf_field: { module: 'cm_books', display_name: 'Shelf', type: 'sline', mandatory: true },
    })
    const refused: [unknown, unknown[]][] = [
      [{ cm_book: {} }, [4012, 'Value not provided', ['title', 'cm_fields.sline_shelf']]],
      [{ cm_book: { title: 'x', shelf: 1 } }, [4001, 'Extra key found in JSON', 'shelf']],
      [{ book: { title: 'x' } }, [4001, 'Extra key found in JSON', 'book']],
      [
        { cm_book: { title: 'x', cm_fields: { shelf: 1 } } },
        [4001, 'Extra key found in JSON', 'cm_fields.shelf'],
      ],
      [
        { cm_book: { title: 'x', cm_fields: { sline_shelf: 'a', pick_category: 'Play' } } },
        [4001, 'Invalid Input: cm_fields.pick_category "Play" does not exist', 'cm_fields.pick_category'],
      ],
      [
        { cm_book: { title: 'x', cm_fields: { sline_shelf: 'a', num_pages: 1.5 } } },
        [4001, 'Invalid Input: cm_fields.num_pages is not valid', 'cm_fields.num_pages'],
      ],
      [
        { cm_book: { title: 'x'.repeat(251) } },
        [4001, 'Invalid Input: title is longer than 250 characters', 'title'],
      ],
      [{ cm_book: { title: 'x', created_time: '1' } }, [4014, 'Field is read only', 'created_time']],
    ]
    for (const [data, expected] of refused)
      assert.deepEqual(
        (await admin.post('cm_books', data)).refusal(),
        [400, ...expected],
        JSON.stringify(data),
      )
    const { id } = await add(admin, { title: 'x', cm_fields: { sline_shelf: 'a' } })
    for (const [cm_book, fields] of [
      [{ title: ' ' }, ['title']],
      [{ cm_fields: { sline_shelf: '' } }, ['cm_fields.sline_shelf']],
    ] as const)
      assert.deepEqual((await admin.put(`cm_books/${id}`, { cm_book })).refusal(), [
        400,
        4012,
        'Value not provided',
        fields,
      ])
    for (const path of ['cm_films', 'cm_films/1', 'cm_book', `cm_books/${id}/pages`, 'cm_books/x'])
      assert.deepEqual((await admin.get(path)).refusal().slice(0, 2), [404, 4007], path)
    const nobody = clientFor(on, 'NO-KEY')
    assert.deepEqual((await nobody.get('cm_films')).refusal().slice(0, 2), [404, 4007])
    assert.deepEqual((await nobody.get('cm_books')).refusal().slice(0, 2), [401, 401])
    assert.deepEqual((await admin.call('PUT', 'cm_books')).refusal().slice(0, 2), [405, 4021])
    assert.deepEqual((await admin.call('POST', `cm_books/${id}`)).refusal().slice(0, 2), [405, 4021])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R13.1-3 R17-6: each call takes its right, of one module or of all, and roles act at once',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await withBooks(on)
      const film = { name: 'film', plural_name: 'films' }
      await admin.post('custom_modules', { custom_module: film })
      const { id } = await add(admin, { title: 'Kim' })
      const rights = async (client: RestClient) => {
        const answers = [
          await client.get(`cm_books/${id}`),
          await client.get('cm_books'),
          await client.post('cm_books', { cm_book: { title: 'New' } }),
          await client.put(`cm_books/${id}`, { cm_book: { description: 'changed' } }),
          await client.delete('cm_books/4711'),
        ]
        for (const answer of answers.filter(({ status }) => status === 403))
          assert.deepEqual(answer.refusal(), [403, 4002, 'User does not have this permission', null])
        return answers.map(({ status }) => status)
      }
      assert.deepEqual(await rights(await restClient(on, { roleIds: [] })), [403, 403, 403, 403, 403])
      const reader = await restClient(on, { roleIds: [builtIn.role.readOnly] })
      assert.deepEqual(await rights(reader), [200, 200, 403, 403, 403])
      const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
      assert.deepEqual(await rights(rep), [200, 200, 201, 200, 403])
      assert.deepEqual(await rights(admin), [200, 200, 201, 200, 404])

      const role = await admin.post('roles', {
        role: { name: 'Librarian', permissions: ['cm_books.add', 'cm_books.view', 'cm_films.*'] },
      })
      const { id: roleId, permissions } = role.one('role')
      assert.deepEqual(permissions, [
        'cm_books.view',
        'cm_books.add',
        'cm_films.view',
        'cm_films.add',
        'cm_films.edit',
        'cm_films.delete',
      ])
      const librarian = await restClient(on, { roleIds: [Number(roleId)] })
      assert.deepEqual(await rights(librarian), [200, 200, 201, 403, 403])
      await admin.put(`roles/${roleId}`, { role: { permissions: ['cm_books.edit', 'cm_books.delete'] } })
      assert.deepEqual(await rights(librarian), [403, 403, 403, 200, 404])
      await admin.put(`roles/${roleId}`, { role: { permissions: ['cm_*.view', 'admin.setup'] } })
      assert.deepEqual(await rights(librarian), [200, 200, 403, 403, 403])
      // Nobody gives what they do not hold; what they hold of all modules they may give of one.
      const give = (permissions: string[]) =>
        librarian.post('roles', { role: { name: permissions.join(), permissions } })
      assert.deepEqual((await give(['cm_books.delete'])).refusal()[1], 4002)
      assert.equal((await give(['cm_books.view'])).status, 201)
      const unknown = await admin.post('roles', { role: { name: 'X', permissions: ['cm_none.view'] } })
      assert.deepEqual([unknown.refusal()[1], unknown.refusal()[3]], [4001, 'permissions'])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R13.1-4: lists of records know the whole of section 7', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await withBooks(on)
    const rows: [string, Json][] = [
      ['Kim', { sline_author: 'Rudyard', pick_category: 'Novel', num_pages: 90, mpick_topics: ['War'] }],
      ['Howl', { sline_author: 'allen', pick_category: 'Poetry', num_pages: 100 }],
      ['Moby', { sline_author: 'Herman', pick_category: 'Novel', num_pages: 800, mpick_topics: ['Sea'] }],
      ['Empty', {}],
      ['Users', { ref_sequel: admin.rep.id, mpick_topics: ['Sea', 'War'] }],
    ]
    const ids = new Map<string, unknown>()
    for (const [title, cm_fields] of rows) {
      ids.set(title, (await add(admin, { title, cm_fields })).id)
      on.clock.advance(1000)
    }
    const titles = (list_info: Json) => admin.pluck('cm_books', 'title', list_info)
    const finds = (field: string, condition: string, value?: unknown) =>
      titles({
        search_criteria: [{ field, condition, ...(Array.isArray(value) ? { values: value } : { value }) }],
      })
    assert.deepEqual(await titles({}), ['Kim', 'Howl', 'Moby', 'Empty', 'Users'])
    assert.deepEqual(await titles({ sort_order: 'desc' }), ['Users', 'Empty', 'Moby', 'Howl', 'Kim'])
    const sorted = (sort_field: string, sort_order = 'asc') => titles({ sort_field, sort_order })
    assert.deepEqual(await sorted('cm_fields.sline_author'), ['Empty', 'Users', 'Howl', 'Moby', 'Kim'])
    assert.deepEqual(await sorted('cm_fields.num_pages', 'desc'), ['Moby', 'Howl', 'Kim', 'Users', 'Empty'])
    assert.deepEqual(await sorted('cm_fields.pick_category.name', 'desc'), [
      'Howl',
      'Moby',
      'Kim',
      'Users',
      'Empty',
    ])
    assert.deepEqual(await sorted('title'), ['Empty', 'Howl', 'Kim', 'Moby', 'Users'])
    assert.deepEqual(await sorted('created_by.name', 'desc'), ['Users', 'Empty', 'Moby', 'Howl', 'Kim'])
    assert.deepEqual(await finds('id', 'eq', ids.get('Moby')), ['Moby'])
    assert.deepEqual(await finds('title', 'contains', 'OW'), ['Howl'])
    assert.deepEqual(await finds('cm_fields.sline_author', 'is', 'ALLEN'), ['Howl'])
    assert.deepEqual(await finds('cm_attributes.sline_author', 'starts with', 'h'), ['Moby'])
    assert.deepEqual(await finds('cm_fields.pick_category', 'is', 'novel'), ['Kim', 'Moby'])
    assert.deepEqual(await finds('cm_fields.pick_category', 'is', { id: '2' }), ['Howl'])
    assert.deepEqual(await finds('cm_fields.pick_category', 'is empty'), ['Empty', 'Users'])
    assert.deepEqual(await finds('cm_fields.num_pages', 'gt', '99'), ['Howl', 'Moby'])
    assert.deepEqual(await finds('cm_fields.num_pages', 'not between', [95, 900]), ['Kim', 'Empty', 'Users'])
    assert.deepEqual(await finds('cm_fields.mpick_topics', 'is', ['sea']), ['Moby', 'Users'])
    assert.deepEqual(await finds('cm_fields.mpick_topics', 'is not', 'Sea'), ['Kim', 'Howl', 'Empty'])
    assert.deepEqual(await finds('cm_fields.ref_sequel', 'is', 'demo'), ['Users'])
    assert.deepEqual(await finds('cm_fields.ref_sequel.id', 'is', String(admin.rep.id)), ['Users'])
    assert.deepEqual(await finds('created_by.id', 'is', String(admin.rep.id)), [...ids.keys()])
    assert.deepEqual(await finds('last_updated_time', 'is', null), [...ids.keys()])
    assert.deepEqual(await finds('created_time', 'lte', String(on.clock.now - 5000)), ['Kim'])
    assert.deepEqual(await titles({ search_fields: { title: 'm', 'cm_fields.pick_category': 'Novel' } }), [
      'Kim',
      'Moby',
    ])
    const some = await admin.get('cm_books', {
      list_info: {
        row_count: 1,
        start_index: 2,
        get_total_count: true,
        sort_field: 'cm_fields.sline_author',
        sort_order: 'asc',
        search_criteria: { field: 'cm_fields.sline_author', condition: 'is not empty' },
        fields_required: ['title'],
      },
    })
    assert.deepEqual(some.body, {
      cm_books: [{ id: ids.get('Moby'), title: 'Moby' }],
      response_status: [ok],
      list_info: {
        has_more_rows: true,
        start_index: 2,
        page: 2,
        row_count: 1,
        total_count: 3,
        get_total_count: 'true',
        sort_field: 'cm_fields.sline_author',
        sort_order: 'asc',
        search_criteria: { field: 'cm_fields.sline_author', condition: 'is not empty' },
      },
    })
    for (const list_info of [
      { sort_field: 'cm_fields.none' },
      { sort_field: 'cm_fields.mpick_topics' },
      { search_fields: { none: 1 } },
      { search_criteria: { field: 'cm_fields.sline_author.x', condition: 'is', value: 1 } },
      { filter_by: { name: 'All' } },
      { fields_required: ['none'] },
    ])
      assert.deepEqual((await admin.get('cm_books', { list_info })).refusal().slice(0, 2), [400, 4001])
  } finally {
    await on.close()
  }
})

onEachEngine('R13.1-5: a reference points only at what its writer may see', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await withBooks(on)
    const film = {
      name: 'film',
      plural_name: 'films',
      fields: [
        { display_name: 'Book', type: 'ref', reference_to: 'cm_books' },
        { display_name: 'Request', type: 'ref', reference_to: 'requests' },
      ],
    }
    await admin.post('custom_modules', { custom_module: film })
    const book = await add(admin, { title: 'Kim' })
    const request = (await admin.post('requests', { request: { subject: 'Secret case' } })).one('request')
    const role = (await admin.post('roles', { role: { name: 'Films', permissions: ['cm_films.*'] } })).one(
      'role',
    )
    const filmer = await restClient(on, { roleIds: [Number(role.id)] })
    for (const [key, id] of [
      ['ref_book', book.id],
      ['ref_request', request.id],
    ] as const) {
      const data = { cm_film: { title: 'F', cm_fields: { [key]: { id } } } }
      assert.deepEqual([(await filmer.post('cm_films', data)).refusal()[1]], [4001])
      const made = (await admin.post('cm_films', data)).one('cm_film').cm_fields as Json
      assert.deepEqual(made[key], { id, name: key === 'ref_book' ? 'Kim' : 'Secret case' })
    }
    const byTitle = await admin.post('cm_films', { cm_film: { title: 'G', cm_fields: { ref_book: 'kim' } } })
    assert.deepEqual((byTitle.one('cm_film').cm_fields as Json).ref_book, { id: book.id, name: 'Kim' })
    await admin.delete(`cm_books/${book.id}`)
    const left = await admin.get(`cm_films/${byTitle.one('cm_film').id}`)
    assert.deepEqual((left.one('cm_film').cm_fields as Json).ref_book, { id: book.id, name: null })
  } finally {
    await on.close()
  }
})

onEachEngine('R13.1-6: what happens to records is in the feed of those who may see them', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await withBooks(on)
    const { id } = await add(admin, { title: 'Kim', cm_fields: { num_pages: 1 } })
    await admin.put(`cm_books/${id}`, { cm_book: { cm_fields: { num_pages: 2 } } })
    await admin.delete(`cm_books/${id}`)
    const events = (await readChanges(on.desk, on.as(), null, 500)).events.filter((each) =>
      each.kind.startsWith('record.'),
    )
    assert.deepEqual(
      events.map((each) => [each.kind, String(each.subjectId), each.actorName]),
      ['record.added', 'record.changed', 'record.removed'].map((kind) => [kind, id, 'Demo']),
    )
    assert.deepEqual(events[1]?.changes, {
      module: { from: 'book', to: 'book' },
      fields: { from: { num_pages: 1 }, to: { num_pages: 2 } },
    })
    const blind = { ...on.as(), permissions: new Set(['case.view' as const]) }
    const seen = (await readChanges(on.desk, blind, null, 500)).events
    assert.deepEqual(
      seen.filter((each) => each.kind.startsWith('record.')),
      [],
    )
  } finally {
    await on.close()
  }
})
