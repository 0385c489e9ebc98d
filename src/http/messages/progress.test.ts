import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'

const errorBody = (message: string) => ({ error: { message } })
type Shown = { currentStatus: string }

onEachEngine('MSG §10.2: the provider says how far the case is, by the name of a status', async (engine) => {
  const parties = await newParties(engine)
  const { on, partner, provider } = parties
  const guid = await parties.openCase()
  const shown = async () => (await partner.get<Shown>(`case?guid=${guid}`)).body.currentStatus
  const done = await provider.did<{ data: Record<string, unknown> }>('case/status', {
    guid,
    key: 'In Progress',
  })
  assert.deepEqual(Object.keys(done.data), [
    'id',
    'caseId',
    'guid',
    'key',
    'createdAt',
    'updatedAt',
    'declaredAt',
  ])
  assert.equal(done.data.key, 'in progress')
  assert.equal(await shown(), 'in progress')
  on.clock.advance(1_000)
  const again = await provider.did<{ data: Record<string, unknown> }>('case/status', {
    guid,
    key: 'in progress',
  })
  assert.equal(again.data.updatedAt, done.data.updatedAt)
  await provider.did('case/status', { guid, key: 'CLOSED' })
  assert.equal(await shown(), 'closed')

  assert.equal((await partner.post('case/status', { guid, key: 'open' })).status, 403)
  assert.equal((await parties.otherProvider.post('case/status', { guid, key: 'open' })).status, 403)
  const unknown = await provider.post('case/status', { guid, key: 'lost' })
  assert.deepEqual(
    unknown.body,
    errorBody(
      'child "key" fails because ["key" must be one of [open, on hold, in progress, resolved, closed, cancelled]]',
    ),
  )
  assert.equal(await shown(), 'closed')
  await on.close()
})

onEachEngine('MSG §10.2: both parties give files to a case, all or none', async (engine) => {
  const parties = await newParties(engine)
  const { on, partner, provider, otherPartner } = parties
  const guid = await parties.openCase()
  const data = Buffer.from('bytes').toString('base64')
  const kept = async () => (await on.desk.db.selectFrom('attachments').selectAll().execute()).length
  assert.deepEqual(
    await partner.did('case/files', { guid, files: [{ name: 'bill.pdf', data, type: 'claim' }] }),
    {
      data: { result: true },
    },
  )
  await provider.did('case/files', {
    guid,
    files: [
      { name: 'a.txt', data },
      { name: 'B.JPG', data },
    ],
  })
  assert.equal(await kept(), 3)

  const wrong: [unknown, string][] = [
    [undefined, 'child "files" fails because ["files" is required]'],
    ['x', 'child "files" fails because ["files" must be an array]'],
    [
      [
        { name: 'a.txt', data },
        { name: 'b.exe', data },
      ],
      'child "files" fails because ["files" at position 1 fails because [child "name" fails because ["name" has an extension that is not allowed]]]',
    ],
    [
      [{ name: 'a.txt', data: '!' }],
      'child "files" fails because ["files" at position 0 fails because [child "data" fails because ["data" must be a valid base64 string]]]',
    ],
    [
      [{ name: 'a.txt', data, url: 'http://169.254.169.254/' }],
      'child "files" fails because ["files" at position 0 fails because ["url" is not allowed]]',
    ],
  ]
  for (const [files, message] of wrong) {
    const answer = await partner.post('case/files', { guid, files })
    assert.deepEqual([answer.status, answer.body], [400, errorBody(message)])
  }
  assert.equal(
    (await otherPartner.post('case/files', { guid, files: [{ name: 'a.txt', data }] })).status,
    403,
  )
  assert.equal(await kept(), 3)
  await on.close()
})
