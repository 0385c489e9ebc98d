import assert from 'node:assert/strict'
import { buildContact, buildOrganisation } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'

onEachEngine('R10.3-1 to R10.3-4: users, requesters and contacts', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const acme = await buildOrganisation(on, null, { name: 'Acme' })
    const known = await buildContact(on, { name: 'Ann', organisationId: acme.id })
    const made = await admin.post('requesters', {
      requester: { name: 'Bob', email_id: 'bob@c.example', phone: '5', account: { id: String(acme.id) } },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const bob = made.one('requester')
    assert.deepEqual([bob.account, bob.is_technician], [{ id: String(acme.id), name: 'Acme' }, false])
    for (const key of ['login_enabled', 'api_key', 'associated_roles']) assert.ok(!(key in bob), key)
    for (const [path, wrapper] of [
      ['users', 'user'],
      ['requesters', 'requester'],
      ['contacts', 'contact'],
    ] as const) {
      assert.deepEqual((await admin.get(`${path}/${bob.id}`)).one(wrapper), bob)
      const changed = await admin.put(`${path}/${bob.id}`, { [wrapper]: { jobtitle: path } })
      assert.deepEqual([changed.status, changed.one(wrapper).jobtitle], [200, path])
      bob.jobtitle = path
    }
    assert.deepEqual(await admin.pluck('users', 'is_technician'), [true, false, false])
    assert.deepEqual(await admin.pluck('requesters', 'name'), ['Ann', 'Bob'])
    assert.deepEqual(await admin.pluck('contacts', 'id'), [String(known.id), bob.id])
    const asRep = await admin.post('users', { user: { name: 'R', is_technician: true } })
    assert.deepEqual(asRep.refusal(), [400, 4014, 'Field is read only', 'is_technician'])
    const readOnly = await restClient(on, { roleIds: [builtIn.role.readOnly] })
    const nobody = await restClient(on, { roleIds: [] })
    assert.equal((await readOnly.get('users')).status, 200)
    assert.equal((await readOnly.post('users', { user: { name: 'X' } })).status, 403)
    assert.equal((await readOnly.put(`contacts/${bob.id}`, { contact: { name: 'X' } })).status, 403)
    assert.equal((await readOnly.delete(`contacts/${bob.id}`)).status, 403)
    assert.equal((await nobody.get('requesters')).status, 403)
    assert.equal((await admin.delete(`users/${bob.id}`)).status, 200)
    assert.equal((await admin.get(`users/${bob.id}`)).status, 404)
    assert.equal((await admin.get('users/x')).status, 404)
  } finally {
    await on.close()
  }
})

onEachEngine('R10.4-1 to R10.4-3: accounts and their contacts', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const made = await admin.post('accounts', {
      account: { name: 'Acme', industry: 'Anvils', address: { city: 'Ulm' } },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const acme = made.one('account')
    assert.deepEqual(acme, {
      id: acme.id,
      name: 'Acme',
      annual_revenue: null,
      email_id: null,
      website: null,
      phone: null,
      fax: null,
      industry: 'Anvils',
      time_zone: null,
      account_manager: null,
      description: null,
      address: {
        door_no: null,
        street: null,
        landmark: null,
        city: 'Ulm',
        province: null,
        country: null,
        zip_code: null,
      },
    })
    assert.deepEqual((await admin.post('accounts', { account: { name: 'acme' } })).refusal()[1], 4008)
    assert.deepEqual((await admin.post('accounts', { account: {} })).refusal(), [
      400,
      4012,
      'Value not provided',
      ['name'],
    ])
    const changed = await admin.put(`accounts/${acme.id}`, {
      account: { address: { street: 'Main' }, industry: null },
    })
    const { address, industry } = changed.one('account') as { address: object; industry: unknown }
    assert.deepEqual([industry, { ...address }], [null, { ...(acme.address as object), street: 'Main' }])
    const ann = await buildContact(on, { organisationId: Number(acme.id) })
    assert.deepEqual(await admin.pluck(`accounts/${acme.id}/contacts`, 'id'), [String(ann.id)])
    assert.deepEqual((await admin.delete(`accounts/${acme.id}`)).refusal()[1], 4005)
    await admin.delete(`contacts/${ann.id}`)
    assert.equal((await admin.delete(`accounts/${acme.id}`)).status, 200)
    assert.equal((await admin.get(`accounts/${acme.id}`)).status, 404)
    assert.deepEqual(await admin.pluck('accounts', 'name'), [])
  } finally {
    await on.close()
  }
})

