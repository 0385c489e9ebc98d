import { buildAccount, buildOrganisation } from '../../test/harness/build.ts'
import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import { call, expectError, get, leastCase, look, openCase, post, say, type Token } from './client.ts'

const wrong = ['Wrong format']
const missing = ['Field is required']
const notPossible = ['Value is not present in possible options']

/** Rows of §10.3: a body that is not right, and what is wrong with it by field. */
const rows: readonly [says: string, body: object, details: Readonly<Record<string, string[]>>][] = [
  ['The two required fields', {}, { 'productData.problemText': missing, 'customer.email': missing }],
  [
    'A problemText of spaces counts as missing',
    { ...leastCase, productData: { problemText: ' ' } },
    { 'productData.problemText': missing },
  ],
  [
    'Objects that are none',
    { productData: 'x', customer: [], orderData: 1 },
    {
      productData: wrong,
      'productData.problemText': missing,
      customer: wrong,
      'customer.email': missing,
      orderData: wrong,
    },
  ],
  [
    'An address that is none, in each contact',
    {
      ...leastCase,
      customer: { email: 'nobody' },
      consumer: { email: 'nobody' },
      pickupDst: { email: 'nobody' },
      returnDst: { email: 'nobody' },
    },
    {
      'customer.email': wrong,
      'consumer.email': wrong,
      'pickupDst.email': wrong,
      'returnDst.email': wrong,
    },
  ],
  [
    'Lengths: postalCode 6, mobile 19, names, address and city 64',
    {
      ...leastCase,
      consumer: {
        postalCode: '1234567',
        mobile: '1'.repeat(20),
        firstName: 'x'.repeat(65),
        organizationNumber: 'x'.repeat(65),
        address: 'x'.repeat(65),
        city: 'x'.repeat(65),
      },
    },
    {
      'consumer.firstName': wrong,
      'consumer.organizationNumber': wrong,
      'consumer.address': wrong,
      'consumer.postalCode': wrong,
      'consumer.city': wrong,
      'consumer.mobile': wrong,
    },
  ],
  [
    'Lengths: model and serial 40, imei 20',
    {
      ...leastCase,
      productData: { problemText: 'x', model: 'x'.repeat(41), serial: 'x'.repeat(41), imei: 'x'.repeat(21) },
    },
    { 'productData.model': wrong, 'productData.serial': wrong, 'productData.imei': wrong },
  ],
  [
    'Words that are no option',
    {
      ...leastCase,
      originatorType: 'nobody',
      bookingType: 'x',
      pickupDestination: 'x',
      returnDestination: 'x',
      customer: { ...leastCase.customer, type: 2 },
    },
    {
      'customer.type': notPossible,
      originatorType: notPossible,
      bookingType: notPossible,
      pickupDestination: notPossible,
      returnDestination: notPossible,
    },
  ],
  [
    'acceptConditions that is not true',
    { ...leastCase, acceptConditions: false },
    { acceptConditions: ['Field must be equal to true'] },
  ],
  [
    'Ids that are no numbers',
    { ...leastCase, serviceType: 'x', location: 1.5, shipping: 'y' },
    { serviceType: wrong, location: wrong, shipping: wrong },
  ],
  ['noPassword that is no boolean', { ...leastCase, noPassword: 'maybe' }, { noPassword: wrong }],
  [
    'A forcedProvider that does not exist',
    { ...leastCase, forcedProvider: 999_999_999 },
    { forcedProvider: notPossible },
  ],
]

/** Everything that the vendor documents. */
const whole = {
  serviceType: 1,
  manufacturer: '1006',
  productType: 'Notebook',
  location: 2,
  orderData: { refNo: 'CRM-118', partnerSpecific: { acme: { rank: 7 } }, files: [{ name: 'a.png' }] },
  productData: { model: 'ABC-1', problemText: 'No picture\nsince Monday', serial: 'S1', accessory: ['1099'] },
  clientPostalCode: '2333',
  customer: {
    type: 1,
    organizationName: 'Home Ltd',
    organizationNumber: '55',
    email: 'office@home.example',
    countryCode: 'NO',
  },
  consumer: { type: 0, firstName: 'Kim', lastName: 'Lee', email: 'kim@home.example' },
  pickupDst: { city: 'Bergen' },
  originatorType: 'private',
  bookingType: 'companyToPrivate',
  acceptConditions: true,
  noPassword: true,
  trackingId: 'T-1',
  unknown: { anything: 1 },
}

