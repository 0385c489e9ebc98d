import assert from 'node:assert/strict'
import { buildRep } from '../../test/harness/build.ts'
import { newDesk } from '../../test/harness/desk.ts'
import { onEachEngine } from '../../test/harness/engines.ts'
import { builtIn } from '../domain/catalog.ts'
import { DeskError } from '../domain/errors.ts'
import { authenticateRepKey } from './credentials/authenticate-rep-key.ts'
import { beginFirstStart, endFirstStart } from './first-start.ts'
import { listOrganisations } from './organisations/list-organisations.ts'

onEachEngine(
  'a first start that ended before it was shown begins again with new credentials',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const unseen = await beginFirstStart(on.desk, on.as('cli'))
      const seen = await beginFirstStart(on.desk, on.as('cli'))
      assert.ok(unseen && seen)
      assert.equal(seen.administratorLogin, 'admin')
      await assert.rejects(
        authenticateRepKey(on.desk, 'rest-v3', unseen.repKey),
        (error: unknown) => error instanceof DeskError && error.fault.code === 'unauthenticated',
      )
      const actor = await authenticateRepKey(on.desk, 'rest-v3', seen.repKey)
      assert.equal(actor.name, 'Administrator')
      assert.equal(seen.customer.id, unseen.customer.id)
      assert.equal((await listOrganisations(on.desk, on.as())).length, 2)

      await endFirstStart(on.desk)
      assert.equal(await beginFirstStart(on.desk, on.as('cli')), null)
      await authenticateRepKey(on.desk, 'rest-v3', seen.repKey)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('threat model 1.10: an installation with an administrator is not prepared', async (engine) => {
  const on = await newDesk(engine)
  try {
    await buildRep(on, { roleIds: [builtIn.role.administrator] })
    assert.equal(await beginFirstStart(on.desk, on.as('cli')), null)
    assert.deepEqual(await listOrganisations(on.desk, on.as()), [])
  } finally {
    await on.close()
  }
})
