import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'

type Page = { data: { id: number; guid: string }[]; pagination: { offset: number; count: number } }

onEachEngine(
  'MSG §10.2: search finds by every documented key, newest first, own cases only',
  async (engine) => {
    const { on, partner, provider, otherPartner, openCase, providerOrganisation } = await newParties(engine)
    try {
      const first = await openCase({
        orderData: {
          refNo: 'CRM-118',
          rank: 7,
          vip: true,
          partnerSpecific: { acme: { internal: 3112312312 } },
        },
        productData: { problemText: 'No picture at all', model: 'ABC-1' },
        manufacturer: 1006,
        serviceType: 1,
      })
      on.clock.advance(86_400_000)
      const second = await openCase({
        orderData: { refNo: 'CRM-119', rank: 'gold' },
        customer: { email: 'johnny@home.example', city: 'Århus "C"' },
      })
      const third = await openCase({ location: 9 })
      await changeCase(on.desk, on.as(), { guid: second }, { tagIds: [1, 2] })
      await changeCase(on.desk, on.as(), { guid: third }, { tagIds: [1], status: 2 })
      const find = async (filters: unknown, who = partner) =>
        (await who.did<Page>('search-cases', { filters })).data.map(({ guid }) => guid)
      const all = [third, second, first]
      const { data } = await partner.did<Page>('search-cases', {})
      const ids = data.map(({ id }) => id)
      assert.deepEqual(
        data.map(({ guid }) => guid),
        all,
      )
      for (const [filters, found] of [
        [{}, all],
        [{ id: ids[2] }, [first]],
        [{ id: String(ids[2]) }, [first]],
        [{ id: { $gt: ids[2] } }, [third, second]],
        [{ id: { $gt: ids[2], $lt: ids[0] } }, [second]],
        [{ id: 1e15 }, []],
        [{ guid: second.toUpperCase() }, [second]],
        [{ serviceProviderId: providerOrganisation.id }, all],
        [{ partnerId: 4711 }, []],
        [{ manufacturerId: 1006 }, [first]],
        [{ manufacturerId: { $gt: 1005 } }, [first]],
        [{ serviceTypeId: 1 }, [first]],
        [{ serviceLocationId: '9' }, [third]],
        [{ productTypeId: 1 }, []],
        [{ currentStatus: 'On Hold' }, [third]],
        [{ currentStatus: 'open' }, [second, first]],
        [{ currentStatus: 'rejected' }, []],
        [{ createdAt: { $gt: '2026-01-06' } }, [third, second]],
        [{ createdAt: { $lt: '2026-01-06T00:00:00+01:00' } }, [first]],
        [{ tags: ['Question'] }, [third, second]],
        [{ tags: ['Question', 'Refund'] }, [second]],
        [{ tags: ['question'] }, []],
        [{ tags: [] }, all],
        [{ productData: { model: 'abc-1' } }, [first]],
        [{ productData: { problemText: 'No picture at all' } }, [first]],
        [{ orderData: { refNo: 'CRM-118' } }, [first]],
        [{ orderData: { refNo: { $gt: 'CRM-118' } } }, [second]],
        [{ orderData: { partnerSpecific: { acme: { internal: 3112312312 } } } }, [first]],
        [{ orderData: { vip: true } }, [first]],
        [{ orderData: { rank: { $gt: 6 } } }, [first]],
        [{ orderData: { rank: { $lt: 7 } } }, []],
        [{ orderData: { rank: 'gold' } }, [second]],
        [{ orderData: { null: 'x' } }, []],
        [{ orderData: {} }, all],
        [{ commonSearch: 'PICTURE AT' }, [first]],
        [{ commonSearch: 'johnny' }, [second]],
        [{ commonSearch: 'hus "c"' }, [second]],
        [{ commonSearch: '3112312' }, [first]],
        // Names of fields are not text of a case.
        [{ commonSearch: 'refNo' }, []],
        [{ orderData: { refNo: 'CRM-118' }, tags: ['Question'] }, []],
      ] as const) {
        assert.deepEqual(await find(filters), found, JSON.stringify(filters))
      }
      assert.deepEqual(await find({}, provider), all)
      assert.deepEqual(await find({}, otherPartner), [])
      const page = await partner.did<Page>('search-cases', { pagination: { offset: 1, limit: 1 } })
      assert.deepEqual(
        [page.data.map(({ guid }) => guid), page.pagination],
        [[second], { offset: 1, count: 3 }],
      )
    } finally {
      await on.close()
    }
  },
)

const filtersFail = (text: string) => `child "filters" fails because [${text}]`

onEachEngine('MSG §10.2: wrong filters and pages are refused in the words of §6.1', async (engine) => {
  const { on, provider } = await newParties(engine)
  try {
    for (const [body, text] of [
      [[], '"value" must be an object'],
      [{ foo: 1 }, '"foo" is not allowed'],
      [{ filters: 1 }, 'child "filters" fails because ["filters" must be an object]'],
      [
        { pagination: { limit: 101 } },
        'child "pagination" fails because [child "limit" fails because ["limit" must be less than or equal to 100]]',
      ],
      [
        { pagination: { offset: -1 } },
        'child "pagination" fails because [child "offset" fails because ["offset" must be larger than or equal to 0]]',
      ],
      [{ pagination: { page: 1 } }, 'child "pagination" fails because ["page" is not allowed]'],
      [{ filters: { status: 1 } }, filtersFail('"status" is not allowed')],
      [{ filters: { id: 'x' } }, filtersFail('child "id" fails because ["id" must be a number]')],
      [{ filters: { id: 1e300 } }, filtersFail('child "id" fails because ["id" must be an integer]')],
      [{ filters: { id: { $in: [1] } } }, filtersFail('child "id" fails because ["$in" is not allowed]')],
      [{ filters: { guid: 'x' } }, filtersFail('child "guid" fails because ["guid" must be a valid GUID]')],
      [
        { filters: { createdAt: 'today' } },
        filtersFail('child "createdAt" fails because ["createdAt" must be a valid ISO 8601 date]'),
      ],
      [{ filters: { tags: 'x' } }, filtersFail('child "tags" fails because ["tags" must be an array]')],
      [
        { filters: { tags: [1] } },
        filtersFail('child "tags" fails because ["tags" at position 0 fails because ["0" must be a string]]'),
      ],
      [
        { filters: { orderData: { 'a"b': 1 } } },
        filtersFail('child "orderData" fails because ["a"b" is not allowed]'),
      ],
      [
        { filters: { orderData: { a: null } } },
        filtersFail('child "orderData" fails because [child "a" fails because ["a" must be a string]]'),
      ],
      [
        { filters: { commonSearch: 'x'.repeat(513) } },
        filtersFail(
          'child "commonSearch" fails because ["commonSearch" length must be less than or equal to 512 characters long]',
        ),
      ],
      [
        {
          filters: {
            orderData: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 1])),
          },
        },
        filtersFail('"filters" must contain less than or equal to 50 conditions'),
      ],
    ] as const) {
      for (const path of ['search-cases', 'unexported-cases']) {
        const answer = await provider.post(path, body)
        assert.deepEqual([answer.status, answer.body], [400, { error: { message: text } }])
      }
    }
  } finally {
    await on.close()
  }
})
