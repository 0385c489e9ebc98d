import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { listCaseHistory } from '../../usecases/feed/list-case-history.ts'

onEachEngine(
  'R12.2-7: the key is shown again for the password of the caller, and for nothing else',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on, { password: 'correct horse battery' })
      const made = (
        await admin.post('integration_keys', { integration_key: { name: 'alerts', roles: [{ id: 3 }] } })
      ).one('integration_key')
      const path = `integration_keys/${made.id}`
      const reveal = (by: Pick<typeof admin, 'post'>, password: unknown) =>
        by.post(`${path}/reveal`, { password })
      const shown = await reveal(admin, 'correct horse battery')
      assert.equal(shown.status, 200, JSON.stringify(shown.body))
      assert.equal(shown.one('integration_key').key, made.key)
      const wrapped = { integration_key: { password: 'correct horse battery' } }
      assert.equal((await admin.post(`${path}/reveal`, wrapped)).status, 200)
      const kept = await on.desk.db
        .selectFrom('credentials')
        .select('sealed_key')
        .where('sealed_key', 'is not', null)
        .execute()
      assert.equal(kept.length, 1)
      assert.ok(!JSON.stringify(kept).includes(String(made.key)), 'the key is kept sealed only')

      const refused = [403, 4002, 'User does not have this permission', null]
      assert.deepEqual((await reveal(await restClient(on), 'correct horse battery')).refusal(), refused)
      assert.deepEqual((await admin.post(`${path}/reveal`)).refusal(), [
        400,
        4012,
        'Value not provided',
        ['password'],
      ])
      for (let tried = 0; tried < 5; tried++)
        assert.deepEqual((await reveal(admin, 'wrong')).refusal(), refused)
      assert.deepEqual((await reveal(admin, 'correct horse battery')).refusal().slice(0, 2), [429, 4015])
      on.clock.advance(60_000)
      assert.equal((await reveal(admin, 'correct horse battery')).status, 200)
      const clerk = await restClient(on, { roleIds: [builtIn.role.rep], password: 'correct horse battery' })
      assert.deepEqual((await reveal(clerk, 'correct horse battery')).refusal(), refused)
      const events = await on.desk.db.selectFrom('events').select(['kind', 'changes']).execute()
      assert.equal(events.filter(({ kind }) => kind === 'session.refused').length, 6)
      assert.equal(events.filter(({ changes }) => changes.includes('revealed')).length, 3)
      assert.equal((await admin.post('integration_keys/999/reveal', { password: 'x' })).status, 404)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R12.2-8: of two keys of one name made at the same moment one is', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const make = (name: string) =>
      admin.post('integration_keys', { integration_key: { name, roles: [{ id: 1 }] } })
    const both = await Promise.all([make('Nagios'), make(' nagios '), make('NAGIOS')])
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 400, 400])
    assert.deepEqual(both.find(({ status }) => status === 400)?.refusal(), [400, 4008, 'Not unique', 'name'])
    const [key] = (await admin.get('integration_keys')).rows('integration_keys')
    const path = `integration_keys/${key?.id}`
    const back = await admin.put(path, { integration_key: key })
    assert.equal(back.status, 200, 'what was read may be written back')
    assert.deepEqual((await admin.put(path, { integration_key: { key: 'x' } })).refusal().slice(1), [
      4014,
      'Field is read only',
      'key',
    ])
    assert.equal((await admin.delete(path)).status, 200)
    assert.equal((await make('Nagios')).status, 201, 'the name is free again')
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R12.2-9: what an integration does is recorded with its own name besides that of its owner',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await restClient(on)
      const made = await admin.post('integration_keys', {
        integration_key: { name: 'monitoring', roles: [{ id: 3 }] },
      })
      const integration = clientFor(on, String(made.one('integration_key').key))
      const { id } = (await integration.post('requests', { request: { subject: 's' } })).one('request')
      const history = await listCaseHistory(on.desk, on.as(), Number(id))
      assert.deepEqual(
        history.events.map(({ actorName }) => actorName),
        [`${admin.rep.name} (monitoring)`],
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R12.2-1 to R12.2-6: keys of integrations', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const made = await admin.post('integration_keys', {
      integration_key: {
        name: 'monitoring',
        validity: { value: 0 },
        roles: [{ id: '3', name: 'SDAdmin' }],
        status: 'active',
        description: 'alerts',
      },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const { key, technician, ...rest } = made.one('integration_key')
    assert.deepEqual(rest, {
      id: rest.id,
      name: 'monitoring',
      roles: [{ id: '3', name: 'SDAdmin' }],
      validity: { value: 0 },
      status: 'active',
      description: 'alerts',
    })
    assert.equal((technician as { id: string }).id, String(admin.rep.id))
    const path = `integration_keys/${rest.id}`
    const integration = clientFor(on, String(key))
    assert.equal((await integration.get('technicians')).status, 200)
    const shown = (await admin.get(path)).one('integration_key')
    assert.equal(shown.key, `********-****-****-****-********${String(key).slice(-4)}`)
    assert.deepEqual(await admin.pluck('integration_keys', 'name'), ['monitoring'])

    const twice = { integration_key: { name: 'Monitoring', roles: [{ id: 1 }] } }
    assert.deepEqual((await admin.post('integration_keys', twice)).refusal(), [
      400,
      4008,
      'Not unique',
      'name',
    ])
    const empty = await admin.post('integration_keys', { integration_key: {} })
    assert.deepEqual(empty.refusal(), [400, 4012, 'Value not provided', ['name', 'roles']])
    const owned = { integration_key: { name: 'x', roles: [{ id: 1 }], technician: { id: 1 } } }
    assert.deepEqual((await admin.post('integration_keys', owned)).refusal().slice(1, 4), [
      4009,
      'Field is not editable',
      'technician',
    ])

    // The rights are those of the key's own roles, changed at once.
    await admin.put(path, { integration_key: { roles: [{ name: 'Read Only' }] } })
    assert.equal((await integration.post('levels', { level: { name: 'L' } })).status, 403)
    await admin.put(path, { integration_key: { status: 'inactive' } })
    assert.equal((await integration.get('levels')).status, 401)
    const until = on.clock.now + 60_000
    await admin.put(path, { integration_key: { status: 'active', validity: { value: until } } })
    assert.equal((await integration.get('levels')).status, 200)
    const past = await admin.put(path, { integration_key: { validity: { value: 1 } } })
    assert.deepEqual([past.refusal()[1], past.refusal()[3]], [4001, 'validity.value'])
    const renamed = await admin.put(path, { integration_key: { name: 'other' } })
    assert.deepEqual(renamed.refusal()[1], 4009)

    // Only the owner edits; another administrator may take the key over.
    const other = await restClient(on)
    assert.equal((await other.put(path, { integration_key: { description: 'mine' } })).status, 403)
    const clerk = await restClient(on, { roleIds: [builtIn.role.rep] })
    assert.equal((await clerk.get('integration_keys')).status, 403)
    const toClerk = { integration_key: { technician: { id: String(clerk.rep.id) }, comments: 'take it' } }
    assert.deepEqual((await other.put(`${path}/reassign`, toClerk)).refusal()[3], 'technician')

    // While the owner's login is disabled the key rests; reassigning wakes it.
    await other.put(`technicians/${admin.rep.id}`, { technician: { login_enabled: false } })
    assert.equal((await integration.get('levels')).status, 401)
    const taken = await other.put(`${path}/reassign`, {
      integration_key: { technician: { id: String(other.rep.id) } },
    })
    assert.equal((taken.one('integration_key').technician as { id: string }).id, String(other.rep.id))
    assert.equal((await integration.get('levels')).status, 200)
    on.clock.advance(60_000)
    assert.equal((await integration.get('levels')).status, 401)
    assert.equal((await other.delete(path)).status, 200)
    assert.equal((await other.get(path)).status, 404)
  } finally {
    await on.close()
  }
})
