import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { isAdministrator } from '../../domain/person.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { makeIntegrationKey } from '../../usecases/credentials/integration-keys.ts'
import { listPeople } from '../../usecases/people/list-people.ts'

const ok = { status_code: 2000, status: 'success' }

onEachEngine('R10.1-1 R10.2-1 R10.2-2: a rep in full, also as support_rep', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const boss = await buildRep(on, { name: 'Boss' })
    const made = await admin.post('technicians', {
      technician: {
        name: 'Jen Doe',
        first_name: 'Jen',
        last_name: 'Doe',
        email_id: 'jen@x.example',
        secondary_emailids: ['j.doe@x.example'],
        login_name: 'jen',
        login_enabled: 'true',
        password: 'a long password',
        employee_id: 'E7',
        jobtitle: 'Engineer',
        cost_per_hour: 12.5,
        reporting_to: { name: 'Boss' },
        associated_roles: [{ name: 'Support Rep' }],
        associated_groups: [{ id: '1' }],
      },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const shown = made.one('technician')
    const { id, reporting_to, ...rest } = shown
    assert.deepEqual((reporting_to as { id: string }).id, String(boss.id))
    assert.deepEqual(rest, {
      name: 'Jen Doe',
      email_id: 'jen@x.example',
      phone: null,
      mobile: null,
      is_vipuser: false,
      profile_pic: { 'content-url': '/images/default-profile-pic.svg' },
      department: null,
      first_name: 'Jen',
      middle_name: null,
      last_name: 'Doe',
      employee_id: 'E7',
      jobtitle: 'Engineer',
      description: null,
      sms_mail_id: null,
      login_name: 'jen',
      secondary_emailids: ['j.doe@x.example'],
      cost_per_hour: '12.5',
      status: 'active',
      is_technician: true,
      associated_groups: [{ id: '1', name: 'Network' }],
      associated_roles: [{ id: '1', name: 'Support Rep' }],
      login_enabled: true,
      api_key: { exists: false, expires_on: null },
    })
    assert.deepEqual((await admin.get(`technicians/${id}`)).one('technician'), shown)
    assert.deepEqual((await admin.get(`support_reps/${id}`)).one('support_rep'), shown)
    assert.deepEqual((await admin.get(`users/${id}`)).one('user'), shown)
    assert.equal((await admin.get(`requesters/${id}`)).status, 404)
    const nameless = await admin.post('technicians', { technician: { email_id: 'n@x.example' } })
    assert.deepEqual(nameless.refusal(), [400, 4012, 'Value not provided', ['name']])
    const twice = await admin.post('support_reps', { support_rep: { name: 'J', email_id: 'JEN@x.example' } })
    assert.deepEqual(twice.refusal(), [400, 4008, 'Not unique', 'email_id'])
    const odd = await admin.post('technicians', { technician: { name: 'J', shoe_size: 43 } })
    assert.deepEqual(odd.refusal(), [400, 4001, 'Extra key found in JSON', 'shoe_size'])
    const role = await admin.post('technicians', {
      technician: { name: 'J', associated_roles: [{ id: 99 }] },
    })
    assert.deepEqual([role.refusal()[1], role.refusal()[3]], [4001, 'associated_roles'])
  } finally {
    await on.close()
  }
})

onEachEngine('R10.2-3 R2.2: disabling the login deletes the key for good', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const jen = await restClient(on)
    assert.equal((await jen.get('statuses')).status, 200)
    const off = await admin.put(`technicians/${jen.rep.id}`, { technician: { login_enabled: false } })
    const { login_enabled, api_key } = off.one('technician')
    assert.deepEqual([login_enabled, api_key], [false, { exists: false, expires_on: null }])
    assert.equal((await jen.get('statuses')).status, 401)
    await admin.put(`technicians/${jen.rep.id}`, { technician: { login_enabled: true } })
    assert.deepEqual((await jen.get('statuses')).refusal(), [
      401,
      401,
      'AuthToken in the request is invalid. Unable to authenticate.',
      null,
    ])
    const other = await restClient(on)
    await admin.put(`support_reps/${other.rep.id}`, { support_rep: { status: 'inactive' } })
    assert.equal((await other.get('statuses')).status, 401)
    const shown = (await admin.get(`technicians/${other.rep.id}`)).one('technician')
    assert.deepEqual([shown.status, shown.login_enabled], ['inactive', false])
  } finally {
    await on.close()
  }
})

