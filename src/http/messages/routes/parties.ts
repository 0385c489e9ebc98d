import type { FastifyRequest } from 'fastify'
import type { Party } from '../../../domain/actor.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { listParties, readParty as readOne } from '../../../usecases/organisations/read-party.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { readQuery } from '../input.ts'
import { inEnvelope } from '../present.ts'
import { presentParty } from '../present-party.ts'
import { oneParty, someProviders } from '../schema.ts'

/*
 * GET partner, GET provider (Messages §10.2), any account   query: id*   200: { id, name, contactData }; 404 also for an id of the
 * other party
 */
export const readParty =
  (desk: Desk, settings: WireSettings, party: Party) => async (request: FastifyRequest) => {
    const { id } = readQuery(request, oneParty)
    return inEnvelope(settings, presentParty(await readOne(desk, actorOf(request), party, id)))
  }

/*
 * GET providers (Messages §10.2), any account   query: ids (comma-separated)   200: those of them that exist, by id; all without ids
 */
export const listProviders = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const { ids } = readQuery(request, someProviders)
  const all = await listParties(desk, actorOf(request), 'provider', ids)
  return inEnvelope(settings, all.map(presentParty))
}
