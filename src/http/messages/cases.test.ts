import assert from 'node:assert/strict'
import { buildOrganisation } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, caller, newParties } from '../../../test/harness/parties.ts'

type Shown = Record<string, unknown> & { guid: string; id: number }
type Page = { data: Shown[]; pagination: { offset: number; count: number } }
const errorBody = (message: string) => ({ error: { message } })
const small = { productData: { problemText: 'No picture' }, customer: { email: 'kim@home.example' } }
const read = async (who: Caller, guid: string) => (await who.get<Shown>(`case?guid=${guid}`)).body

const whole = {
  serviceType: 1,
  manufacturer: '1006',
  productType: 'Notebook',
  location: 2,
  orderData: {
    refNo: 'CRM-118',
    partnerSpecific: { acme: { rank: 7, vip: true } },
    files: [{ name: 'a.png' }],
  },
  productData: { model: 'ABC-1', problemText: 'No picture\nsince Monday', serial: 'S1', accessory: ['1099'] },
  clientPostalCode: '2333',
  customer: {
    type: 1,
    organizationName: 'Home Ltd',
    organizationNumber: '55',
    email: 'office@home.example',
    postalCode: '123 45',
    city: 'Oslo',
    countryCode: 'NO',
    mobile: '12345',
    shoeSize: 44,
  },
  consumer: { type: 0, firstName: 'Kim', lastName: 'Lee', email: 'kim@home.example', phone: '99' },
  pickupDst: { city: 'Bergen' },
  originatorType: 'private',
  bookingType: 'companyToPrivate',
  acceptConditions: true,
  shipping: 3,
  pickupDestination: 'consumer',
  returnDestination: 'customCompany',
  noPassword: true,
  trackingId: 'T-1',
  unknown: { anything: 1 },
}

onEachEngine('MSG §10.3: two fields open a case, all documented ones are kept and shown', async (engine) => {
  const { on, partner, provider, partnerOrganisation, providerOrganisation, openCase } =
    await newParties(engine)
  try {
    const least = await read(provider, await openCase())
    assert.deepEqual(least.productData, { problemText: 'No picture' })
    assert.deepEqual([least.currentStatus, least.orderData, least.consumer], ['open', {}, null])
    const made = await partner.did<{ guid: string }>('case/create', whole)
    assert.deepEqual(Object.keys(made), ['guid'])
    const shown = await read(provider, made.guid)
    const none = { addName: null, address: null, firstName: null, lastName: null, phone: null }
    assert.deepEqual(shown, {
      id: shown.id,
      guid: made.guid,
      country: 'NO',
      partnerId: partnerOrganisation.id,
      serviceProviderId: providerOrganisation.id,
      manufacturerId: 1006,
      currentStatus: 'open',
      productData: {
        model: 'ABC-1',
        serial: 'S1',
        accessory: ['1099'],
        problemText: 'No picture\nsince Monday',
      },
      orderData: {
        refNo: 'CRM-118',
        partnerSpecific: { acme: { rank: 7, vip: true } },
        clientPostalCode: '2333',
        originatorType: 'private',
        bookingType: 'companyToPrivate',
        acceptConditions: true,
        pickupDestination: 'consumer',
        returnDestination: 'customCompany',
        noPassword: true,
        trackingId: 'T-1',
      },
      serviceTypeId: 1,
      serviceLocationId: 2,
      productTypeId: null,
      createdAt: new Date(on.clock.now).toISOString(),
      sender: null,
      receiver: null,
      customer: {
        ...none,
        type: 1,
        organizationName: 'Home Ltd',
        organizationNumber: '55',
        email: 'office@home.example',
        postalCode: '123 45',
        city: 'Oslo',
        countryCode: 'NO',
        mobile: '12345',
      },
      consumer: {
        ...none,
        organizationName: null,
        organizationNumber: null,
        postalCode: null,
        city: null,
        countryCode: null,
        mobile: null,
        type: 0,
        firstName: 'Kim',
        lastName: 'Lee',
        email: 'kim@home.example',
        phone: '99',
      },
      pickupDst: {
        ...none,
        organizationName: null,
        organizationNumber: null,
        postalCode: null,
        countryCode: null,
        mobile: null,
        email: null,
        city: 'Bergen',
      },
      returnDst: null,
      serviceType: { id: 1, name: null },
      productType: { id: null, name: 'Notebook' },
      manufacturer: { id: 1006, name: null },
      serviceLocation: { id: 2, name: null },
      serviceProvider: { id: providerOrganisation.id, name: providerOrganisation.name },
      servicePartner: { id: partnerOrganisation.id, name: partnerOrganisation.name },
      freightTrackings: [],
      tags: [],
    })
    const { subject, description } = await on.database.engine.db
      .selectFrom('cases')
      .select(['subject', 'description'])
      .where('guid', '=', made.guid)
      .executeTakeFirstOrThrow()
    assert.deepEqual([subject, description], ['ABC-1: No picture', 'No picture\nsince Monday'])
    // The opening text is not a message (§11).
    assert.deepEqual((await partner.get(`case-messages?guid=${made.guid}`)).body, [])
    const withRequests = await partner.get<Shown>(`case?guid=${made.guid}&include_requests=1`)
    assert.deepEqual(withRequests.body.externalRequests, [])
  } finally {
    await on.close()
  }
})

