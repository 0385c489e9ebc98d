import type { FastifyRequest } from 'fastify'
import { setAcceptance } from '../../../usecases/cases/accept-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { actorOf } from '../auth.ts'
import { readBody } from '../input.ts'
import { acceptance, cancellation } from '../schema.ts'
import { asDetails, serviceOrderOf } from '../service-order.ts'

const done = { data: { result: true } }

/*
 * POST case/accept (Messages §10.2), providers   body: guid*, orderData (added to what is there), status (default true)
 * 200: { data: { result: true } }; accepting again changes nothing
 */
export const acceptCase = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, orderData, status } = readBody(request, acceptance)
  await setAcceptance(desk, actorOf(request), { guid }, status ?? true, (current) => {
    if (!orderData) return {}
    const order = serviceOrderOf(current)
    return asDetails({ ...order, orderData: { ...order.orderData, ...orderData } })
  })
  return done
}

/*
 * POST case/cancel (Messages §10.2), providers   body: guid*, reason   takes the acceptance back
 */
export const cancelCase = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, reason } = readBody(request, cancellation)
  await setAcceptance(desk, actorOf(request), { guid }, false, (current) =>
    reason === undefined ? {} : asDetails({ ...serviceOrderOf(current), cancelReason: reason }),
  )
  return done
}
