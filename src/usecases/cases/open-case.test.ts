import assert from 'node:assert/strict'
import { buildAccount, buildContact, buildOrganisation } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { DeskError, type Fault } from '../../domain/errors.ts'
import { authenticateAccount } from '../credentials/authenticate-account.ts'
import { changeCase } from './change-case.ts'
import { openCase } from './open-case.ts'

const texts = { subject: 'Printer', description: 'It burns.', descriptionFormat: 'text' } as const
const refused = (code: Fault['code']) => (error: unknown) =>
  error instanceof DeskError && error.fault.code === code
const count = async (on: Awaited<ReturnType<typeof newDesk>>, table: 'cases' | 'events' | 'people') =>
  (
    await on.desk.db
      .selectFrom(table)
      .select((of) => of.fn.countAll<number>().as('n'))
      .executeTakeFirst()
  )?.n

onEachEngine(
  'of parallel openings at one below the limit exactly one gets through; closing one frees a place',
  async (engine) => {
    const on = await newDesk(engine, { limits: { openCasesPerContact: 3 } })
    const customer = await buildContact(on)
    const open = () => openCase(on.desk, on.as(), { ...texts, requester: customer.id, limited: true })
    await open()
    await open()
    const results = await Promise.allSettled(Array.from({ length: 20 }, open))
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal(await count(on, 'cases'), 3)
    await changeCase(on.desk, on.as(), 1, { status: 5 })
    await open()
    await assert.rejects(open(), refused('open_case_limit'))
    await on.close()
  },
)

onEachEngine('a refused opening leaves nothing behind: no case, no contact, no event', async (engine) => {
  const on = await newDesk(engine)
  const before = [await count(on, 'people'), await count(on, 'events')]
  const requester = { email: 'new@customer.example', name: 'New' }
  await assert.rejects(openCase(on.desk, on.as(), { ...texts, requester, files: [4711] }), refused('invalid'))
  await assert.rejects(
    openCase(on.desk, on.as(), { ...texts, requester, category: 4711 }),
    refused('invalid'),
  )
  await assert.rejects(
    openCase(on.desk, on.as(), { ...texts, requester, needsProvider: true }),
    refused('no_provider'),
  )
  assert.equal(await count(on, 'cases'), 0)
  assert.deepEqual([await count(on, 'people'), await count(on, 'events')], before)
  await on.close()
})

onEachEngine(
  'the parties of a case follow the requester, the account and the defaults (mapping.md)',
  async (engine) => {
    const on = await newDesk(engine)
    const provider = await buildOrganisation(on, 'provider')
    const partner = await buildOrganisation(on, 'partner')
    const own = await buildContact(on, { organisationId: partner.id })
    const stranger = await buildContact(on)
    const parties = async (requester: number, actor = on.as(), providerId: number | null = null) => {
      const { partnerId, providerId: found } = await openCase(on.desk, actor, {
        ...texts,
        requester,
        providerId,
      })
      return [partnerId, found]
    }
    assert.deepEqual(await parties(own.id), [partner.id, provider.id], 'the only provider serves')
    assert.deepEqual(await parties(stranger.id), [null, provider.id])
    const account = await buildAccount(on, partner.id)
    const actor = await authenticateAccount(on.desk, 'messages', account.token, null)
    assert.deepEqual(
      await parties(stranger.id, actor),
      [partner.id, provider.id],
      'the account that opens it',
    )
    const second = await buildOrganisation(on, 'provider')
    assert.deepEqual(await parties(own.id), [partner.id, null], 'two providers and no default')
    assert.deepEqual(await parties(own.id, on.as(), second.id), [partner.id, second.id], 'the one asked for')
    await on.close()
  },
)

onEachEngine('the same new address in parallel becomes one contact', async (engine) => {
  const on = await newDesk(engine)
  const requester = { email: 'New@Customer.example', name: 'New' }
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => openCase(on.desk, on.as(), { ...texts, requester })),
  )
  assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['fulfilled']))
  assert.equal(await count(on, 'people'), 1)
  assert.equal(await count(on, 'cases'), 10)
  await on.close()
})
