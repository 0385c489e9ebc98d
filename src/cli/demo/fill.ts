import type { Actor } from '../../domain/actor.ts'
import { builtIn, type Catalog } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { countReachableCases } from '../../usecases/cases/list-cases.ts'
import { openCase } from '../../usecases/cases/open-case.ts'
import { catalogOf, type Desk } from '../../usecases/desk.ts'
import { storeFile } from '../../usecases/files/store-file.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { addPartyMessage } from '../../usecases/messages/add-party-message.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'
import { type Cast, makeCast } from './cast.ts'
import { repairStories } from './repair-stories.ts'
import { serviceStories } from './service-stories.ts'
import type { SampleFile, Step, Story } from './story.ts'
import { workshopStories } from './workshop-stories.ts'

const hourMs = 3_600_000

/**
 * Fills an empty desk with sample cases by the same operations that clients use, as if the last weeks had happened.
 * @returns how many cases were opened, or null, with nothing done, when the desk has cases already
 */
export async function fillDemo(desk: Desk, actor: Actor): Promise<number | null> {
  if ((await countReachableCases(desk, actor, { trash: 'with', where: [] })) > 0) return null
  const stories = [...serviceStories, ...repairStories, ...workshopStories].sort(
    (left, right) => right.hoursAgo - left.hoursAgo,
  )
  const longest = stories[0]?.hoursAgo ?? 0
  const now = desk.now()
  const cast = await makeCast(at(desk, now - (longest + 24) * hourMs), actor)
  const catalog = await catalogOf(desk)
  const numbers = new Map<Story, number>()

  // Everything in the order in which it happened, so that numbers, history and feed tell the same tale.
  const deeds = stories
    .flatMap((story) => {
      const start = now - story.hoursAgo * hourMs
      return [
        {
          when: start,
          run: async () => {
            numbers.set(story, await begin(desk, at(desk, start), cast, catalog, story, start))
          },
        },
        ...(story.steps ?? []).map((step) => {
          const when = start + step.after * hourMs
          return { when, run: () => go(desk, at(desk, when), cast, story, numbers.get(story) ?? 0, step) }
        }),
      ]
    })
    .sort((left, right) => left.when - right.when)
  for (const deed of deeds) await deed.run()
  return stories.length
}

/** The same desk with its clock set to a moment that is past. */
function at(desk: Desk, when: number): Desk {
  return { ...desk, now: () => when }
}

async function begin(
  present: Desk,
  then: Desk,
  cast: Cast,
  catalog: Catalog,
  story: Story,
  start: number,
): Promise<number> {
  const actor = openerOf(cast, story)
  const requester = cast.personId(story.requester)
  const files = story.file ? [await upload(present, actor, story.file)] : []
  const idOf = (kind: 'category' | 'group', name: string | undefined) =>
    name === undefined ? null : (catalog.byName(kind, name)?.id ?? null)
  const tags = (story.tags ?? []).flatMap((name) => catalog.byName('tag', name)?.id ?? [])
  const opened = await openCase(then, actor, {
    subject: story.subject,
    description: story.text,
    descriptionFormat: story.html ? 'html' : 'text',
    requester,
    priority: story.priority === undefined ? null : builtIn.priority[story.priority],
    category: idOf('category', story.category),
    group: idOf('group', story.group),
    tagIds: tags,
    source: story.by === 'shop' ? builtIn.source.chat : story.by === 'customer' ? builtIn.source.web : null,
    dueAt: story.dueAfter === undefined ? null : start + story.dueAfter * hourMs,
    files,
  })
  if (story.assignee) {
    await changeCase(then, cast.rep[story.assignee], opened.number, {
      assigneeId: cast.personId(story.assignee),
    })
  }
  return opened.number
}

async function go(
  present: Desk,
  then: Desk,
  cast: Cast,
  story: Story,
  number: number,
  step: Step,
): Promise<void> {
  switch (step.does) {
    case 'reply': {
      const actor = step.by === 'customer' ? cast.contact[story.requester] : cast.rep[step.by]
      const files = step.file ? [await upload(present, actor, step.file)] : []
      await replyToCase(then, actor, number, {
        body: step.text,
        bodyFormat: step.html ? 'html' : 'text',
        files,
      })
      return
    }
    case 'note':
      await addNote(then, cast.rep[step.by], number, { body: step.text, bodyFormat: 'text' })
      return
    case 'tell':
      await addPartyMessage(then, cast[step.by], number, {
        body: step.text,
        type: step.type,
        internal: step.internal ?? false,
      })
      return
    case 'assign':
      await changeCase(then, cast.rep[step.by], number, { assigneeId: cast.personId(step.to) })
      return
    case 'set':
      await changeCase(then, cast.rep[step.by], number, { status: builtIn.status[step.status] })
      return
    case 'resolve':
      await changeCase(then, cast.rep[step.by], number, {
        status: builtIn.status.resolved,
        resolution: step.text,
      })
      return
    default:
      step satisfies never
  }
}

function openerOf(cast: Cast, story: Story): Actor {
  switch (story.by) {
    case 'customer':
      return cast.contact[story.requester]
    case 'shop':
      return cast.shop
    case 'partner':
      return cast.partner
    default:
      return cast.rep[story.by]
  }
}

/** Stored with the present clock: a file that seems old and is attached to nothing would be swept by a running server. */
async function upload(present: Desk, actor: Actor, file: SampleFile): Promise<number> {
  const { name, contentType, text } = file
  return (await storeFile(present, actor, { name, contentType, bytes: Buffer.from(text) })).id
}
