import type { Case, Section } from '../case.ts'
import { any, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import { child, expectError, look, type MessagesProbe, openCase, post, type Token } from './client.ts'

/** Opens two cases and says which of them a filter finds; `mine` keeps other cases of the partner out. */
interface Pair {
  readonly first: string
  readonly second: string
  readonly mine: object
}

async function twoCases(probe: MessagesProbe, facts: object = {}): Promise<Pair> {
  const mark = probe.unique('S')
  const first = await openCase(probe, {
    orderData: {
      mark,
      refNo: 'CRM-118',
      rank: 7,
      vip: true,
      partnerSpecific: { acme: { internal: 3112312312 } },
    },
    productData: { problemText: 'No picture at all', model: 'ABC-1' },
    manufacturer: 1006,
    serviceType: 1,
    location: 9,
    productType: 1004,
    ...facts,
  })
  const second = await openCase(probe, {
    orderData: { mark, refNo: 'CRM-119', rank: 'gold' },
    customer: { email: 'johnny@home.example', city: 'Århus' },
  })
  return { first, second, mine: { orderData: { mark } } }
}

const find = (probe: MessagesProbe, filters: object) => post(probe, 'partner', 'search-cases', { filters })

/** Filters by what the first case has and the second has not. */
const keys: readonly [says: string, filters: Record<string, unknown>][] = [
  ['manufacturerId', { manufacturerId: 1006 }],
  ['serviceTypeId', { serviceTypeId: '1' }],
  ['serviceLocationId', { serviceLocationId: 9 }],
  ['productTypeId', { productTypeId: 1004 }],
  ['productData.*', { productData: { model: 'abc-1' } }],
  ['productData.problemText', { productData: { problemText: 'No picture at all' } }],
  ['orderData.*', { orderData: { refNo: 'CRM-118' } }],
  [
    'orderData.*, nested as in the published example',
    { orderData: { partnerSpecific: { acme: { internal: 3112312312 } } } },
  ],
  ['orderData.*, a boolean', { orderData: { vip: true } }],
  ['$gt on a number', { orderData: { rank: { $gt: 6 } } }],
  ['$lt on a number', { orderData: { rank: { $lt: 8 } } }],
  ['$lt on a text', { orderData: { refNo: { $lt: 'CRM-119' } } }],
  ['commonSearch, a part of a word in any letter case', { commonSearch: 'PICTURE AT' }],
  ['commonSearch in order data', { commonSearch: '3112312' }],
]

/** §10.2, search-cases */
export const search: Section<Token> = {
  number: '10.2.2',
  title: 'Finding cases — POST search-cases, unexported-cases',
  cases: [
    ...keys.map(
      ([says, filters]): Case<Token> => ({
        says: `Filter: ${says}`,
        source: '§10.2',
        async run(probe) {
          const { first, mine } = await twoCases(probe)
          const both = {
            ...filters,
            orderData: { ...(mine as { orderData: object }).orderData, ...(filters.orderData as object) },
          }
          expectJson(await find(probe, both), 200, {
            data: [partly({ guid: first })],
            pagination: { offset: 0, count: 1 },
          })
        },
      }),
    ),
    {
      says: 'Filter: id and guid, and $gt and $lt on the id',
      source: '§10.2',
      async run(probe) {
        const { first, second, mine } = await twoCases(probe)
        const { id } = await look(probe, 'partner', first)
        expectJson(await find(probe, { id }), 200, partly({ data: [partly({ guid: first })] }))
        expectJson(
          await find(probe, { guid: second.toUpperCase() }),
          200,
          partly({ data: [partly({ guid: second })] }),
        )
        expectJson(
          await find(probe, { ...mine, id: { $gt: id } }),
          200,
          partly({ data: [partly({ guid: second })] }),
        )
        expectJson(await find(probe, { ...mine, id: { $lt: id } }), 200, partly({ data: [] }))
      },
    },
    {
      says: 'Filter: partnerId and serviceProviderId',
      source: '§10.2',
      async run(probe) {
        const { first, mine } = await twoCases(probe)
        const { partnerId, serviceProviderId } = await look(probe, 'partner', first)
        const two = partly({ pagination: { offset: 0, count: 2 } })
        expectJson(
          await find(probe, { ...mine, partnerId, serviceProviderId: String(serviceProviderId) }),
          200,
          two,
        )
        expectJson(await find(probe, { ...mine, partnerId: 999_999_999 }), 200, partly({ data: [] }))
      },
    },
    {
      says: 'Filter: currentStatus',
      source: '§10.2',
      async run(probe) {
        const { first, second, mine } = await twoCases(probe)
        expectStatus(await post(probe, 'provider', 'case/status', { guid: first, key: 'on hold' }), 200)
        expectJson(
          await find(probe, { ...mine, currentStatus: 'On Hold' }),
          200,
          partly({ data: [partly({ guid: first })] }),
        )
        expectJson(
          await find(probe, { ...mine, currentStatus: 'open' }),
          200,
          partly({ data: [partly({ guid: second })] }),
        )
      },
    },
    {
      says: 'Filter: createdAt with $gt and $lt, a day standing for its beginning',
      source: '§10.2',
      async run(probe) {
        const { mine } = await twoCases(probe)
        const count = async (createdAt: object) =>
          ((await find(probe, { ...mine, createdAt })).json() as { pagination: { count: number } }).pagination
            .count
        expectValue(await count({ $gt: '2017-01-01' }), 2, 'the number of cases')
        expectValue(await count({ $lt: '2017-01-01T00:00:00+02:00' }), 0, 'the number of cases')
        expectValue(await count({ $gt: '2017-01-01', $lt: '9999-01-01' }), 2, 'the number of cases')
      },
    },
    {
      says: 'Filter: tags by name, all of which must be there, letter case included',
      source: '§10.2',
      async run(probe) {
        const { first, second, mine } = await twoCases(probe)
        await post(probe, 'partner', 'case/update', { guid: first, tags: [1, 2] })
        await post(probe, 'partner', 'case/update', { guid: second, tags: [1] })
        const { tags } = (await look(probe, 'partner', first)) as unknown as { tags: { name: string }[] }
        const names = tags.map(({ name }) => name)
        expectJson(
          await find(probe, { ...mine, tags: names }),
          200,
          partly({ data: [partly({ guid: first })] }),
        )
        const both = partly({ pagination: { offset: 0, count: 2 } })
        expectJson(await find(probe, { ...mine, tags: names.slice(0, 1) }), 200, both)
        const lower = names.slice(0, 1).map((name) => name.toLowerCase())
        expectJson(await find(probe, { ...mine, tags: lower }), 200, partly({ data: [] }))
      },
    },
    {
      says: 'Filter: commonSearch looks into contacts, too',
      source: '§10.2',
      async run(probe) {
        const { second, mine } = await twoCases(probe)
        for (const commonSearch of ['johnny', 'rhus'])
          expectJson(
            await find(probe, { ...mine, commonSearch }),
            200,
            partly({ data: [partly({ guid: second })] }),
          )
      },
    },
    {
      says: 'Only the caller’s own cases are found',
      source: '§10.2',
      async run(probe) {
        const { mine } = await twoCases(probe)
        for (const [who, count] of [
          ['partner', 2],
          ['colleague', 2],
          ['provider', 2],
          ['otherPartner', 0],
          ['otherProvider', 0],
        ] as const) {
          const answer = await post(probe, who, 'search-cases', { filters: mine })
          expectJson(answer, 200, partly({ pagination: { offset: 0, count } }))
        }
      },
    },
    {
      says: 'Pages: newest id first, 10 unless said otherwise, count being all hits',
      source: '§10.2',
      async run(probe) {
        const mark = probe.unique('P')
        const guids: string[] = []
        for (let index = 0; index < 12; index += 1)
          guids.unshift(await openCase(probe, { orderData: { mark } }))
        const filters = { orderData: { mark } }
        const first = await post(probe, 'partner', 'search-cases', { filters })
        const ten = guids.slice(0, 10).map((guid) => partly({ guid }))
        expectJson(first, 200, { data: ten, pagination: { offset: 0, count: 12 } })
        const page = await post(probe, 'partner', 'search-cases', {
          filters,
          pagination: { offset: 11, limit: 5 },
        })
        expectJson(page, 200, { data: [partly({ guid: guids[11] })], pagination: { offset: 11, count: 12 } })
      },
    },
    {
      says: 'A limit over 100 is refused in the vendor’s words',
      source: '§10.2',
      async run(probe) {
        const text = `child "pagination" fails because [${child('limit', 'must be less than or equal to 100')}]`
        for (const path of ['search-cases', 'unexported-cases'])
          expectError(await post(probe, 'provider', path, { pagination: { limit: 101 } }), 400, text)
        expectStatus(await post(probe, 'provider', 'search-cases', { pagination: { limit: 100 } }), 200)
      },
    },
    {
      says: 'Filters that are not right are named',
      source: '§10.2; §6.1',
      async run(probe) {
        for (const [filters, text] of [
          [{ status: 1 }, '"status" is not allowed'],
          [{ id: 'x' }, child('id', 'must be a number')],
          [{ id: { $in: [1] } }, 'child "id" fails because ["$in" is not allowed]'],
          [{ guid: 'x' }, child('guid', 'must be a valid GUID')],
          [{ createdAt: 'today' }, child('createdAt', 'must be a valid ISO 8601 date')],
          [{ tags: 'x' }, child('tags', 'must be an array')],
        ] as const)
          expectError(await find(probe, filters), 400, `child "filters" fails because [${text}]`)
        const wrong = await post(probe, 'partner', 'search-cases', { filters: 1 })
        expectError(wrong, 400, child('filters', 'must be an object'))
      },
    },
    {
      says: 'Each hit is a whole case',
      source: '§10.2; §10.4',
      async run(probe) {
        const guid = await openCase(probe)
        const shown = await look(probe, 'partner', guid)
        const answer = await find(probe, { guid })
        expectJson(answer, 200, { data: any.list, pagination: { offset: 0, count: 1 } })
        expectValue((answer.json() as { data: unknown[] }).data, [shown], 'the hits')
      },
    },
  ],
}
