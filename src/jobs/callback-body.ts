import type { ResolvedSnapshot } from '../domain/job.ts'
import { wireTime } from '../domain/wire-time.ts'

/**
 * @param timeZone for `display_value`
 * @param html turns a resolution into HTML that is safe to show
 * @returns what the receiver of a callback is sent, in the words of REST v3 (§15.3)
 */
export function callbackBody(
  snapshot: ResolvedSnapshot,
  { timeZone, html }: { readonly timeZone: string; readonly html: (text: string) => string },
): object {
  return {
    event: 'request.resolved',
    event_id: snapshot.eventId,
    occurred_time: wireTime(snapshot.occurredAt, timeZone),
    request: {
      id: String(snapshot.number),
      subject: snapshot.subject,
      status: { ...snapshot.status, id: String(snapshot.status.id) },
      resolution: snapshot.resolution === null ? null : { content: html(snapshot.resolution) },
      technician: snapshot.assignee && {
        id: String(snapshot.assignee.id),
        name: snapshot.assignee.name,
        email_id: snapshot.assignee.email,
      },
      resolved_time: snapshot.resolvedAt === null ? null : wireTime(snapshot.resolvedAt, timeZone),
      closure_info: snapshot.closure && {
        closure_code: snapshot.closure.code === null ? null : { name: snapshot.closure.code },
        closure_comments: snapshot.closure.comments,
      },
    },
  }
}
