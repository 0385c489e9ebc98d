import assert from 'node:assert/strict'
import { buildOrganisation } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'
import { changeOrganisation, deleteOrganisation } from '../../usecases/organisations/change-organisation.ts'

const errorBody = (message: string) => ({ error: { message } })
const child = (key: string, rule: string) => `child "${key}" fails because ["${key}" ${rule}]`

onEachEngine('MSG §10.2: any account reads who a partner or provider is', async (engine) => {
  const { on, partner, provider, otherPartner, partnerOrganisation, providerOrganisation } =
    await newParties(engine)
  try {
    await changeOrganisation(on.desk, on.as(), providerOrganisation.id, {
      details: {
        phone: '0123',
        email_id: 'hello@works.example',
        address: { street: 'Way', door_no: '1', zip_code: '123', city: 'Oslo' },
      },
    })
    const contactData = {
      firstName: null,
      lastName: null,
      organizationName: providerOrganisation.name,
      organizationNumber: null,
      addName: null,
      address: 'Way 1',
      postalCode: '123',
      city: 'Oslo',
      countryCode: null,
      phone: '0123',
      mobile: null,
      email: 'hello@works.example',
    }
    const { id, name } = providerOrganisation
    for (const who of [partner, provider, otherPartner]) {
      const answer = await who.get(`provider?id=${id}`)
      assert.deepEqual([answer.status, answer.body], [200, { id, name, contactData }])
      const other = (await who.get(`partner?id=${partnerOrganisation.id}`)).body as Record<string, unknown>
      assert.deepEqual([other.id, other.name], [partnerOrganisation.id, partnerOrganisation.name])
    }
    const gone = await buildOrganisation(on, 'provider')
    await deleteOrganisation(on.desk, on.as(), gone.id)
    const neither = await buildOrganisation(on, null)
    for (const [path, status, message] of [
      [`provider?id=${partnerOrganisation.id}`, 404, 'Not found'],
      [`partner?id=${id}`, 404, 'Not found'],
      [`provider?id=${gone.id}`, 404, 'Not found'],
      [`partner?id=${neither.id}`, 404, 'Not found'],
      ['provider?id=0', 404, 'Not found'],
      ['provider', 400, child('id', 'is required')],
      ['provider?id=', 400, child('id', 'must be a number')],
      ['partner?id=1.5', 400, child('id', 'must be an integer')],
      ['partner?id=1&id=2', 400, child('id', 'must be a number')],
      ['partner?id=1&full=1', 400, '"full" is not allowed'],
      ['providers?ids=', 400, child('ids', 'is not allowed to be empty')],
      [
        'providers?ids=1,x',
        400,
        'child "ids" fails because ["ids" at position 1 fails because ["1" must be a number]]',
      ],
      ['providers?ids=1&ids=2', 400, child('ids', 'must be a string')],
    ] as const) {
      const answer = await partner.get(path)
      assert.deepEqual([answer.status, answer.body], [status, errorBody(message)], path)
    }
    const ids = async (query: string) =>
      (await partner.get<{ id: number }[]>(`providers${query}`)).body.map((each) => each.id)
    const all = await ids('')
    assert.ok(all.includes(id) && !all.includes(gone.id) && !all.includes(partnerOrganisation.id))
    assert.deepEqual(await ids(`?ids=4711,${id},%20${partnerOrganisation.id},${id}`), [id])
    assert.deepEqual(await ids(`?ids=${all.join(',')}`), all)
  } finally {
    await on.close()
  }
})
