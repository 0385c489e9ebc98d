import type { FastifyRequest } from 'fastify'
import { DeskError } from '../../../domain/errors.ts'
import { checkNewCase } from '../../../usecases/cases/check-new-case.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { readCase as readCaseFile } from '../../../usecases/cases/read-case.ts'
import { sendCase } from '../../../usecases/cases/send-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { record } from '../check.ts'
import { Refused } from '../errors.ts'
import { readBody, readQuery } from '../input.ts'
import { type CaseInput, readNewCase } from '../new-case.ts'
import { inEnvelope } from '../present.ts'
import { presentCase } from '../present-case.ts'
import { ofCase, oneCase } from '../schema.ts'
import { asDetails } from '../service-order.ts'

/** Longest subject made from what was sent (Messages §10.3). */
const subjectLength = 120

/*
 * POST case/create (Messages §10.3), partners   body: productData.problemText*, customer.email*, and much that may be
 * left out; `holdBack` (ours) keeps it from the provider until case/finish   200: { guid }; 400 with `details` by field; 404 when there is no provider for it
 */
export const createCase = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const input = readNewCase(readBody(request, record))
  const opened = await ofProvider(
    openCase(desk, actorOf(request), {
      subject: subjectOf(input),
      description: input.problemText,
      descriptionFormat: 'text',
      requester: input.requester,
      providerId: input.forcedProvider,
      needsProvider: true,
      held: input.holdBack,
      details: asDetails(input.order),
    }),
  )
  return inEnvelope(settings, { guid: opened.guid })
}

/*
 * POST case/validate (Messages §10.2), partners   body as for case/create, nothing is stored
 * 200: { data: { result: true } }, or what case/create would answer
 */
export const validateCase = (desk: Desk) => async (request: FastifyRequest) => {
  const input = readNewCase(readBody(request, record))
  await ofProvider(checkNewCase(desk, actorOf(request), { providerId: input.forcedProvider }))
  return { data: { result: true } }
}

/*
 * GET case (Messages §10.4)   query: guid*, includeRequests   200: the case
 */
export const readCase = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const { guid, includeRequests } = readQuery(request, oneCase)
  const file = await readCaseFile(desk, actorOf(request), { guid })
  const shown = presentCase(file.of, file)
  // The desk sends nothing to external systems for a case, so there is nothing to list.
  return inEnvelope(settings, includeRequests === 1 ? { ...shown, externalRequests: [] } : shown)
}

/*
 * POST case/finish (Messages §10.2), partners   body: guid*   200: { result: true }; a case that was created with `holdBack` goes to
 * the provider now, any other stays as it is
 */
export const finishCase = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const { guid } = readBody(request, ofCase)
  await ofProvider(sendCase(desk, actorOf(request), { guid }))
  return inEnvelope(settings, { result: true })
}

function subjectOf({ problemText, order }: CaseInput): string {
  const line = problemText.trim().split(/[\r\n]/, 1)[0] ?? ''
  const { model } = order.productData
  const whole = typeof model === 'string' && model.trim() !== '' ? `${model.trim()}: ${line}` : line
  return [...whole].slice(0, subjectLength).join('')
}

/** A provider that does not exist is a wrong field of the form here. */
async function ofProvider<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DeskError && error.fault.code === 'invalid') {
      const [issue] = error.fault.issues
      if (issue?.field === 'providerId') {
        throw new Refused(400, 'Fields validation failed', {
          forcedProvider: ['Value is not present in possible options'],
        })
      }
    }
    throw error
  }
}
