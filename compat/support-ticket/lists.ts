import type { Section } from '../case.ts'
import { any, expectHeader, expectValue } from '../expect.ts'
import { call, expectData, expectRefusal, logIn, type Ticket } from './client.ts'

const noCredentials = { detail: 'Authentication credentials were not provided.' }

/** §6.1 */
export const categoryList: Section<Ticket> = {
  number: '6.1',
  title: 'Category list — GET support/get/category-list/',
  cases: [
    {
      says: 'The answer lists every category with `id`, `category` and `description`',
      source: 'seed: Support Ticket Category List, Response; §6.1',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/get/category-list/')
        const each = { id: any.id, category: any.someText, description: any.text }
        expectData(answer, { CategoryList: any.listOf(each) })
        expectHeader(answer, 'content-type', 'application/json')
      },
    },
    {
      says: 'Categories are ordered by id',
      source: '§6.1',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/get/category-list/')
        const { data } = answer.json() as { data: { CategoryList: { id: number }[] } }
        const ids = data.CategoryList.map(({ id }) => id)
        expectValue(
          ids,
          ids.toSorted((one, other) => one - other),
          'the ids',
        )
      },
    },
    {
      says: 'A fresh installation has at least one category',
      source: '§5',
      async run(probe) {
        expectData(await call(probe, 'GET', 'support/get/category-list/'), {
          CategoryList: any.listOf(any.value),
        })
      },
    },
    {
      says: 'The documented path wants both headers: with the apikey alone it is 401',
      source: 'seed: Support Ticket Category List, Request; §9.4',
      async run(probe) {
        expectRefusal(
          await call(probe, 'GET', 'support/get/category-list/', { as: 'app' }),
          401,
          noCredentials,
        )
      },
    },
    {
      says: 'On the samples’ path, and on its correct spelling, the apikey alone is enough',
      source: 'seed: Support Ticket Category List, Sample Code; §9.4',
      async run(probe) {
        for (const path of ['get/support-ticket/catogory-list/', 'get/support-ticket/category-list/']) {
          expectData(await call(probe, 'GET', path, { as: 'app' }), { CategoryList: any.list })
        }
      },
    },
    {
      says: 'A token that is sent there although it need not be must be valid',
      source: '§3',
      async run(probe) {
        const headers = { Authorization: 'Bearer nonsense' }
        const answer = await call(probe, 'GET', 'get/support-ticket/catogory-list/', { as: 'app', headers })
        expectRefusal(answer, 401, {
          detail: 'Given token not valid for any token type',
          code: 'token_not_valid',
        })
      },
    },
  ],
}

/** §6.4 */
export const tagList: Section<Ticket> = {
  number: '6.4',
  title: 'Tag list — GET support/get/ticket/tags/',
  cases: [
    {
      says: 'The answer lists every tag with `id`, `tag` and `keyword`, ordered by id',
      source: 'seed: Support Ticket Tag List, Response; §6.4',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/get/ticket/tags/')
        const each = { id: any.id, tag: any.someText, keyword: any.text }
        expectData(answer, { TicketTagList: any.listOf(each) })
        const { data } = answer.json() as { data: { TicketTagList: { id: number }[] } }
        const ids = data.TicketTagList.map(({ id }) => id)
        expectValue(
          ids,
          ids.toSorted((one, other) => one - other),
          'the ids',
        )
      },
    },
    {
      says: 'The two headers may be exchanged, as the vendor’s table describes them: apikey holds the token, Authorization the apikey',
      source: 'seed: Support Ticket Tag List, Headers; §3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        const headers = { apikey: `Bearer ${access}`, Authorization: probe.credentials.apikey }
        for (const path of ['support/get/ticket/tags/', 'get/ticket/tags/']) {
          expectData(await call(probe, 'GET', path, { as: 'nobody', headers }), { TicketTagList: any.list })
        }
      },
    },
    {
      says: 'No other operation takes the headers exchanged',
      source: '§3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        const headers = { apikey: `Bearer ${access}`, Authorization: probe.credentials.apikey }
        expectRefusal(
          await call(probe, 'GET', 'support/get/category-list/', { as: 'nobody', headers }),
          401,
          {
            detail: 'The supplied authentication credentials are invalid.',
          },
        )
      },
    },
    {
      says: 'The documented path wants both headers: with the apikey alone it is 401',
      source: 'seed: Support Ticket Tag List, Request; §9.4',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', 'support/get/ticket/tags/', { as: 'app' }), 401, noCredentials)
      },
    },
    {
      says: 'On the samples’ path the apikey alone is enough',
      source: 'seed: Support Ticket Tag List, Sample Code; §9.4',
      async run(probe) {
        expectData(await call(probe, 'GET', 'get/ticket/tags/', { as: 'app' }), { TicketTagList: any.list })
      },
    },
  ],
}