onEachEngine('R10.4-4: accounts have subaccounts, which are accounts with one above them', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const account = (await admin.post('accounts', { account: { name: 'ACME' } })).one('account')
    const facts = {
      annual_revenue: '1000',
      email_id: 'info@acme.example',
      website: 'https://acme.example/',
      phone: '1',
      fax: '2',
      industry: 'Toys',
      time_zone: 'Europe/Berlin',
      account_manager: 'Jen Doe',
      description: 'north',
    }
    const address = {
      door_no: '1',
      street: 's',
      landmark: 'l',
      city: 'c',
      province: 'p',
      country: 'DE',
      zip_code: 'z',
    }
    const made = await admin.post('subaccounts', {
      subaccount: { name: 'ACME North', account: { name: 'acme' }, ...facts, address },
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const sub = made.one('subaccount')
    assert.deepEqual(sub, {
      id: sub.id,
      name: 'ACME North',
      ...facts,
      address,
      account: { id: account.id, name: 'ACME' },
    })
    const path = `subaccounts/${sub.id}`
    assert.deepEqual((await admin.get(path)).one('subaccount'), sub)
    assert.equal((await admin.put(path, { subaccount: sub })).status, 200)
    assert.deepEqual(await admin.pluck('accounts', 'name'), ['ACME'])
    assert.deepEqual(await admin.pluck('subaccounts', 'name'), ['ACME North'])
    const byAccount = [{ field: 'account.name', condition: 'is', value: 'ACME' }]
    assert.deepEqual(await admin.pluck('subaccounts', 'name', { search_criteria: byAccount }), ['ACME North'])

    const user = await admin.post('users', { user: { name: 'Ann', account: { name: 'ACME North' } } })
    assert.deepEqual(user.one('user').account, { id: sub.id, name: 'ACME North' })
    assert.deepEqual(await admin.pluck(`${path}/contacts`, 'name'), ['Ann'])
    assert.equal((await admin.get(`accounts/${sub.id}`)).one('account').name, 'ACME North')
    assert.equal((await admin.get(`subaccounts/${account.id}`)).status, 404)

    const add = async (subaccount: object) => (await admin.post('subaccounts', { subaccount })).refusal()
    assert.deepEqual(await add({}), [400, 4012, 'Value not provided', ['name', 'account']])
    assert.deepEqual(await add({ name: 'acme', account }), [400, 4008, 'Not unique', 'name'])
    assert.deepEqual(await add({ name: 'x', account: 'Nope' }), [
      400,
      4001,
      'Invalid Input: account "Nope" does not exist',
      'account',
    ])
    assert.deepEqual((await add({ name: 'x', account: { id: sub.id } })).slice(1, 4), [
      4001,
      `Invalid Input: account "${sub.id}" does not exist`,
      'account',
    ])
    assert.deepEqual((await add({ name: 'x', account, email_id: 'no address' })).slice(1), [
      4001,
      'Invalid Input: email_id is not valid',
      'email_id',
    ])
    assert.deepEqual((await add({ name: 'x', account, size: 1 })).slice(1), [
      4001,
      'Extra key found in JSON',
      'size',
    ])
    const other = (await admin.post('accounts', { account: { name: 'Other' } })).one('account')
    const moved = await admin.put(path, { subaccount: { account: { id: other.id }, phone: null } })
    assert.deepEqual(
      [moved.one('subaccount').account, moved.one('subaccount').phone],
      [{ id: other.id, name: 'Other' }, null],
    )
    assert.deepEqual((await admin.delete(`accounts/${other.id}`)).refusal().slice(0, 3), [
      400,
      4005,
      'Reference exists',
    ])
    assert.deepEqual((await admin.delete(path)).refusal().slice(0, 3), [400, 4005, 'Reference exists'])
    await admin.delete(`users/${user.one('user').id}`)
    for (const gone of [path, `accounts/${other.id}`]) assert.equal((await admin.delete(gone)).status, 200)
    const clerk = await restClient(on, { roleIds: [builtIn.role.rep] })
    assert.equal((await clerk.get('subaccounts')).status, 200)
    assert.equal((await clerk.post('subaccounts', { subaccount: { name: 'x', account } })).status, 403)
  } finally {
    await on.close()
  }
})

onEachEngine('R10.3-5: the requests of a person are listed below the person', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const ann = await buildContact(on)
    await admin.post('requests', { request: { subject: 'one', requester: { id: ann.id } } })
    await admin.post('requests', { request: { subject: 'mine' } })
    await admin.post('requests', { request: { subject: 'two', requester: { id: ann.id } } })
    for (const path of ['users', 'requesters', 'contacts']) {
      assert.deepEqual(await admin.pluck(`${path}/${ann.id}/requests`, 'subject'), ['two', 'one'])
    }
    assert.deepEqual(await admin.pluck(`technicians/${admin.rep.id}/requests`, 'subject'), ['mine'])
    const search = { search_fields: { subject: 'on' } }
    assert.deepEqual(await admin.pluck(`users/${ann.id}/requests`, 'subject', search), ['one'])
    assert.equal((await admin.get('users/999/requests')).status, 404)
    assert.equal((await admin.get(`requesters/${admin.rep.id}/requests`)).status, 404)
  } finally {
    await on.close()
  }
})