onEachEngine('R10.2-4 R10.2-5: deleting a rep; what reps see of each other', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const rep = await restClient(on, { roleIds: [builtIn.role.rep], phone: '123' })
    const of = await openCase(on.desk, on.as(), {
      subject: 'Mine',
      description: '',
      descriptionFormat: 'text',
      requester: admin.rep.id,
      assigneeId: rep.rep.id,
    })
    assert.deepEqual((await admin.delete(`technicians/${rep.rep.id}`)).refusal(), [
      400,
      4005,
      'Reference exists',
      null,
    ])
    const { id, name, email } = admin.rep
    const brief = { id: String(id), name, email_id: email, is_technician: true }
    assert.deepEqual((await rep.get(`technicians/${id}`)).one('technician'), brief)
    assert.deepEqual((await rep.get('technicians')).rows('technicians')[0], brief)
    assert.equal((await rep.get(`technicians/${rep.rep.id}`)).one('technician').phone, '123')
    assert.equal((await rep.get(`technicians/${rep.rep.id}`)).one('technician').api_key, undefined)
    // What is hidden cannot be found out by searching or sorting either.
    const bySearch = { list_info: { search_fields: { login_name: 'rep' } } }
    assert.deepEqual((await rep.get('technicians', bySearch)).refusal()[1], 4002)
    assert.deepEqual((await rep.get('users', { list_info: { sort_field: 'phone' } })).refusal()[1], 4002)
    for (const answer of [
      await rep.post('technicians', { technician: { name: 'New' } }),
      await rep.put(`technicians/${id}`, { technician: { name: 'New' } }),
      await rep.delete(`technicians/${id}`),
    ])
      assert.deepEqual(answer.refusal(), [403, 4002, 'User does not have this permission', null])

    await changeCase(on.desk, on.as(), of.number, { assigneeId: null })
    const gone = await admin.delete(`technicians/${rep.rep.id}`)
    assert.deepEqual([gone.status, gone.body], [200, { response_status: ok }])
    assert.equal((await admin.get(`technicians/${rep.rep.id}`)).status, 404)
    assert.equal((await rep.get('statuses')).status, 401)
  } finally {
    await on.close()
  }
})

onEachEngine('R10.2-7: the last administrator who can log in stays one', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const off = await buildRep(on, { loginEnabled: false })
    const mine = `technicians/${admin.rep.id}`
    const refused = [400, 4000, 'The last administrator who can log in must stay one', null]
    for (const change of [
      { login_enabled: false },
      { status: 'inactive' },
      { associated_roles: [{ name: 'Support Rep' }] },
      { associated_roles: [] },
    ]) {
      assert.deepEqual(
        (await admin.put(mine, { technician: change })).refusal(),
        refused,
        JSON.stringify(change),
      )
    }
    assert.deepEqual((await admin.delete(mine)).refusal(), refused)
    const key = await makeIntegrationKey(on.desk, on.as(), {
      name: 'other',
      roleIds: [builtIn.role.administrator],
    })
    const other = clientFor(on, key.key)
    assert.deepEqual((await other.put(mine, { technician: { login_enabled: false } })).refusal(), refused)
    assert.equal((await admin.put(mine, { technician: { name: 'Same' } })).status, 200)
    await admin.put(`technicians/${off.id}`, { technician: { login_enabled: true } })
    const two = await restClient(on)
    // Both disable each other in the same moment, and the third is gone already: one stays.
    await two.put(`technicians/${off.id}`, { technician: { login_enabled: false } })
    const both = await Promise.all([
      admin.put(`technicians/${two.rep.id}`, { technician: { login_enabled: false } }),
      two.put(mine, { technician: { login_enabled: false } }),
    ])
    const people = await listPeople(on.desk, on.as(), 'rep', {
      where: [],
      sort: { by: { column: 'id' }, order: 'asc' },
      limit: 10,
      offset: 0,
    })
    assert.equal(people.people.filter(isAdministrator).length, 1)
    assert.equal(both.filter(({ status }) => status === 200).length, 1)
  } finally {
    await on.close()
  }
})

onEachEngine('R10.2-8: a change that changes nothing leaves no trace', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const jen = await buildRep(on, { groupIds: [builtIn.group] })
    const path = `technicians/${jen.id}`
    const shown = (await admin.get(path)).one('technician')
    const events = async () =>
      (await on.desk.db.selectFrom('events').select('id').where('kind', '=', 'person.changed').execute())
        .length
    on.clock.advance(1000)
    assert.equal((await admin.put(path, { technician: shown })).status, 200)
    assert.equal((await admin.put(path, { technician: { name: ` ${jen.name} ` } })).status, 200)
    assert.equal(await events(), 0)
    assert.equal((await admin.put(path, { technician: { associated_groups: [] } })).status, 200)
    assert.equal((await admin.put(path, { technician: { phone: '1' } })).status, 200)
    assert.equal(await events(), 2)
  } finally {
    await on.close()
  }
})

