import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

onEachEngine(
  'organisations have parts and partners a provider, which change with the rights to',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const reader = await signedIn(on, { roleIds: [builtIn.role.readOnly] })
      const make = async (name: string, more: object = {}) => {
        const made = await admin.call('POST', '/organisations', { name, party: null, ...more })
        assert.equal(made.statusCode, 201, made.body)
        return made.json()
      }
      const mender = await make('Mender', { party: 'provider' })
      const store = await make('Store', { party: 'partner', defaultProviderId: mender.id })
      const branch = await make('Branch', { parentId: store.id })
      assert.deepEqual(
        [store.defaultProvider, branch.parent],
        [
          { id: mender.id, name: 'Mender' },
          { id: store.id, name: 'Store' },
        ],
      )
      const change = (id: number, body: object) => admin.call('PATCH', `/organisations/${id}`, body)
      const solder = await make('Solderer', { party: 'provider' })
      const changed = await change(store.id, { name: 'Stores', defaultProviderId: solder.id })
      assert.deepEqual(
        [changed.json().name, changed.json().defaultProvider.name, changed.json().party],
        ['Stores', 'Solderer', 'partner'],
      )
      assert.equal((await change(store.id, { defaultProviderId: null })).json().defaultProvider, null)
      for (const [id, body, field] of [
        [store.id, { defaultProviderId: branch.id }, 'defaultProviderId'],
        [store.id, { defaultProviderId: 99_999 }, 'defaultProviderId'],
        [store.id, { parentId: mender.id }, 'parentId'],
        [mender.id, { parentId: branch.id }, 'parentId'],
        [mender.id, { parentId: mender.id }, 'parentId'],
        [mender.id, { name: ' ' }, 'name'],
      ] as const) {
        const refused = await change(id, body)
        assert.deepEqual(
          [refused.statusCode, refused.json().errors[0].field],
          [400, field],
          JSON.stringify(body),
        )
      }
      assert.equal((await change(mender.id, { name: 'STORES' })).json().code, 'not_unique')
      assert.equal((await change(99_999, { name: 'x' })).statusCode, 404)
      assert.equal((await admin.call('DELETE', `/organisations/${store.id}`)).json().code, 'in_use')
      for (const method of ['PATCH', 'DELETE'] as const) {
        const refused = await reader.call(
          method,
          `/organisations/${branch.id}`,
          method === 'PATCH' ? {} : undefined,
        )
        assert.equal(refused.statusCode, 403, method)
      }
      assert.equal((await admin.call('DELETE', `/organisations/${branch.id}`)).statusCode, 204)
      assert.equal((await admin.call('DELETE', `/organisations/${store.id}`)).statusCode, 204)
      const left = (await admin.call('GET', '/organisations')).json().items
      assert.deepEqual(
        left.map((each: { name: string }) => each.name),
        ['Mender', 'Solderer'],
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine('contacts and reps are changed and deleted; whoever is needed stays', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const clerk = await signedIn(on, { roleIds: [builtIn.role.readOnly] })
    const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
    const draft = { name: 'Ada', email: 'ada@customer.example', password: 'a long password' }
    const ada = (await admin.call('POST', '/contacts', draft)).json()
    const at = `/contacts/${ada.id}`
    const change = { name: 'Ada L.', email: 'al@customer.example', phone: '112', password: null }
    const changed = (await admin.call('PATCH', at, { ...change, loginEnabled: false })).json()
    assert.deepEqual(
      [changed.name, changed.email, changed.phone, changed.loginEnabled],
      ['Ada L.', 'al@customer.example', '112', false],
    )
    assert.deepEqual((await admin.call('GET', at)).json(), changed)
    assert.equal((await clerk.call('PATCH', at, { name: 'x' })).statusCode, 403)
    assert.equal((await clerk.call('DELETE', at)).statusCode, 403)
    assert.equal((await admin.call('PATCH', at, { organisationId: 99_999 })).statusCode, 400)
    assert.equal((await admin.call('PATCH', `/contacts/${rep.rep.id}`, { name: 'x' })).statusCode, 404)
    assert.equal((await admin.call('DELETE', `/contacts/${rep.rep.id}`)).statusCode, 404)
    const opened = { subject: 's', text: 't', requester: { id: ada.id }, assigneeId: rep.rep.id }
    const { number } = (await admin.call('POST', '/cases', opened)).json()
    assert.equal((await admin.call('DELETE', at)).statusCode, 204)
    assert.equal((await admin.call('GET', at)).statusCode, 404)
    assert.equal((await admin.call('GET', `/cases/${number}`)).json().requester.name, 'Ada L.')

    const busy = await admin.call('DELETE', `/reps/${rep.rep.id}`)
    assert.deepEqual([busy.statusCode, busy.json().code], [409, 'in_use'])
    assert.equal((await admin.call('PATCH', `/cases/${number}`, { assigneeId: null })).statusCode, 200)
    assert.equal((await clerk.call('DELETE', `/reps/${rep.rep.id}`)).statusCode, 403)
    assert.equal((await admin.call('DELETE', `/reps/${rep.rep.id}`)).statusCode, 204)
    assert.equal((await rep.call('GET', '/session')).statusCode, 401, 'their session ended')
    const last = await admin.call('DELETE', `/reps/${admin.rep.id}`)
    assert.deepEqual([last.statusCode, last.json().code], [409, 'last_administrator'])
    const unknown = await admin.call('PATCH', `/reps/${clerk.rep.id}`, { groupIds: [99] })
    assert.deepEqual([unknown.statusCode, unknown.json().errors[0].field], [400, 'groupIds'])
  } finally {
    await on.close()
  }
})

