import type { FastifyInstance, FastifyRequest } from 'fastify'
import { assignCase } from '../../../usecases/cases/assign-case.ts'
import { closeCase } from '../../../usecases/cases/close-case.ts'
import { pickUpCase } from '../../../usecases/cases/pick-up-case.ts'
import { deleteCase, restoreCase, trashCase } from '../../../usecases/cases/trash-case.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import type { WireContext } from '../context.ts'
import { action } from '../envelope.ts'
import { extraKey, Refusal } from '../errors.ts'
import { idOf, type WithId } from '../params.ts'
import { entityOf, readInput } from '../read-input.ts'
import { normalised, readClosure } from '../read-request.ts'
import { readEdit } from './requests.ts'

const trashed = 'Request(s) moved to trash successfully.'

/**
 * What is done to a request as a whole (REST v3 §8.5–8.7). All answer with the action shape.
 *
 *     PUT     /api/v3/requests/{id}/pickup, _pickup        requests.pickup   no data
 *     PUT     /api/v3/requests/{id}/assign, _assign        requests.assign   technician, group or both
 *     PUT     /api/v3/requests/{id}/close, _close          requests.close    closure_info, optional
 *     DELETE  /api/v3/requests/{id}/move_to_trash          requests.delete
 *     PUT     /api/v3/requests/{id}/restore_from_trash     requests.delete
 *     DELETE  /api/v3/requests/{id}                        requests.delete   in trash: for good, else: to trash
 */
export function registerRequestActions(wire: FastifyInstance, context: WireContext): void {
  const { desk } = context
  for (const name of ['pickup', '_pickup']) {
    wire.put<WithId>(`/requests/:id/${name}`, async ({ rep, params }) => {
      await pickUpCase(desk, rep, idOf(params.id))
      return action('Request(s) picked up successfully.')
    })
  }
  for (const name of ['assign', '_assign']) {
    wire.put<WithId>(`/requests/:id/${name}`, async (request) => {
      await assign(context, request, idOf(request.params.id))
      return action('Request(s) assigned successfully.')
    })
  }
  for (const name of ['close', '_close']) {
    wire.put<WithId>(`/requests/:id/${name}`, async (request) => {
      await close(context, request, idOf(request.params.id))
      return action('Request(s) closed successfully.')
    })
  }
  wire.delete<WithId>('/requests/:id/move_to_trash', async ({ rep, params }) => {
    await trashCase(desk, rep, idOf(params.id))
    return action(trashed)
  })
  wire.put<WithId>('/requests/:id/restore_from_trash', async ({ rep, params }) => {
    await restoreCase(desk, rep, idOf(params.id))
    return action('Request(s) restored successfully.')
  })
  wire.delete<WithId>('/requests/:id', async ({ rep, params }) => {
    const done = await deleteCase(desk, rep, idOf(params.id))
    return action(done === 'deleted' ? 'Request(s) deleted successfully.' : trashed)
  })
}

async function assign(context: WireContext, request: FastifyRequest, id: number): Promise<void> {
  const given = normalised(entityOf(await readInput(request), 'request'))
  if (given.technician === undefined && given.group === undefined) {
    // Clients look at `field` to tell what went wrong with an assignment.
    const fields = ['technician', 'group']
    throw new Refusal(400, [{ code: 4012, message: 'Value not provided', field: 'technician', fields }])
  }
  await assignCase(context.desk, request.rep, id, await readEdit(context, request, id, given))
}

async function close({ desk }: WireContext, request: FastifyRequest, id: number): Promise<void> {
  const given = entityOf(await readInput(request), 'request')
  const strange = Object.keys(given).find((key) => key !== 'closure_info')
  if (strange !== undefined) throw extraKey(strange)
  const closure = readClosure(await catalogOf(desk), given.closure_info)
  await closeCase(desk, request.rep, id, closure ?? undefined)
}