onEachEngine('R10.2-6: whoever manages people cannot take over a stronger colleague', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const role = await admin.post('roles', {
      role: { name: 'HR', permissions: ['admin.users', 'contacts.view'] },
    })
    const hr = await restClient(on, { roleIds: [Number(role.one('role').id)] })
    const { id } = admin.rep
    for (const answer of [
      await hr.put(`technicians/${id}`, { technician: { password: 'mine from now on' } }),
      await hr.delete(`technicians/${id}`),
      await hr.post(`technicians/${id}/api_key`),
      await hr.post('technicians', { technician: { name: 'X', associated_roles: [{ id: '3' }] } }),
    ])
      assert.deepEqual(answer.refusal().slice(0, 2), [403, 4002])
    assert.equal((await hr.post('technicians', { technician: { name: 'Clerk' } })).status, 201)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'R12.1-7: a rep who has no key yet proves by login and password who they are',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const password = 'correct horse battery'
      const rep = await buildRep(on, { loginName: 'jen', password, roleIds: [builtIn.role.rep] })
      const off = await buildRep(on, { loginName: 'off', password, loginEnabled: false })
      const as = async (
        method: 'GET' | 'POST' | 'DELETE',
        login: string,
        path = 'technicians/me/api_key',
      ) => {
        const authorization = `Basic ${Buffer.from(login).toString('base64')}`
        const answer = await on.app.inject({ method, url: `/api/v3/${path}`, headers: { authorization } })
        return { status: answer.statusCode, body: answer.json() }
      }
      const mine = `jen:${password}`
      assert.equal((await as('GET', mine)).body.api_key.exists, false)
      const made = await as('POST', mine)
      assert.equal(made.status, 201)
      assert.equal((await clientFor(on, made.body.api_key.key).get('requests')).status, 200)
      assert.equal((await as('POST', `${rep.email}:${password}`, 'support_reps/me/api_key')).status, 200)
      assert.equal((await as('DELETE', mine)).status, 200)
      for (const wrong of ['jen:wrong', `nobody:${password}`, `${off.loginName}:${password}`, 'jen', '']) {
        const refused = await as('POST', wrong)
        assert.deepEqual(
          [refused.status, refused.body.response_status.messages[0].message],
          [401, 'AuthToken in the request is invalid. Unable to authenticate.'],
          wrong,
        )
      }
      assert.equal((await as('GET', mine, 'requests')).status, 401, 'it opens nothing else')
      assert.equal((await as('GET', mine, `technicians/${rep.id}/api_key`)).status, 401)
      for (let tried = 0; tried < 5; tried++) await as('POST', 'jen:wrong')
      assert.equal((await as('POST', mine)).status, 429)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R12.1-1 to R12.1-6: the one API key of a rep', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const jen = await buildRep(on, { roleIds: [builtIn.role.rep] })
    const path = `technicians/${jen.id}/api_key`
    const none = { exists: false, last4: null, created_time: null, expires_on: null }
    assert.deepEqual((await admin.get(path)).one('api_key'), none)
    const first = await admin.post(path)
    assert.equal(first.status, 201)
    const { key, ...rest } = first.one('api_key')
    assert.match(String(key), /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/)
    assert.deepEqual(rest, {
      exists: true,
      last4: String(key).slice(-4),
      created_time: { display_value: '05/01/2026 09:00 AM', value: '1767603600000' },
      expires_on: null,
    })
    assert.deepEqual((await admin.get(path)).one('api_key'), rest)
    const own = clientFor(on, String(key))
    assert.equal((await own.get('technicians/me/api_key')).one('api_key').exists, true)

    const until = on.clock.now + 60_000
    const again = await own.post('technicians/me/api_key', {
      api_key: { expires_on: { value: String(until) } },
    })
    assert.equal(again.status, 200)
    assert.equal((await own.get('statuses')).status, 401)
    const renewed = clientFor(on, String(again.one('api_key').key))
    assert.equal((await renewed.get('statuses')).status, 200)
    const shown = (await admin.get(`technicians/${jen.id}`)).one('technician').api_key
    assert.deepEqual((shown as { expires_on: { value: string } }).expires_on.value, String(until))
    const past = await admin.post(path, { api_key: { expires_on: { value: on.clock.now } } })
    assert.deepEqual([past.refusal()[1], past.refusal()[3]], [4001, 'expires_on'])
    on.clock.advance(60_000)
    assert.equal((await renewed.get('statuses')).status, 401)

    const mute = await buildRep(on, { loginEnabled: false })
    const refused = await admin.post(`support_reps/${mute.id}/api_key`)
    assert.deepEqual([refused.refusal()[1], refused.refusal()[3]], [4001, 'technician'])
    assert.deepEqual((await admin.delete(path)).body, { response_status: ok })
    assert.equal((await admin.delete(path)).status, 404)
    assert.equal((await admin.get('technicians/4711/api_key')).status, 404)
    const rep = await restClient(on, { roleIds: [builtIn.role.rep] })
    assert.deepEqual((await rep.get(path)).refusal()[1], 4002)
    assert.deepEqual((await rep.post(path)).refusal()[1], 4002)
    assert.equal((await rep.delete('technicians/me/api_key')).status, 200)
    assert.equal((await rep.get('statuses')).status, 401)
  } finally {
    await on.close()
  }
})
