import { readChanges } from '../../../usecases/feed/read-feed.ts'
import { access, type Routes } from '../app.ts'
import { actorOf, identify } from '../auth.ts'
import { openStream, type Streams } from '../event-stream.ts'
import { FeedQuery, StreamQuery } from '../parameters.ts'
import { presentFeedEvent } from '../present-event.ts'
import { FeedPage } from '../schema.ts'

const tags = ['Events']

/** What happens on the desk, in order and without gaps, to be asked for or listened to. */
export const feedRoutes =
  (streams: Streams): Routes =>
  (app, desk) => {
    app.get(
      '/events',
      {
        ...access('session'),
        schema: {
          operationId: 'listEvents',
          summary: 'Read what happened',
          description:
            'Oldest first, after the cursor of the last event you have. Nothing is missed and nothing comes twice. Who signs in and which keys there are is shown to those who manage both.',
          tags,
          querystring: FeedQuery,
          response: { 200: FeedPage },
        },
      },
      async (request) => {
        const actor = actorOf(request)
        const { after = null, limit = 100 } = request.query
        const page = await readChanges(desk, actor, after, limit)
        return {
          items: page.events.map((event) => presentFeedEvent(actor, event, page)),
          cursor: page.events.at(-1)?.position ?? after ?? '0.0',
        }
      },
    )

    app.get(
      '/events/stream',
      {
        ...access('session'),
        // A HEAD would open a stream that nobody reads.
        exposeHeadRoute: false,
        schema: {
          operationId: 'streamEvents',
          summary: 'Listen to what happens',
          description:
            'Server-sent events. The first, `ready`, carries the cursor at which the stream begins; read your data again then. Each further one is an entry as in `listEvents`, with its cursor as id. Goes on after `Last-Event-ID` or `after`. Ends when the session or token does.',
          tags,
          querystring: StreamQuery,
          produces: ['text/event-stream'],
        },
      },
      async (request, reply) => {
        const header = request.headers['last-event-id']
        const after = typeof header === 'string' && header !== '' ? header : (request.query.after ?? null)
        await openStream(desk, streams, request, reply, {
          actor: actorOf(request),
          after,
          again: async () => (await identify(desk, request)).actor,
        })
      },
    )
  }
