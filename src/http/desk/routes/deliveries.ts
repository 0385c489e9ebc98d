import { Type } from 'typebox'
import { listDeliveries, retryDelivery } from '../../../usecases/jobs/list-deliveries.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { withoutUndefined } from '../names.ts'
import { ById } from '../parameters.ts'
import { presentDelivery } from '../present-outgoing.ts'
import { Delivery, DeliveryList, deliveryKinds, deliveryStates } from '../schema-outgoing.ts'

const tags = ['Deliveries']
const closed = { additionalProperties: false }
const page = {
  before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
}

/** Query of a list of deliveries: `before` is the id of the last one that you have. */
export const DeliveryPage = Type.Object(page, closed)
const DeliveryQuery = Type.Object(
  {
    ...page,
    kind: Type.Optional(Type.Enum([...deliveryKinds])),
    state: Type.Optional(Type.Enum([...deliveryStates])),
  },
  closed,
)

const kinds = { callback: 'call-back', webhook: 'webhook', file: 'fetch-file' } as const
const states = { waiting: 'waiting', delivered: 'done', failed: 'failed' } as const

/** Calls to others that were promised: callbacks of cases, calls of webhooks, and files that are to be fetched. */
export const deliveryRoutes: Routes = (app, desk) => {
  app.get(
    '/deliveries',
    {
      ...access('session'),
      schema: {
        operationId: 'listDeliveries',
        summary: 'List calls to others, newest first',
        description: 'Done ones are kept for a week, failed ones until they are repeated.',
        tags,
        querystring: DeliveryQuery,
        response: { 200: DeliveryList },
      },
    },
    async (request) => {
      const { kind, state, before, limit = 50 } = request.query
      const rows = await listDeliveries(desk, actorOf(request), {
        ...withoutUndefined({ before, kind: kind && kinds[kind], state: state && states[state] }),
        limit,
      })
      return { items: rows.flatMap(presentDelivery) }
    },
  )

  app.post(
    '/deliveries/:id/retry',
    {
      ...access('session'),
      schema: {
        operationId: 'retryDelivery',
        summary: 'Make a call now that waits or has failed',
        description: 'With all its tries before it. One that was delivered stays as it is.',
        tags,
        params: ById,
        response: { 200: Delivery },
      },
    },
    async (request) => {
      const [delivery] = presentDelivery(await retryDelivery(desk, actorOf(request), request.params.id))
      if (!delivery) throw new Refused({ code: 'not_found' })
      return delivery
    },
  )
}
