import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import { listCaseJobs, type StoredJob } from '../../storage/jobs.ts'
import type { Desk } from '../desk.ts'
import { type CaseRef, loadCase } from './load-case.ts'

/** @returns the calls that were promised for the case, newest first (REST v3 §15.4); throws as `loadCase` */
export async function listCallbacks(desk: Desk, actor: Actor, ref: CaseRef): Promise<StoredJob[]> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  return listCaseJobs(desk.db, of.number, 'call-back')
}
