import type { FastifyRequest } from 'fastify'
import { DeskError, unknownReference } from '../../domain/errors.ts'
import { findPersonId } from '../../usecases/people/find-person-id.ts'
import { actorOf } from './auth.ts'
import type { WireContext } from './context.ts'
import { type IdRef, idText } from './schema.ts'

/** @returns the id of a user that the body names; throws `invalid` for a textual id that is nobody's */
export async function referencedUser(
  { desk }: WireContext,
  request: FastifyRequest,
  field: string,
  ref: IdRef,
): Promise<number> {
  const id = await findPersonId(desk, actorOf(request), ref)
  if (id === undefined) throw unknownReference(field, 'person', idText(ref))
  return id
}

/** @returns the id of the user that the path names; throws `not_found` */
export async function userInPath(
  { desk }: WireContext,
  request: FastifyRequest,
  ref: IdRef,
): Promise<number> {
  const id = await findPersonId(desk, actorOf(request), ref)
  if (id === undefined) throw new DeskError({ code: 'not_found', what: 'person', id: String(idText(ref)) })
  return id
}
