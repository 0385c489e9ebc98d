import type { FastifyInstance, FastifyRequest } from 'fastify'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { type DescribedCase, describeCase, describeLoaded } from '../../../usecases/cases/describe-cases.ts'
import type { WireContext } from '../context.ts'
import { refuseStrangeChild } from '../echoes.ts'
import { entity } from '../envelope.ts'
import { notProvided } from '../errors.ts'
import { idOf, type WithId } from '../params.ts'
import { personObject } from '../present-people.ts'
import { presentResolution } from '../present-request.ts'
import { entityOf, readInput } from '../read-input.ts'
import { isEmpty, presentTime, readBoolean, readText } from '../values.ts'

/** What can be written of a resolution. */
export const writableOfResolution = ['content', 'add_to_linked_requests']
const names = new Set(['content', 'resolution_attachments', 'submitted_by', 'submitted_on'])

/**
 * The resolution of a request (REST v3 §9.3): one object, not a list. Setting it does not change the status.
 *
 *     GET        /api/v3/requests/{id}/resolutions, resolution   requests.view
 *     POST, PUT  /api/v3/requests/{id}/resolutions, resolution   resolution.edit   201, 200
 */
export function registerResolutions(wire: FastifyInstance, context: WireContext): void {
  for (const name of ['resolutions', 'resolution']) {
    const url = `/requests/:id/${name}`
    wire.get<WithId>(url, async ({ rep, params }) => {
      const { described } = await describeCase(context.desk, rep, idOf(params.id))
      return show(described, context)
    })
    wire.post<WithId>(url, async (request, reply) => {
      reply.code(201)
      return set(context, request, idOf(request.params.id))
    })
    wire.put<WithId>(url, (request) => set(context, request, idOf(request.params.id)))
  }
}

async function set(context: WireContext, request: FastifyRequest, id: number) {
  const { desk } = context
  const given = entityOf(await readInput(request), 'resolution')
  const { described } = await describeCase(desk, request.rep, id)
  refuseStrangeChild(given, writableOfResolution, names, ofResolution(described, context))
  readBoolean(given.add_to_linked_requests, 'add_to_linked_requests')
  const resolution = readText(given.content, 'content')
  if (isEmpty(resolution)) throw notProvided(['content'])
  const [changed] = await describeLoaded(desk, [await changeCase(desk, request.rep, id, { resolution })])
  return show(changed ?? described, context)
}

function show(described: DescribedCase, context: WireContext) {
  return entity('resolution', ofResolution(described, context))
}

function ofResolution(described: DescribedCase, { settings: { timeZone } }: WireContext) {
  const { resolution } = described.of
  return {
    ...presentResolution(described, timeZone),
    ...(resolution && {
      submitted_by: personObject(described.people.get(resolution.byId ?? -1)),
      submitted_on: presentTime(resolution.at, timeZone),
    }),
  }
}
