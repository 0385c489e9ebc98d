import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { type CmClient, connectCm, dataOf } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { addEntry } from '../../usecases/catalog/add-entry.ts'

const searchUrl = (list: string, iql: string, more = '') =>
  `/v1/${list}?iql=${encodeURIComponent(iql)}${more}`

async function idsOf(client: CmClient, list: string, iql: string): Promise<unknown[]> {
  const answer = await client.get(searchUrl(list, iql))
  assert.equal(answer.status, 200, `${iql}: ${JSON.stringify(answer.json)}`)
  const ids = dataOf(answer).map(({ id }) => id)
  assert.equal(answer.json.total_count, ids.length, iql)
  return ids.sort((a, b) => Number(a) - Number(b))
}

onEachEngine('CM §10: tickets are found by IQL in every field that they show', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const queue = (await addEntry(on.desk, on.as(), { kind: 'group', name: 'Second' })).id
    const rep = await buildRep(on)
    const ann = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
    const bob = await client.create('/v1/users', { name: 'Bob', address: 'bob@example.com' })
    const medium = await client.create('/v1/media', { name: 'a.txt', content: 'YQ==' })
    const start = Math.floor(on.clock.now / 1000)
    const one = await client.create('/v1/tickets', { creator: ann, message: 'Printer', title: 'A "B" (C)' })
    on.clock.advance(10_500)
    const two = await client.create('/v1/tickets', {
      creator: bob,
      message: 'Phone',
      queue,
      priority: 'high',
      external_id: 'chat-2',
      attachments: [medium],
      solver: rep.id,
    })
    on.clock.advance(10_000)
    const three = await client.create('/v1/tickets', { creator: ann, message: 'Desk', queue, source: 3 })
    on.clock.advance(10_000)
    await client.send('PUT', `/v1/tickets/${three}`, { status: 'closed' })
    const shownTwo = (await client.get(`/v1/tickets/${two}`)).json

    const rows: [iql: string, found: number[]][] = [
      [`queue IS ${queue} AND status IS NOT "closed"`, [two]],
      [`queue IS ${queue}`, [two, three]],
      [`queue IS "${queue}"`, [two, three]],
      [`queue IS NOT ${queue}`, [one]],
      ['queue IS EMPTY', []],
      ['queue IS 999', []],
      ['status IS "closed"', [three]],
      ['status IS "Solved" OR priority IS "HIGH"', [two, three]],
      ['status IS EMPTY', []],
      ['priority IS NOT "high"', [one, three]],
      [`creator IS ${ann} AND (source IS 3 OR title IS "A \\"B\\" (C)")`, [one, three]],
      [`creator IS NOT ${ann}`, [two]],
      [`creator IS "${ann}"`, [one, three]],
      ['creator IS "00000000-0000-4000-8000-000000000000"', []],
      [`solver IS ${rep.id}`, [two]],
      [`solver IS "${rep.guid}"`, [two]],
      [`solver IS NOT ${rep.id}`, [one, three]],
      ['solver IS EMPTY', [one, three]],
      ['solver IS NOT EMPTY', [two]],
      ['external_id IS "chat-2"', [two]],
      ['external_id IS EMPTY', [one, three]],
      ['attachments IS NOT EMPTY', [two]],
      ['title IS "Phone"', [two]],
      ['message IS "Desk"', [three]],
      ['message IS EMPTY', []],
      [`id > ${one}`, [two, three]],
      [`uuid <= ${two}`, [one, two]],
      [`id IS ${two}.5`, []],
      [`id >= ${one}.5`, [two, three]],
      [`id < ${two}.5`, [one, two]],
      [`full_uuid IS "${shownTwo.full_uuid}"`, [two]],
      [`created >= ${start + 10}`, [two, three]],
      [`created > ${start + 10}`, [three]],
      [`created IS ${start + 10}`, [two]],
      [`created < ${start + 10}`, [one]],
      [`created <= ${start + 10}`, [one, two]],
      [`last_update > ${start + 20}`, [three]],
      ['id > -1', [one, two, three]],
      ['id < -9007199254740991', []],
      [`created < ${Number.MAX_SAFE_INTEGER}`, [one, two, three]],
    ]
    for (const [iql, found] of rows) assert.deepEqual(await idsOf(client, 'tickets', iql), found, iql)

    const page = await client.get(
      searchUrl('tickets', 'id > 0', '&sort=last_update&order=asc&offset=1&length=1'),
    )
    assert.deepEqual(
      [page.json.total_count, dataOf(page).map(({ id }) => id)],
      [3, [two]],
      'pages and order go with it',
    )
  } finally {
    await on.close()
  }
})

onEachEngine('CM §10: users are found by IQL as well', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const made = await client.send('POST', '/v1/users', { name: 'Ann', address: 'Ann@example.com' })
    const ann = Number(made.json.id)
    const bob = await client.create('/v1/users', { name: 'Bob', address: 'bob@example.com' })
    const rows: [iql: string, found: number[]][] = [
      ['address IS "ANN@example.com"', [ann]],
      ['name IS "bob" OR name IS "Ann"', [ann, bob]],
      [`id > ${ann} AND name IS NOT EMPTY AND address IS NOT EMPTY`, [bob]],
      [`hash_uuid IS "${made.json.hash_uuid}"`, [ann]],
      [`uuid IS ${ann} AND full_uuid IS NOT "${made.json.hash_uuid}"`, []],
      [`id IS "${bob}"`, [bob]],
    ]
    for (const [iql, found] of rows) assert.deepEqual(await idsOf(client, 'users', iql), found, iql)
  } finally {
    await on.close()
  }
})

onEachEngine('CM §10: a bad expression is 400 and says where; IQL goes with pages only', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const at = (place: number, why: string) =>
      `The "iql" parameter is not valid at character ${place}: ${why}`
    const mixed = 'The "iql" parameter cannot be used together with other filters'
    const rows: [path: string, message: string][] = [
      [searchUrl('tickets', ''), at(1, 'a field or "(" is expected, not the end')],
      [
        searchUrl('tickets', 'queue IS two'),
        at(10, 'a number or a text in double quotes is expected, not "two"'),
      ],
      [searchUrl('tickets', 'queue IS "two"'), at(10, 'a number is expected')],
      [searchUrl('tickets', 'status IS "lost"'), at(11, 'one of open, pending, closed, solved is expected')],
      [searchUrl('tickets', 'status IS 1'), at(11, 'a text in double quotes is expected for "status"')],
      [searchUrl('tickets', 'status > 1'), at(8, '"status" has no order, so > cannot be used')],
      [searchUrl('tickets', 'created > "x"'), at(11, 'a number is expected after >')],
      [searchUrl('tickets', 'created IS "x"'), at(12, 'a number is expected for "created"')],
      [searchUrl('tickets', 'id IS 1', '&queue=1'), mixed],
      [searchUrl('tickets', 'id IS 1', '&created_from=1'), mixed],
      [searchUrl('users', 'id IS 1', '&address=a@b'), mixed],
      [
        searchUrl('users', 'solver IS 1'),
        at(1, 'unknown field "solver" (known: id, uuid, full_uuid, hash_uuid, name, address)'),
      ],
    ]
    for (const [path, message] of rows) {
      const { status, json } = await client.get(path)
      assert.deepEqual([status, json.message], [400, message], path)
      assert.deepEqual(json.errors, [{ code: 400, message, field: 'iql' }])
    }
  } finally {
    await on.close()
  }
})
