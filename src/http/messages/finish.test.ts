import assert from 'node:assert/strict'
import { buildOrganisation } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, caller, newParties } from '../../../test/harness/parties.ts'
import { openCase as open } from '../../usecases/cases/open-case.ts'
import { deleteOrganisation } from '../../usecases/organisations/change-organisation.ts'

type Shown = Record<string, unknown>
type Page = { data: { guid: string }[] }
const errorBody = (message: string) => ({ error: { message } })
const small = { productData: { problemText: 'No picture' }, customer: { email: 'kim@home.example' } }
const providerOf = async (who: Caller, guid: string) =>
  (await who.get<Shown>(`case?guid=${guid}`)).body.serviceProviderId
const waiting = async (who: Caller) =>
  (await who.did<Page>('unexported-cases', {})).data.map(({ guid }) => guid)

onEachEngine('MSG §10.2: a case that is held back is sent by case/finish', async (engine) => {
  const { on, partner, provider, otherPartner, otherProvider, openCase, providerOrganisation } =
    await newParties(engine)
  try {
    const guid = await openCase({ holdBack: true })
    assert.equal(await providerOf(partner, guid), null)
    assert.equal((await provider.get(`case?guid=${guid}`)).status, 403)
    assert.deepEqual(await waiting(provider), [])
    for (const [who, body, status, message] of [
      [partner, {}, 400, 'child "guid" fails because ["guid" is required]'],
      [partner, { guid, foo: 1 }, 400, '"foo" is not allowed'],
      [partner, { guid: '00000000-0000-4000-8000-000000000000' }, 404, 'Not found'],
      [otherPartner, { guid }, 403, 'No access'],
      [provider, { guid }, 403, 'No access'],
    ] as const) {
      const answer = await who.post('case/finish', body)
      assert.deepEqual([answer.status, answer.body], [status, errorBody(message)])
    }
    assert.deepEqual(await partner.did('case/finish', { guid }), { result: true })
    assert.equal(await providerOf(provider, guid), providerOrganisation.id)
    assert.deepEqual(await waiting(provider), [guid])
    // Again, and by the provider that has it now: nothing changes, and it is the partner's to do.
    assert.deepEqual(await partner.did('case/finish', { guid }), { result: true })
    assert.equal((await provider.post('case/finish', { guid })).status, 403)

    const forcedProvider = otherProvider.account.organisationId
    const forced = await openCase({ holdBack: 'true', forcedProvider })
    assert.deepEqual(await waiting(otherProvider), [])
    await partner.did('case/finish', { guid: forced })
    assert.equal(await providerOf(otherProvider, forced), forcedProvider)
    const wrong = await partner.post('case/create', { ...small, holdBack: 'maybe' })
    assert.deepEqual(wrong.body, {
      error: { message: 'Fields validation failed', details: { holdBack: ['Wrong format'] } },
    })
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §10.2: case/finish finds a provider, or says that there is none', async (engine) => {
  const { on, openCase, partner } = await newParties(engine)
  try {
    const lone = await buildOrganisation(on, 'partner')
    const account = await caller(on, lone.id)
    const gone = await buildOrganisation(on, 'provider')
    // Opened through another wire, where a case needs no provider.
    const { guid } = await open(on.desk, on.as(), {
      subject: 'x',
      description: 'x',
      descriptionFormat: 'text',
      requester: { email: 'lee@home.example', name: null },
    })
    await on.desk.engine.write((tx) =>
      tx.updateTable('cases').set({ partner_id: lone.id }).where('guid', '=', guid).execute(),
    )
    const none = await account.post('case/finish', { guid })
    assert.deepEqual([none.status, none.body], [404, { ...errorBody("Can't process this case"), data: null }])
    const held = await openCase({ holdBack: true, forcedProvider: gone.id })
    await deleteOrganisation(on.desk, on.as(), gone.id)
    const away = await partner.post('case/finish', { guid: held })
    assert.deepEqual(away.body, {
      error: {
        message: 'Fields validation failed',
        details: { forcedProvider: ['Value is not present in possible options'] },
      },
    })
  } finally {
    await on.close()
  }
})
