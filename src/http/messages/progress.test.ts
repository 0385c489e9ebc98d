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
  // The order of checks (§1.4): body, case, party.
  const nowhere = '00000000-0000-4000-8000-000000000000'
  assert.equal((await partner.post('case/status', { guid: nowhere, key: 'open' })).status, 404)
  assert.equal((await partner.post('case/status', { guid: nowhere, key: 'lost' })).status, 400)
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
