import assert from 'node:assert/strict'
import { builtIn } from '../../src/domain/catalog.ts'
import { newDesk } from '../harness/desk.ts'
import { signedIn } from '../harness/desk-client.ts'
import { onEachEngine } from '../harness/engines.ts'
import { startExample } from '../harness/example-process.ts'
import { restClient } from '../harness/rest.ts'

onEachEngine('example: an alarm is raised, resolved by a person, and clears itself', async (engine) => {
  const on = await newDesk(engine, { callbackAllow: '127.0.0.0/8', callbackSecret: 'shared' })
  try {
    const rest = await restClient(on)
    const rep = await signedIn(on)
    await using example = startExample(
      { CASELOOM_URL: await on.listen(), CASELOOM_KEY: rest.key, CALLBACK_SECRET: 'shared' },
      'rest-v3/raise-alarm.ts',
    )
    assert.equal(await example.nextLine(), 'alarm raised as request 1')
    const resolved = await rep.call('PATCH', '/cases/1', {
      status: builtIn.status.resolved,
      resolution: 'cleaned /var',
    })
    assert.equal(resolved.statusCode, 200, resolved.body)
    await on.runJobs()
    assert.match(await example.nextLine(), /^request 1 is Resolved: .*cleaned \/var/)
    assert.equal(await example.nextLine(), 'alarm cleared')
    assert.equal(await example.ended(), 0)
  } finally {
    await on.close()
  }
})