const missing = ['Field is required']
const wrong = ['Wrong format']
const notPossible = ['Value is not present in possible options']
const wrongFields: readonly [body: unknown, details: Record<string, string[]>][] = [
  [{}, { 'productData.problemText': missing, 'customer.email': missing }],
  [
    { productData: 'x', customer: [] },
    { productData: wrong, 'productData.problemText': missing, customer: wrong, 'customer.email': missing },
  ],
  [{ ...small, productData: { problemText: '  ' } }, { 'productData.problemText': missing }],
  [{ ...small, productData: { problemText: 5 } }, { 'productData.problemText': wrong }],
  [{ ...small, customer: { email: 'nobody' } }, { 'customer.email': wrong }],
  [{ ...small, customer: { ...small.customer, postalCode: '1234567' } }, { 'customer.postalCode': wrong }],
  [{ ...small, customer: { ...small.customer, type: 2 } }, { 'customer.type': notPossible }],
  [
    { ...small, consumer: { email: 'nobody', mobile: '1'.repeat(20) } },
    { 'consumer.email': wrong, 'consumer.mobile': wrong },
  ],
  [
    { ...small, productData: { ...small.productData, model: 'x'.repeat(41) } },
    { 'productData.model': wrong },
  ],
  [{ ...small, orderData: [] }, { orderData: wrong }],
  [{ ...small, orderData: { deep: { text: 'a\0b' } } }, { orderData: wrong }],
  [{ ...small, originatorType: 'nobody' }, { originatorType: notPossible }],
  [{ ...small, acceptConditions: false }, { acceptConditions: ['Field must be equal to true'] }],
  [
    { ...small, serviceType: 'x', location: 1.5 },
    { serviceType: wrong, location: wrong },
  ],
  [{ ...small, noPassword: 'maybe' }, { noPassword: wrong }],
  [{ ...small, forcedProvider: 4711 }, { forcedProvider: notPossible }],
]

onEachEngine(
  'MSG §10.3: every wrong field is named, by create and validate alike, and nothing is stored',
  async (engine) => {
    const { on, partner, provider } = await newParties(engine)
    try {
      for (const path of ['case/create', 'case/validate']) {
        for (const [body, details] of wrongFields) {
          const answer = await partner.post(path, body)
          const expected = { error: { message: 'Fields validation failed', details } }
          assert.deepEqual([answer.status, answer.body], [400, expected], JSON.stringify(body))
        }
        const answer = await provider.post(path, small)
        assert.deepEqual([answer.status, answer.body], [403, errorBody('No access')])
        assert.deepEqual((await partner.post(path, '[]')).body, errorBody('"value" must be an object'))
      }
      assert.deepEqual(await partner.did('case/validate', whole), { data: { result: true } })
      assert.equal((await partner.did<Page>('search-cases', {})).pagination.count, 0)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('MSG §10.3: the provider asked for, else the default, else none', async (engine) => {
  const { on, partner, otherProvider } = await newParties(engine)
  try {
    const lone = await caller(on, (await buildOrganisation(on, 'partner')).id)
    for (const path of ['case/create', 'case/validate']) {
      const answer = await lone.post(path, small)
      assert.deepEqual(
        [answer.status, answer.body],
        [404, { ...errorBody("Can't process this case"), data: null }],
      )
    }
    const providerId = otherProvider.account.organisationId
    const { guid } = await partner.did<Shown>('case/create', { ...small, forcedProvider: String(providerId) })
    assert.equal((await read(otherProvider, guid)).serviceProviderId, providerId)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §10.2: accept and cancel, by the provider of the case only', async (engine) => {
  const { on, partner, provider, otherProvider, openCase } = await newParties(engine)
  try {
    const guid = await openCase({ orderData: { refNo: '1' } })
    const waiting = async () => (await provider.did<Page>('unexported-cases', {})).pagination.count
    const done = { data: { result: true } }
    for (const path of ['case/accept', 'case/cancel']) {
      for (const [who, body, status, message] of [
        [provider, {}, 400, 'child "guid" fails because ["guid" is required]'],
        [provider, { guid, foo: 1 }, 400, '"foo" is not allowed'],
        [provider, { guid: '00000000-0000-4000-8000-000000000000' }, 404, 'Not found'],
        [otherProvider, { guid }, 403, 'No access'],
        [partner, { guid }, 403, 'No access'],
      ] as const) {
        const answer = await who.post(path, body)
        assert.deepEqual([answer.status, answer.body], [status, errorBody(message)], path)
      }
    }
    assert.deepEqual(
      (await provider.post('case/accept', { guid, orderData: 1 })).body,
      errorBody('child "orderData" fails because ["orderData" must be an object]'),
    )
    assert.equal(await waiting(), 1)
    assert.deepEqual(await provider.did('case/accept', { guid, orderData: { workNo: 'W1' } }), done)
    assert.deepEqual(await provider.did('case/accept', { guid, status: true }), done)
    assert.equal(await waiting(), 0)
    assert.deepEqual((await read(partner, guid)).orderData, { refNo: '1', workNo: 'W1' })
    assert.deepEqual(await provider.did('case/cancel', { guid, reason: 'No parts' }), done)
    assert.equal(await waiting(), 1)
    assert.deepEqual(await provider.did('case/accept', { guid }), done)
    assert.deepEqual(await provider.did('case/accept', { guid, status: false }), done)
    assert.equal(await waiting(), 1)
    const refused = await partner.post('unexported-cases', {})
    assert.deepEqual([refused.status, refused.body], [403, errorBody('No access')])
  } finally {
    await on.close()
  }
})
