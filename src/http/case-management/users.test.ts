import assert from 'node:assert/strict'
import { buildContact, buildRep } from '../../../test/harness/build.ts'
import { connectCm, dataOf, form } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

onEachEngine(
  'CM 11.10: an unknown address is an empty list, and a raw + in an address is found',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const ann = await client.create('/v1/users', { name: 'Ann', address: 'Ann+X@example.com' })
      const unknown = await client.get('/v1/users?address=nobody@example.com')
      assert.equal(unknown.status, 200)
      assert.deepEqual(unknown.json, { total_count: 0, offset: 0, length: 20, data: [] })
      for (const address of ['ann+x@example.com', 'ANN%2Bx%40example.com', '%20ann%2Bx@example.com']) {
        const found = await client.get(`/v1/users?address=${address}`)
        assert.deepEqual(
          dataOf(found).map(({ id }) => id),
          [ann],
          address,
        )
      }
      assert.deepEqual(dataOf(await client.get('/v1/users?address=ann')), [], 'the whole address only')
      assert.equal((await client.get('/v1/users?address=%00')).status, 400)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM 11.13: PUT and PATCH change a user by form and by untyped JSON', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const extra = [
      { id: 2, content: 'C123' },
      { id: 9, content: 'x' },
    ]
    const id = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com', extra })
    const read = async () => (await client.get(`/v1/users/${id}`)).json
    const hash = (await read()).hash_uuid

    const byForm =
      'name=Ann+Lee&extra%5B0%5D%5Bid%5D=9&extra%5B0%5D%5Bcontent%5D=&extra[1][id]=1&extra[1][content]=new'
    const formed = await client.send('PUT', `/v1/users/${id}`, byForm, form)
    assert.deepEqual([formed.status, formed.json], [200, { uuid: id, id }])
    const untyped = await client.send(
      'PATCH',
      `/v1/users/${hash}`,
      '{"address":"lee@example.com","extra":[{"id":"2","content":"C9"}]}',
    )
    assert.deepEqual([untyped.status, untyped.json], [200, { uuid: id, id }])
    assert.deepEqual(await read(), {
      uuid: id,
      id,
      full_uuid: hash,
      hash_uuid: hash,
      name: 'Ann Lee',
      address: 'lee@example.com',
      extra: [
        { id: 2, content: 'C9' },
        { id: 1, content: 'new' },
      ],
    })
    assert.equal((await client.get('/v1/users/99')).json.message, 'User 99 does not exist')
    assert.equal((await client.send('PUT', '/v1/users/99', { name: 'x' })).status, 404)
  } finally {
    await on.close()
  }
})

onEachEngine('CM §6.1, §6.4: an address belongs to one user, without regard to case', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const ann = await client.send('POST', '/v1/users', { name: 'Ann', address: ' ann@example.com ' })
    assert.equal(ann.headers.location, `/v1/users/${ann.json.id}`)
    const again = await client.send('POST', '/prod/ticketing/v1/users/', {
      name: 'Other',
      address: 'ANN@example.com',
    })
    assert.deepEqual(again.json, ann.json)
    assert.equal(again.headers.location, `/prod/ticketing/v1/users/${ann.json.id}`)
    assert.equal((await client.get(`/v1/users/${ann.json.id}`)).json.name, 'Ann')

    const bob = await client.create('/v1/users', { name: 'Bob', address: 'bob@example.com' })
    const taken = await client.send('PUT', `/v1/users/${bob}`, { address: 'Ann@Example.com' })
    assert.deepEqual(
      [taken.status, taken.json.message],
      [422, 'The "address" parameter is used by another user'],
    )

    const parallel = await Promise.all(
      ['Eve', 'Eva', 'Evi'].map((name) =>
        client.send('POST', '/v1/users', { name, address: 'eve@example.com' }),
      ),
    )
    assert.deepEqual(
      parallel.map(({ status }) => status),
      [200, 200, 200],
    )
    assert.equal(new Set(parallel.map(({ json }) => json.id)).size, 1)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'CM §6.4: a new address takes the place of the one that is shown, no other is lost',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const { id } = await buildContact(on, {
        addresses: ['a@example.com', 'b@example.com', 'c@example.com'],
      })
      const addresses = async () =>
        (await on.desk.db.selectFrom('people').select('addresses').where('id', '=', id).executeTakeFirst())
          ?.addresses
      await client.send('PUT', `/v1/users/${id}`, { address: 'a@example.com' })
      assert.equal(await addresses(), '["a@example.com","b@example.com","c@example.com"]')
      await client.send('PUT', `/v1/users/${id}`, { address: 'C@example.com' })
      assert.equal(await addresses(), '["C@example.com","b@example.com"]')
      assert.equal(dataOf(await client.get('/v1/users?address=b@example.com'))[0]?.id, id)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM §6.2: users are listed by name and page; other filters are refused', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const ids: number[] = []
    for (const name of ['Ann Lee', 'Bob', 'annika'])
      ids.push(await client.create('/v1/users', { name, address: `${name.replace(' ', '')}@example.com` }))
    const named = await client.get('/v1/users?name=ANN')
    assert.deepEqual(
      dataOf(named).map(({ id }) => id),
      [ids[0], ids[2]],
    )
    const page = await client.get('/v1/users?offset=1&length=1')
    assert.deepEqual([page.json.total_count, page.json.offset, page.json.length], [3, 1, 1])
    assert.deepEqual(
      dataOf(page).map(({ id }) => id),
      [ids[1]],
    )
    assert.equal((await client.get('/v1/users?length=500')).json.length, 100)
    for (const query of ['offset=-1', 'length=x', 'length=1.5', 'offset='])
      assert.equal((await client.get(`/v1/users?${query}`)).status, 400, query)
    const strange = await client.get('/v1/users?phone=1')
    assert.deepEqual([strange.status, strange.json.message], [400, 'The "phone" parameter is not supported'])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'threat model §1.9: an application reads staff, who can be solvers, and changes none',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const rep = await buildRep(on)
      assert.equal((await client.get(`/v1/users/${rep.id}`)).json.name, rep.name)
      assert.equal(
        (await client.send('PUT', `/v1/users/${rep.id}`, { address: 'me@example.com' })).status,
        403,
      )
    } finally {
      await on.close()
    }
  },
)