/** §10.3 */
export const newCase: Section<Token> = {
  number: '10.3',
  title: 'Creating a case — POST case/create, case/validate',
  cases: [
    {
      says: 'Two fields open a case, and the answer is its guid alone',
      source: '§10.3; §10.2',
      async run(probe) {
        expectJson(await post(probe, 'partner', 'case/create', leastCase), 200, { guid: any.guid })
      },
    },
    {
      says: 'Everything that the vendor documents is taken, kept and shown; unknown fields and orderData.files are dropped',
      source: '§10.3',
      async run(probe) {
        const answer = await post(probe, 'partner', 'case/create', whole)
        expectJson(answer, 200, { guid: any.guid })
        const { guid } = answer.json() as { guid: string }
        const shown = await look(probe, 'provider', guid)
        expectValue(
          shown,
          partly({
            country: 'NO',
            manufacturerId: 1006,
            serviceTypeId: 1,
            serviceLocationId: 2,
            productType: partly({ name: 'Notebook' }),
            productData: whole.productData,
            customer: partly(whole.customer),
            consumer: partly(whole.consumer),
            pickupDst: partly({ city: 'Bergen' }),
            returnDst: null,
            orderData: partly({
              refNo: 'CRM-118',
              partnerSpecific: { acme: { rank: 7 } },
              bookingType: 'companyToPrivate',
            }),
          }),
          'the case',
        )
        const order = shown.orderData as Record<string, unknown>
        expect(
          !Object.hasOwn(order, 'files') && !Object.hasOwn(shown, 'unknown'),
          'something was kept that is not taken',
        )
      },
    },
    ...rows.map(
      ([says, body, details]): Case<Token> => ({
        says: `Every wrong field is named: ${says}`,
        source: '§10.3',
        async run(probe) {
          for (const path of ['case/create', 'case/validate']) {
            const answer = await post(probe, 'partner', path, body)
            expectJson(answer, 400, { error: { message: 'Fields validation failed', details } })
          }
        },
      }),
    ),
    {
      says: 'validate says that create would do, and stores nothing',
      source: '§10.2',
      async run(probe) {
        const model = probe.unique('M')
        const value = { ...leastCase, productData: { problemText: 'x', model } }
        expectJson(await post(probe, 'partner', 'case/validate', value), 200, { data: { result: true } })
        const found = await post(probe, 'partner', 'search-cases', { filters: { productData: { model } } })
        expectJson(found, 200, partly({ data: [] }))
      },
    },
    {
      says: 'A provider account opens no cases',
      source: '§10.2',
      async run(probe) {
        for (const path of ['case/create', 'case/validate'])
          expectError(await post(probe, 'provider', path, leastCase), 403, 'No access')
      },
    },
    {
      says: 'A body that is no object',
      source: '§6.1',
      async run(probe) {
        expectError(await post(probe, 'partner', 'case/create', []), 400, '"value" must be an object')
      },
    },
    {
      says: 'The partner is the caller’s, the provider forcedProvider if that is sent, else the partner’s default',
      source: '§10.3',
      async run(probe) {
        const own = await look(probe, 'partner', await openCase(probe))
        const foreign = await look(probe, 'otherPartner', await openCase(probe, {}, 'otherPartner'))
        expect(own.serviceProviderId !== foreign.serviceProviderId, 'both have one provider')
        const value = { ...leastCase, forcedProvider: String(foreign.serviceProviderId) }
        const { guid } = (await post(probe, 'partner', 'case/create', value)).json() as { guid: string }
        expectValue(
          await look(probe, 'otherProvider', guid),
          partly({ partnerId: own.partnerId, serviceProviderId: foreign.serviceProviderId }),
          'the case',
        )
      },
    },
    {
      says: 'Without any provider for it, a case cannot be processed',
      source: '§10.3',
      needs: 'operator',
      async run(probe) {
        const lone = await buildOrganisation(probe.desk, 'partner', { name: probe.unique('Lone') })
        const { token } = await buildAccount(probe.desk, lone.id)
        const headers = { 'X-Hub-Api-Token': probe.name(token, 'lone partner') }
        const answer = await call(probe, 'nobody', 'POST', 'case/create', { headers, json: leastCase })
        expectJson(answer, 404, { error: { message: "Can't process this case" }, data: null })
      },
    },
    {
      says: 'problemText is the opening text and no message',
      source: '§10.3; §11',
      async run(probe) {
        const guid = await openCase(probe)
        expectJson(await get(probe, 'provider', `case-messages?guid=${guid}`), 200, [])
      },
    },
    {
      says: 'A case has every key of the minimum, null or empty where nothing is known',
      source: '§10.4',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await get(probe, 'partner', `case?guid=${guid}`)
        const organisation = { id: any.id, name: any.someText }
        expectJson(answer, 200, {
          id: any.id,
          guid,
          country: null,
          partnerId: any.id,
          serviceProviderId: any.id,
          manufacturerId: null,
          currentStatus: 'open',
          productData: { problemText: 'No picture' },
          orderData: {},
          serviceTypeId: null,
          serviceLocationId: null,
          productTypeId: null,
          createdAt: any.time,
          sender: null,
          receiver: null,
          customer: partly({ email: 'kim@home.example', firstName: null }),
          consumer: null,
          pickupDst: null,
          returnDst: null,
          serviceType: null,
          productType: null,
          manufacturer: null,
          serviceLocation: null,
          serviceProvider: organisation,
          servicePartner: organisation,
          freightTrackings: [],
          tags: [],
        })
        expectKeys((answer.json() as { serviceProvider: object }).serviceProvider, 'id', 'name')
      },
    },
    {
      says: 'includeRequests=1 adds the requests to external systems, of which there are none',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await get(probe, 'partner', `case?guid=${guid}&include-requests=1`)
        expectJson(answer, 200, partly({ externalRequests: [] }))
        const plain = await get(probe, 'partner', `case?guid=${guid}`)
        expect(!Object.hasOwn(plain.json() as object, 'externalRequests'), 'they are shown unasked')
      },
    },
    {
      says: 'A run from start to end: open, find, accept, ask, confirm, answer, and a third party stays outside',
      source: '§10.5',
      async run(probe) {
        const opened = await post(probe, 'partner', 'case/create', leastCase)
        const { guid } = opened.json() as { guid: string }
        const waiting = await post(probe, 'provider', 'unexported-cases', { filters: { guid } })
        expectJson(waiting, 200, partly({ data: [partly({ guid })] }))
        expectJson(await post(probe, 'provider', 'case/accept', { guid }), 200, { data: { result: true } })
        const question = await say(probe, 'partner', guid, { type: 'statusRequest' })
        expectJson(await get(probe, 'provider', `case-messages?guid=${guid}`), 200, [
          partly({ id: question.id }),
        ])
        const confirmed = await post(probe, 'provider', 'case-messages/confirm', [question.id])
        expectJson(confirmed, 200, { success: true, errors: [], data: {} })
        const answer = await say(probe, 'provider', guid, { parentMessageId: question.id })
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [
          partly({ id: question.id, confirmedAt: any.time }),
          partly({ id: answer.id, parentMessageId: question.id }),
        ])
        expectJson(await post(probe, 'partner', 'case-messages/confirm', [answer.id, 3]), 200, {
          success: true,
          errors: [{ id: 3, message: 'Not found' }],
          data: {},
        })
        expectStatus(await get(probe, 'otherPartner', `case-messages?guid=${guid}`), 403)
        expectJson(await post(probe, 'otherPartner', 'case-messages/confirm', [answer.id]), 200, {
          success: true,
          errors: [{ id: answer.id, message: 'No access' }],
          data: {},
        })
      },
    },
  ],
}