onEachEngine('look-ups that are no more than a name are added in their place', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const add = (kind: string, body: object) => admin.call('POST', `/catalog/${kind}`, body)
    const category = (await add('category', { name: 'Phones' })).json()
    const sub = await add('subcategory', { name: 'Screens', parentId: category.id })
    assert.deepEqual([sub.statusCode, sub.json().parentId], [201, category.id])
    const item = await add('item', { name: 'Glass', parentId: sub.json().id })
    assert.equal(item.json().parentId, sub.json().id)
    for (const [kind, body] of [
      ['subcategory', { name: 'Nowhere' }],
      ['subcategory', { name: 'Nowhere', parentId: 99_999 }],
      ['group', { name: 'Nowhere', parentId: 1 }],
    ] as const) {
      assert.equal((await add(kind, body)).json().errors[0].field, 'parentId', kind)
    }
    for (const kind of [
      'urgency',
      'impact',
      'level',
      'mode',
      'request_type',
      'closure_code',
      'worklog_type',
    ]) {
      assert.equal((await add(kind, { name: 'Of our own' })).statusCode, 201, kind)
    }
    for (const kind of ['group', 'site', 'department'])
      assert.equal((await add(kind, { name: 'Of our own' })).statusCode, 201, kind)
    for (const kind of ['status', 'priority', 'role', 'template', 'source', 'module', 'field'])
      assert.equal((await add(kind, { name: 'Of our own' })).statusCode, 404, kind)
  } finally {
    await on.close()
  }
})

onEachEngine('a case is deleted for good from the trash only, with the right to', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const rep = await signedIn(on, { roleIds: [builtIn.role.readOnly] })
    const { number } = (await admin.call('POST', '/cases', { subject: 's', text: 't' })).json()
    const at = `/cases/${number}`
    const early = await admin.call('DELETE', `${at}?forever=true`)
    assert.deepEqual([early.statusCode, early.json().code], [409, 'not_editable'])
    assert.equal((await admin.call('DELETE', at)).statusCode, 204)
    assert.equal((await rep.call('DELETE', `${at}?forever=true`)).statusCode, 403)
    assert.equal((await admin.call('DELETE', `${at}?forever=yes`)).statusCode, 400)
    assert.equal((await admin.call('DELETE', `${at}?forever=true`)).statusCode, 204)
    assert.equal((await admin.call('GET', at)).statusCode, 404)
    assert.equal((await admin.call('DELETE', `${at}?forever=true`)).statusCode, 404)
  } finally {
    await on.close()
  }
})

onEachEngine('an application opens the cases of the partner that it belongs to', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const make = async (name: string, party: string) =>
      (await admin.call('POST', '/organisations', { name, party })).json().id as number
    const [store, mender] = [await make('Store', 'partner'), await make('Mender', 'provider')]
    const add = (organisationId: number) =>
      admin.call('POST', '/applications', { name: 'Chat', wire: 'case-management', organisationId })
    assert.equal((await add(store)).statusCode, 201)
    const [shown] = (await admin.call('GET', '/applications')).json().items
    assert.equal(shown.organisationId, store)
    for (const unfit of [mender, 99_999]) {
      const refused = await add(unfit)
      assert.deepEqual([refused.statusCode, refused.json().errors[0].field], [400, 'organisationId'])
    }
  } finally {
    await on.close()
  }
})
