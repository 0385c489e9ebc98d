import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../../domain/actor.ts'
import type { Case } from '../../../domain/case.ts'
import type { CaseCriterion } from '../../../domain/case-query.ts'
import { builtIn, type Catalog } from '../../../domain/catalog.ts'
import type { CaseEdit } from '../../../usecases/cases/change-case.ts'
import { describeCase, describeLoaded } from '../../../usecases/cases/describe-cases.ts'
import { editCase } from '../../../usecases/cases/edit-case.ts'
import { listCases } from '../../../usecases/cases/list-cases.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import type { WireContext } from '../context.ts'
import { refuseStrange, requestNames, withoutEchoes } from '../echoes.ts'
import { entity, list } from '../envelope.ts'
import { pickFields, presentListInfo, readListInfo, refuseUnknownFields } from '../lists/list-info.ts'
import { requestQuery } from '../lists/request-query.ts'
import { idOf, type WithId } from '../params.ts'
import { requestDetail, requestRow, type Showing } from '../present-request.ts'
import { entityOf, readInput } from '../read-input.ts'
import { type GivenRequest, normalised, readRequest } from '../read-request.ts'
import { stageParts } from '../upload.ts'
import { isEmpty, readCatalogId } from '../values.ts'

/**
 * Requests (REST v3 §8.2–8.4). Wrapper `request` / `requests`.
 *
 *     GET   /api/v3/requests        requests.view   section 7
 *     POST  /api/v3/requests        requests.add    201
 *     GET   /api/v3/requests/{id}   requests.view
 *     PUT   /api/v3/requests/{id}   requests.edit   absent attributes stay, null clears
 */
export function registerRequests(wire: FastifyInstance, context: WireContext): void {
  wire.get('/requests', (request) => listRequests(context, request))
  wire.post('/requests', async (request, reply) => {
    reply.code(201)
    return entity('request', await addRequest(context, request))
  })
  wire.get<WithId>('/requests/:id', async (request) =>
    entity('request', await showRequest(context, request.rep, idOf(request.params.id))),
  )
  wire.put<WithId>('/requests/:id', async (request) =>
    entity('request', await editRequest(context, request, idOf(request.params.id))),
  )
}

/** @returns what presenters need to know besides the case */
function showing({ desk, settings }: WireContext, catalog: Catalog): Showing {
  return { catalog, timeZone: settings.timeZone, now: desk.now() }
}

/** @param where what the requests must be besides what is asked for. @returns the list that the call asks for (§7) */
export async function listRequests(
  context: WireContext,
  request: FastifyRequest,
  where: readonly CaseCriterion[] = [],
) {
  const { desk } = context
  const info = readListInfo((await readInput(request)).data, 'desc')
  refuseUnknownFields(info, requestNames)
  const query = requestQuery(info, request.rep, await catalogOf(desk), desk.now())
  const page = await listCases(desk, request.rep, { ...query, where: [...where, ...query.where] })
  const show = showing(context, page.catalog)
  const described = info.fieldsRequired === null ? [] : await describeLoaded(desk, page.cases)
  const rows = page.cases.map((of, at) =>
    pickFields(
      info,
      () => requestRow(of, page.people, show),
      () => (described[at] ? requestDetail(described[at], show) : {}),
    ),
  )
  return list('requests', rows, presentListInfo(info, rows.length, page.more, page.total))
}

async function showRequest(context: WireContext, rep: Actor, id: number) {
  const { described, catalog } = await describeCase(context.desk, rep, id)
  return requestDetail(described, showing(context, catalog))
}

async function addRequest(context: WireContext, request: FastifyRequest) {
  const { desk, settings } = context
  const { rep } = request
  const input = await readInput(request)
  const given = normalised(entityOf(input, 'request'))
  refuseStrange(given, null)
  const catalog = await catalogOf(desk)
  const templateId = readCatalogId(catalog, 'template', given.template, 'template') ?? builtIn.template
  // Sent as nothing, an attribute is as good as absent here: the request has nothing yet that could be cleared.
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => !isEmpty(value)))
  const change = await readRequest(desk, rep, settings.timeZone, catalog, filled, {})
  const files = [...(change.files ?? []), ...(await stageParts(desk, rep, input))]
  const opened = await openCase(desk, rep, {
    description: '',
    descriptionFormat: 'text',
    subject: '',
    ...change,
    template: templateId,
    repInGroup: 'always',
    files,
  })
  return showOwn(context, opened)
}

async function editRequest(context: WireContext, request: FastifyRequest, id: number) {
  const { desk } = context
  const { rep } = request
  const input = await readInput(request)
  const change = await readEdit(context, request, id, normalised(entityOf(input, 'request')))
  const files = [...(change.files ?? []), ...(await stageParts(desk, rep, input))]
  return showOwn(context, await editCase(desk, rep, id, { ...change, files }))
}

/**
 * @param given as `normalised` returns it
 * @returns what shall become different of the request that the caller has seen; what it shows already is left out. Throws a
 *   refusal
 */
export async function readEdit(
  context: WireContext,
  request: FastifyRequest,
  id: number,
  given: GivenRequest,
): Promise<Omit<CaseEdit, 'files'> & { readonly files: readonly number[] }> {
  const { desk, settings } = context
  const { described, catalog } = await describeCase(desk, request.rep, id)
  const shown = requestDetail(described, showing(context, catalog))
  refuseStrange(given, shown)
  const fresh = withoutEchoes(given, shown)
  const { files, ...change } = await readRequest(
    desk,
    request.rep,
    settings.timeZone,
    catalog,
    fresh,
    described.of,
  )
  const attached = new Set(described.attachments.map(({ file }) => file.id))
  return { ...change, files: (files ?? []).filter((file) => !attached.has(file)) }
}

/** After a write the caller is shown what it wrote, whatever else it may see. */
async function showOwn(context: WireContext, of: Case) {
  const [[described], catalog] = await Promise.all([
    describeLoaded(context.desk, [of]),
    catalogOf(context.desk),
  ])
  return described && requestDetail(described, showing(context, catalog))
}
