import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, newParties } from '../../../test/harness/parties.ts'
import { openCase as open } from '../../usecases/cases/open-case.ts'

type Shown = Record<string, Record<string, unknown>> & { tags: { id: number }[] }
const read = async (who: Caller, guid: string) => (await who.get<Shown>(`case?guid=${guid}`)).body
const done = { result: true }

const opened = {
  productData: { problemText: 'No picture', model: 'ABC-1', problemDetails: { a: 'XP', b: [1, 2] } },
  orderData: { refNo: 'CRM-118', partnerSpecific: { acme: { rank: 7, vip: true } }, files: [1] },
  customer: { type: 0, firstName: 'Kim', email: 'kim@home.example', city: 'Oslo' },
  pickupDst: { city: 'Bergen' },
}

onEachEngine('MSG §10.2: case/update replaces what is sent and leaves the rest', async (engine) => {
  const { on, partner, provider, openCase } = await newParties(engine)
  try {
    const guid = await openCase(opened)
    const before = await read(partner, guid)
    assert.deepEqual(await partner.did('case/update', { guid }), done)
    assert.deepEqual(await read(partner, guid), before)
    assert.deepEqual(
      await provider.did('case/update', {
        guid,
        orderData: { workNo: 'W1', files: [{ name: 'a.png' }] },
        productData: { serial: 'S1' },
        consumer: { firstName: 'Lee', email: 'lee@home.example' },
        tags: [1, 2, 1],
      }),
      done,
    )
    const after = await read(partner, guid)
    assert.deepEqual(after.orderData, { workNo: 'W1' })
    assert.deepEqual(after.productData, { serial: 'S1', problemText: 'No picture' })
    assert.deepEqual([after.consumer?.firstName, after.consumer?.city], ['Lee', null])
    assert.deepEqual([after.customer, after.pickupDst], [before.customer, before.pickupDst])
    assert.deepEqual(
      after.tags.map(({ id }) => id),
      [1, 2],
    )
    await partner.did('case/update', {
      guid,
      // As it is shown, with null for what is not there.
      customer: { ...after.consumer, phone: '99' },
      returnDst: { address: 'Way 1' },
      productData: { problemText: 'Smokes' },
      tags: [],
    })
    const last = await read(provider, guid)
    assert.deepEqual(
      [last.customer?.firstName, last.customer?.phone, last.customer?.city],
      ['Lee', '99', null],
    )
    assert.deepEqual(
      [last.returnDst?.address, last.productData, last.tags],
      ['Way 1', { problemText: 'Smokes' }, []],
    )
    const found = await partner.did<{ data: unknown[] }>('search-cases', {
      filters: { commonSearch: 'way 1' },
    })
    assert.equal(found.data.length, 1)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §10.2: case/append merges what is sent, at any depth', async (engine) => {
  const { on, partner, provider, openCase } = await newParties(engine)
  try {
    const guid = await openCase(opened)
    await provider.did('case/update', { guid, tags: [1] })
    assert.deepEqual(
      await provider.did('case/append', {
        guid,
        orderData: { workNo: 'W1', partnerSpecific: { acme: { rank: 8 }, home: { x: null } } },
        productData: { serial: 'S1', problemDetails: { b: [3] } },
        customer: { lastName: 'Lee', city: null },
        consumer: { email: 'lee@home.example' },
        tags: [2],
      }),
      done,
    )
    const after = await read(partner, guid)
    const { clientPostalCode: _, ...orderData } = after.orderData ?? {}
    assert.deepEqual(orderData, {
      refNo: 'CRM-118',
      workNo: 'W1',
      partnerSpecific: { acme: { rank: 8, vip: true }, home: { x: null } },
    })
    assert.deepEqual(after.productData, {
      model: 'ABC-1',
      serial: 'S1',
      problemDetails: { a: 'XP', b: [3] },
      problemText: 'No picture',
    })
    const { firstName, lastName, city, email } = after.customer ?? {}
    assert.deepEqual([firstName, lastName, city, email], ['Kim', 'Lee', null, 'kim@home.example'])
    assert.equal(after.consumer?.email, 'lee@home.example')
    assert.deepEqual(
      after.tags.map(({ id }) => id),
      [1, 2],
    )

    // At once: each reads what the one before has left.
    const counts = Array.from({ length: 10 }, (_, index) => `count${index}`)
    await Promise.all(counts.map((key) => provider.did('case/append', { guid, orderData: { [key]: 1 } })))
    const { orderData: merged } = await read(partner, guid)
    assert.deepEqual(
      counts.filter((key) => merged?.[key] !== 1),
      [],
    )

    // A case of another wire: its requester is the customer, its opening text keeps its form unless it changes.
    const contact = await buildContact(on, {
      name: 'Ann Bo',
      organisationId: partner.account.organisationId,
    })
    const of = await open(on.desk, on.as(), {
      subject: 'x',
      description: '<p>It <b>smokes</b></p>',
      descriptionFormat: 'html',
      requester: contact.id,
    })
    await partner.did('case/append', {
      guid: of.guid,
      customer: { city: 'Oslo' },
      productData: { problemText: 'It smokes', model: 'X' },
    })
    const shown = await read(provider, of.guid)
    assert.deepEqual(
      [shown.customer?.firstName, shown.customer?.lastName, shown.customer?.city],
      ['Ann', 'Bo', 'Oslo'],
    )
    assert.deepEqual(shown.productData, { problemText: 'It smokes', model: 'X' })
    const { description } = await on.desk.db
      .selectFrom('cases')
      .select('description')
      .where('guid', '=', of.guid)
      .executeTakeFirstOrThrow()
    assert.equal(description, '<p>It <b>smokes</b></p>')
  } finally {
    await on.close()
  }
})

const child = (key: string, text: string) => `child "${key}" fails because [${text}]`
const inside = (key: string, name: string, rule: string) => child(key, child(name, `"${name}" ${rule}`))
const tooLong = (most: number) => `length must be less than or equal to ${most} characters long`

/** What is sent besides the guid, and the text of the answer. */
const wrong: readonly [facts: Record<string, unknown>, text: string][] = [
  [{ guid: undefined }, child('guid', '"guid" is required')],
  [{ guid: 'x' }, child('guid', '"guid" must be a valid GUID')],
  [{ foo: 1 }, '"foo" is not allowed'],
  [{ orderData: [] }, child('orderData', '"orderData" must be an object')],
  [{ orderData: null }, child('orderData', '"orderData" must be an object')],
  [{ orderData: { a: ['x\0'] } }, child('orderData', '"orderData" contains an invalid value')],
  [{ productData: 'x' }, child('productData', '"productData" must be an object')],
  [{ productData: { problemText: '' } }, inside('productData', 'problemText', 'is not allowed to be empty')],
  [{ productData: { model: 'x'.repeat(41) } }, inside('productData', 'model', tooLong(40))],
  [{ productData: { serial: 7 } }, inside('productData', 'serial', 'must be a string')],
  [{ productData: { imei: 'x'.repeat(21) } }, inside('productData', 'imei', tooLong(20))],
  [{ customer: null }, child('customer', '"customer" must be an object')],
  [{ customer: { email: 'nobody' } }, inside('customer', 'email', 'must be a valid email')],
  [{ consumer: { type: 2 } }, inside('consumer', 'type', 'must be one of [0, 1]')],
  [{ consumer: { type: 'x' } }, inside('consumer', 'type', 'must be a number')],
  [{ pickupDst: { postalCode: '1234567' } }, inside('pickupDst', 'postalCode', tooLong(6))],
  [{ returnDst: { mobile: '1'.repeat(20) } }, inside('returnDst', 'mobile', tooLong(19))],
  [{ returnDst: { shoeSize: 44 } }, child('returnDst', '"shoeSize" is not allowed')],
  [{ tags: 1 }, child('tags', '"tags" must be an array')],
  [{ tags: ['x'] }, child('tags', '"tags" at position 0 fails because ["0" must be a number]')],
  [{ tags: [4711] }, child('tags', '"tags" contains an invalid value')],
]

onEachEngine('MSG §10.2: a wrong update or append is named in the words of §6.1', async (engine) => {
  const { on, partner, otherPartner, otherProvider, openCase } = await newParties(engine)
  try {
    const guid = await openCase(opened)
    const before = await read(partner, guid)
    for (const path of ['case/update', 'case/append']) {
      for (const [facts, text] of wrong) {
        const answer = await partner.post(path, { guid, orderData: { changed: 1 }, ...facts })
        assert.deepEqual([answer.status, answer.body], [400, { error: { message: text } }], text)
      }
      for (const who of [otherPartner, otherProvider])
        assert.equal((await who.post(path, { guid, tags: [] })).status, 403)
      const nowhere = { guid: '00000000-0000-4000-8000-000000000000' }
      assert.equal((await partner.post(path, nowhere)).status, 404)
    }
    assert.deepEqual(await read(partner, guid), before)
  } finally {
    await on.close()
  }
})
