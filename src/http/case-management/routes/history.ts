import type { FastifyRequest } from 'fastify'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { listCaseHistory } from '../../../usecases/feed/list-case-history.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { presentChanges } from '../present-history.ts'
import { listAnswer, readListQuery } from '../query.ts'
import { idOf } from '../schema.ts'
import type { TicketPath } from './tickets.ts'

/*
 * GET /v1/tickets/{id}/history?offset=&length=   200 list of what happened to the ticket, oldest first (§7.7)
 */
export const listHistory =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest<TicketPath>) => {
    const page = readListQuery(request, [], () => ({}))
    const [actor, ref] = [actorOf(request), idOf(request.params.id)]
    const [{ events, catalog }, { messages }] = await Promise.all([
      listCaseHistory(desk, actor, ref),
      readCase(desk, actor, ref),
    ])
    const changes = presentChanges(events, messages, catalog)
    return listAnswer(changes.length, page, changes.slice(page.offset, page.offset + page.limit))
  }
