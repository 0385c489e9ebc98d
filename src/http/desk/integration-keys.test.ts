import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'

const password = 'correct horse battery'
const role = builtIn.role

onEachEngine(
  'integration keys are for those who manage keys, and give what these hold only',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on, { password })
      const clerk = await signedIn(on, { roleIds: [role.rep] })
      const keys = await withToken(on, admin.rep, ['keys.manage', 'case.view'])
      const draft = { name: 'Alerts', roleIds: [role.rep], expiresAt: '2099-01-01T00:00:00.000Z' }
      const made = await admin.call('POST', '/integration-keys', draft)
      assert.equal(made.statusCode, 201, made.body)
      const at = `/integration-keys/${made.json().id}`
      for (const [method, path, body] of [
        ['GET', '/integration-keys', undefined],
        ['POST', '/integration-keys', { name: 'x', roleIds: [role.rep] }],
        ['PATCH', at, { active: false }],
        ['POST', `${at}/reassign`, { ownerId: admin.rep.id }],
        ['POST', `${at}/reveal`, { password }],
        ['DELETE', at, undefined],
        ['GET', '/encryption', undefined],
      ] as const) {
        const answer = await clerk.call(method, path, body)
        assert.deepEqual([answer.statusCode, answer.json().code], [403, 'forbidden'], `${method} ${path}`)
      }
      const wider = await keys.call('POST', '/integration-keys', { name: 'x', roleIds: [role.administrator] })
      assert.equal(wider.statusCode, 403)
      const [shown] = (await keys.call('GET', '/integration-keys')).json().items
      assert.deepEqual(
        [shown.name, shown.roles, shown.owner.id, shown.active, shown.expiresAt, shown.hint],
        [
          'Alerts',
          [{ id: role.rep, name: 'Support Rep' }],
          admin.rep.id,
          true,
          draft.expiresAt,
          made.json().key.slice(-4),
        ],
      )
      for (const [body, field] of [
        [{ name: ' ', roleIds: [role.rep] }, 'name'],
        [{ name: 'x', roleIds: [] }, 'roleIds'],
        [{ name: 'x', roleIds: [99] }, 'roleIds'],
        [{ name: 'x', roleIds: [role.rep], expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
      ] as const) {
        const answer = await admin.call('POST', '/integration-keys', body)
        assert.deepEqual([answer.statusCode, answer.json().errors[0].field], [400, field])
      }
      const again = await admin.call('POST', '/integration-keys', { ...draft, name: ' alerts ' })
      assert.deepEqual([again.statusCode, again.json().code], [409, 'not_unique'])
      assert.equal((await admin.call('DELETE', '/integration-keys/99999')).statusCode, 404)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'an integration key works until it is turned off, and is given on with a reason',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const other = await signedIn(on)
      const draft = { name: 'Alerts', roleIds: [role.rep] }
      const { id, key } = (await admin.call('POST', '/integration-keys', draft)).json()
      const at = `/integration-keys/${id}`
      const use = async () =>
        (await on.app.inject({ url: '/api/v3/requests', headers: { authtoken: key } })).statusCode
      assert.equal(await use(), 200)
      assert.equal((await other.call('PATCH', at, { active: false })).statusCode, 403, 'only its owner may')
      assert.equal((await admin.call('PATCH', at, { active: false })).json().active, false)
      assert.equal(await use(), 401)
      const off = { active: true, expiresAt: null, description: null }
      assert.equal((await admin.call('PATCH', at, off)).json().expiresAt, null)
      assert.equal(await use(), 200)
      const move = { ownerId: other.rep.id, comments: 'Ann leaves' }
      const moved = await admin.call('POST', `${at}/reassign`, move)
      assert.deepEqual([moved.statusCode, moved.json().owner.id], [200, other.rep.id])
      const clerk = await signedIn(on, { roleIds: [role.rep] })
      const unfit = await admin.call('POST', `${at}/reassign`, { ownerId: clerk.rep.id })
      assert.equal(unfit.statusCode, 400)
      const events = await on.desk.db.selectFrom('events').select('changes').execute()
      assert.ok(events.some(({ changes }) => changes.includes('Ann leaves')))
      assert.equal((await admin.call('DELETE', at)).statusCode, 204)
      assert.equal(await use(), 401)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'an integration key is shown again for the own password only, and not to be guessed',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on, { password })
      const draft = { name: 'Alerts', roleIds: [role.administrator] }
      const { id, key } = (await admin.call('POST', '/integration-keys', draft)).json()
      const reveal = (by: typeof admin, given: string) =>
        by.call('POST', `/integration-keys/${id}/reveal`, { password: given })
      const shown = await reveal(admin, password)
      assert.deepEqual([shown.statusCode, shown.json()], [200, { key }])
      const narrow = await withToken(on, admin.rep, ['keys.manage'])
      assert.equal((await reveal(narrow, password)).statusCode, 403, 'the key may do more than the token')
      const without = await signedIn(on)
      assert.equal((await reveal(without, password)).statusCode, 403, 'who has no password proves nothing')
      for (let tries = 0; tries < 5; tries++) {
        const wrong = await reveal(admin, 'wrong')
        assert.deepEqual(
          [wrong.statusCode, wrong.json().detail],
          [403, 'The password is wrong, or you have none.'],
        )
      }
      const late = await reveal(admin, password)
      assert.deepEqual([late.statusCode, late.json().code], [429, 'too_many_requests'])
      assert.ok(Number(late.headers['retry-after']) > 0)
      on.clock.advance(60_000)
      assert.equal((await reveal(admin, password)).statusCode, 200)
      assert.equal((await admin.call('POST', '/integration-keys/99999/reveal', { password })).statusCode, 404)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('a rep sees their own REST v3 key, and nobody else’s without managing reps', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const ann = await signedIn(on, { roleIds: [role.rep] })
    const bob = await signedIn(on, { roleIds: [role.rep] })
    const at = `/reps/${ann.rep.id}/key`
    assert.equal((await ann.call('GET', at)).statusCode, 404)
    const { key } = (await ann.call('POST', at)).json()
    assert.equal((await ann.call('GET', at)).json().hint, key.slice(-4))
    assert.equal((await admin.call('GET', at)).json().hint, key.slice(-4))
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      assert.equal((await bob.call(method, at)).statusCode, 403, method)
    }
    assert.equal((await ann.call('DELETE', at)).statusCode, 204)
    assert.equal((await ann.call('GET', at)).statusCode, 404)
  } finally {
    await on.close()
  }
})
