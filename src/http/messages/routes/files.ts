import type { FastifyRequest } from 'fastify'
import { DeskError } from '../../../domain/errors.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { giveFiles } from '../../../usecases/files/give-files.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { givenFiles } from '../given-files.ts'
import { readBody } from '../input.ts'

/*
 * POST case/files (Messages §10.2), both   body: guid*, files* = [{ name*, data (base64) or url, type }]
 * 200: { data: { result: true } }; all files or none. What has a `url` is fetched after the answer, again and again if need be; if
 * it never comes, a message on the case says so.
 */
export const addFiles = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, files } = readBody(request, givenFiles)
  try {
    await giveFiles(desk, actorOf(request), { guid }, files)
  } catch (error) {
    throw namingTheUrl(error)
  }
  return { data: { result: true } }
}

/** A URL that this desk does not call, in the words of the table of files. */
function namingTheUrl(error: unknown): unknown {
  const issue =
    error instanceof DeskError && error.fault.code === 'invalid' ? error.fault.issues[0] : undefined
  const position = /^files\.(\d+)\.url$/.exec(issue?.field ?? '')?.[1]
  if (position === undefined) return error
  const frame = `"files" at position ${position} fails because`
  const reason = 'child "url" fails because ["url" contains an invalid value]'
  return new Refused(400, `child "files" fails because [${frame} [${reason}]]`)
}
