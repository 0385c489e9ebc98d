import type { Actor } from '../../domain/actor.ts'
import type { CaseQuery } from '../../domain/case-query.ts'
import { permit } from '../../domain/permission.ts'
import type { Desk } from '../desk.ts'
import { type CasePage, listCases } from './list-cases.ts'

/** @returns those cases of the query that wait for the actor's side to accept them (Messages §10.2); throws `forbidden` */
export async function listUnacceptedCases(
  desk: Desk,
  actor: Actor,
  query: Omit<CaseQuery, 'reach'> & { withTotal?: boolean },
): Promise<CasePage> {
  permit(actor, 'case.accept')
  return listCases(desk, actor, {
    ...query,
    where: [...query.where, { of: { column: 'accepted_at' }, is: 'in', values: [null] }],
  })
}
