import type { FastifyRequest } from 'fastify'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { caseEdit, changeOf, type Meeting } from '../case-edit.ts'
import { readBody } from '../input.ts'
import { inEnvelope } from '../present.ts'
import { asContact } from '../present-case.ts'

/*
 * POST case/update (Messages §10.2), both   body: guid*, orderData, productData, customer, consumer, pickupDst, returnDst, tags (ids)
 * 200: { result: true }; each key that is sent takes the place of what was there, the others stay
 */
export const updateCase = (desk: Desk, settings: WireSettings) => edit(desk, settings, 'replace')

/*
 * POST case/append (Messages §10.2), both   body and answer as for case/update; what is sent is merged into what was there, tags are
 * added
 */
export const appendToCase = (desk: Desk, settings: WireSettings) => edit(desk, settings, 'merge')

function edit(desk: Desk, settings: WireSettings, meeting: Meeting) {
  return async (request: FastifyRequest) => {
    const input = readBody(request, caseEdit)
    const actor = actorOf(request)
    const { of, people } = await readCase(desk, actor, { guid: input.guid })
    const requester = people.get(of.requesterId)
    const contact = requester ? asContact(requester) : null
    await changeCase(desk, actor, of.number, {
      decide: (current) => changeOf(current, input, meeting, contact),
    })
    return inEnvelope(settings, { result: true })
  }
}
