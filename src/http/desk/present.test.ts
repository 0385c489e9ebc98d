import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildContact } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { listCases } from '../../usecases/cases/list-cases.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { previewCases } from '../../usecases/cases/preview-cases.ts'
import { readCase } from '../../usecases/cases/read-case.ts'
import { readCatalog } from '../../usecases/catalog/read-catalog.ts'
import { contactActor } from '../../usecases/credentials/actors.ts'
import { listCaseHistory } from '../../usecases/feed/list-case-history.ts'
import { readChanges } from '../../usecases/feed/read-feed.ts'
import { iso, presentSummary } from './present.ts'
import { presentCase } from './present-case.ts'
import { presentEvent } from './present-event.ts'

onEachEngine('a customer would see nothing of what is for staff only, by any way (1.5)', async (engine) => {
  const on = await newDesk(engine, { callbackAllow: '127.0.0.1' })
  try {
    const rep = await signedIn(on)
    const ada = await buildContact(on, { name: 'Ada' })
    const secret = 'SECRET'
    const { number } = await openCase(on.desk, on.as(), {
      subject: 's',
      description: 'opening words',
      descriptionFormat: 'text',
      requester: ada.id,
      details: { staffOnly: secret },
      fields: { udf_1: secret },
      callbackUrl: `http://127.0.0.1:8080/${secret}`,
    })
    const at = `/cases/${number}`
    await rep.call('PATCH', at, { assigneeId: rep.rep.id, callbackUrl: `http://127.0.0.1:8080/${secret}2` })
    await rep.call('POST', `${at}/messages`, { audience: 'customer', text: 'visible' })
    await rep.call('POST', `${at}/messages`, { audience: 'internal', text: secret })
    const viewer = contactActor('desk', ada, null)
    const file = await readCase(on.desk, viewer, number)
    const detail = presentCase(viewer, file, on.clock.now)
    const page = await listCases(on.desk, viewer, {
      trash: 'without',
      where: [],
      sort: { by: 'number', order: 'asc' },
      limit: 10,
    })
    const previews = await previewCases(on.desk, viewer, page.cases, page.catalog)
    const rows = page.cases.map((of) => {
      const preview = previews.get(of.number)
      assert.ok(preview)
      return presentSummary(viewer, of, preview, page, on.clock.now)
    })
    const history = await listCaseHistory(on.desk, viewer, number)
    const feed = await readChanges(on.desk, viewer, null, 500)
    const events = [...history.events, ...feed.events].map((event) => presentEvent(viewer, event, history))
    const { reps } = await readCatalog(on.desk, viewer)
    const everything = JSON.stringify({ detail, rows, events, reps })
    assert.ok(everything.includes('visible'))
    assert.ok(!everything.includes(secret))
    assert.ok(!everything.includes(rep.rep.email ?? '?'), 'addresses of staff are not for customers')
    assert.deepEqual([rows[0]?.preview, rows[0]?.assignee?.name], ['visible', rep.rep.name])
    assert.ok(events.every((event) => event.caseNumber === number))
  } finally {
    await on.close()
  }
})

test('times beyond four-digit years are shown at their end, not as an error', async () => {
  assert.equal(iso(8.64e15), '9999-12-31T23:59:59.999Z')
  assert.equal(iso(-8.64e15), '0000-01-01T00:00:00.000Z')
  assert.equal(iso(Number.MAX_SAFE_INTEGER), '9999-12-31T23:59:59.999Z')
})
