import type { Actor } from '../../domain/actor.ts'
import { type GroupRule, outsideGroup } from '../../domain/assignment.ts'
import { type Case, type CaseChange, caseLookups, type TextFormat } from '../../domain/case.ts'
import { columnIs } from '../../domain/case-query.ts'
import { builtIn, type Catalog, inProgress, isCompleted, phaseOf } from '../../domain/catalog.ts'
import { DeskError, type Issue, refuseIssues, unknownReference } from '../../domain/errors.ts'
import { withStatus } from '../../domain/lifecycle.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { defaultsOf, missingOf } from '../../domain/template.ts'
import { addCase, countCases } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkCaseValues, missingCaseFields, withValues } from '../fields/check-values.ts'
import { attachFiles, type FileRef } from '../files/use-files.ts'
import { ensureContact, type NamedContact } from '../people/ensure-contact.ts'
import { checkReferences, withParents } from './check-references.ts'
import { findParties } from './find-parties.ts'

/** What a case is opened with. */
export interface NewCase extends Omit<CaseChange, 'requesterId' | 'providerId' | 'status'> {
  readonly subject: string
  readonly description: string
  readonly descriptionFormat: TextFormat
  /** A person by id, or by address, in which case an unknown one becomes a contact; absent for whoever asks. */
  readonly requester?: number | NamedContact
  readonly status?: number
  /** HTML or text of the resolution. */
  readonly resolution?: string | null
  /** Provider asked for; null or absent for the rules of `find-parties.ts`. */
  readonly providerId?: number | null
  /** Refuse with `no_provider` where the rules find none (Messages §10.3). */
  readonly needsProvider?: boolean
  /** Keep it from the provider that it would have, until `sendCase` (Messages §10.2, case/finish). */
  readonly held?: boolean
  /** Count against the requester's limit of open cases (Support Ticket §6.2). */
  readonly limited?: boolean
  /** Refuse a rep who is not in the group (REST v3 §8.5); other contracts let any rep work for any group. */
  readonly repInGroup?: GroupRule
  readonly files?: readonly FileRef[]
}

/** Longest texts, in characters, whatever the wire; wires may be stricter. */
const limits = { subject: 500, description: 1_048_576 }

/**
 * Opens a case. Its template, if it has one, gives values for what is not given and says what must be (REST v3 §8.2). What is said
 * about closing counts only for a case that is opened as closed.
 * @returns the case; throws `forbidden`, `invalid`, `open_case_limit` or `no_provider`, with nothing stored
 */
export async function openCase(desk: Desk, actor: Actor, input: NewCase): Promise<Case> {
  permit(actor, 'case.add')
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const filled = withTemplate(desk, actor, catalog, input)
    const {
      requester: _requester,
      providerId: _provider,
      needsProvider: _needs,
      held,
      limited: _limited,
      repInGroup,
      files,
      resolution,
      ...given
    } = filled
    const change = withParents(catalog, given)
    refuseIssues(await checkReferences(tx, catalog, change, {}))
    const fields = await checkCaseValues(tx, actor, catalog, change.fields ?? {}, null)
    if (change.assigneeId != null && change.assigneeId !== actor.personId) permit(actor, 'case.assign')
    if (resolution != null) permit(actor, 'resolution.edit')
    if (repInGroup) {
      refuseIssues(
        outsideGroup(
          catalog,
          { assigneeId: change.assigneeId ?? null, group: change.group ?? null },
          repInGroup,
        ),
      )
    }

    const requester = await findRequester(desk, tx, actor, input.requester)
    // Whoever asks for nobody but themselves.
    if (actor.kind === 'contact' && requester.id !== actor.personId)
      throw new DeskError({ code: 'forbidden', need: 'own' })
    if (input.limited) await refuseOverLimit(desk, tx, requester)
    const parties = await findParties(tx, actor, requester, input.providerId ?? null)
    if (input.needsProvider && parties.providerId === null) throw new DeskError({ code: 'no_provider' })

    const now = desk.now()
    const lookups = Object.fromEntries(caseLookups.map((key) => [key, change[key] ?? null]))
    const opened = {
      ...blank,
      ...(lookups as Pick<Case, (typeof caseLookups)[number]>),
      ...parties,
      providerId: held ? null : parties.providerId,
      status: builtIn.status.open,
      source: change.source ?? builtIn.source.api,
      subject: filled.subject,
      description: filled.description,
      descriptionFormat: filled.descriptionFormat,
      guid: desk.newId(),
      requesterId: requester.id,
      createdById: actor.personId,
      assigneeId: change.assigneeId ?? null,
      assignedAt: change.assigneeId == null ? null : now,
      wire: actor.wire,
      credentialId: actor.credentialId,
      accountId: actor.accountId,
      externalId: change.externalId ?? null,
      tagIds: [...new Set(change.tagIds ?? [])],
      resolution: resolution == null ? null : { content: resolution, byId: actor.personId, at: now },
      closure: null,
      callbackUrl: change.callbackUrl ?? null,
      dueAt: change.dueAt ?? null,
      firstResponseDueAt: change.firstResponseDueAt ?? null,
      fields: withValues({}, fields),
      details: held ? { ...change.details, held_for: parties.providerId } : (change.details ?? {}),
      createdAt: now,
      updatedAt: now,
      version: 1,
    }
    // A case may come in as resolved or closed already; nobody is called back, because it never was in progress.
    const status = catalog.find('status', change.status ?? opened.status)
    if (isCompleted(status)) permit(actor, 'case.close')
    const closure = phaseOf(status) === 'closed' ? (change.closure ?? null) : null
    const draft = { ...(status ? withStatus(opened, undefined, status, now) : opened), closure }
    const number = await addCase(tx, draft)
    if (files && files.length > 0)
      await attachFiles(tx, actor, files, { caseNumber: number, messageId: null, place: 'case' }, now)
    await recordEvent(tx, actor, now, { kind: 'case.opened', caseNumber: number })
    return { ...draft, number }
  })
}

const blank = {
  number: 0,
  acceptedAt: null,
  respondedAt: null,
  onHoldAt: null,
  resolvedAt: null,
  completedAt: null,
  trashedAt: null,
  reopened: false,
} as const

/** @returns the case with the values of its template; throws `invalid` for all that is missing or too long at once */
function withTemplate(desk: Desk, actor: Actor, catalog: Catalog, input: NewCase): NewCase {
  const template = catalog.usable('template', input.template ?? null)
  const filled: NewCase = { ...input, ...defaultsOf(catalog, template, { ...input }) }
  const missing = [
    ...missingOf(template, { ...filled, requesterId: filled.requester, fileIds: filled.files }),
    ...missingCaseFields(actor, catalog, filled.fields ?? {}),
  ]
  const texts = checkTexts(desk, filled)
  const named = new Set(texts.map(({ field }) => field))
  refuseIssues([...texts, ...missing.filter(({ field }) => !named.has(field))])
  return filled
}

function checkTexts(desk: Desk, input: NewCase): Issue[] {
  const issues: Issue[] = []
  if (input.subject.trim() === '') issues.push({ field: 'subject', rule: 'blank' })
  for (const field of ['subject', 'description'] as const) {
    if (input[field].length > limits[field] * 2 || [...input[field]].length > limits[field]) {
      issues.push({ field, rule: 'too_long', limit: limits[field] })
    }
  }
  if (input.callbackUrl && !desk.mayCall(input.callbackUrl)) {
    issues.push({ field: 'callbackUrl', rule: 'not_allowed', value: input.callbackUrl })
  }
  return issues
}

async function findRequester(desk: Desk, tx: Tx, actor: Actor, given: NewCase['requester']): Promise<Person> {
  const named = given ?? actor.personId
  if (named === null)
    throw new DeskError({ code: 'invalid', issues: [{ field: 'requesterId', rule: 'required' }] })
  if (typeof named !== 'number') return ensureContact(desk, tx, actor, named)
  const person = await findPerson(tx, named)
  if (!person || person.deletedAt !== null) throw unknownReference('requesterId', 'person', named)
  return person
}

/** Counting and inserting are one transaction on a locked requester, so that parallel calls cannot pass the limit. */
async function refuseOverLimit(desk: Desk, tx: Tx, requester: Person): Promise<void> {
  const limit = desk.limits.openCasesPerContact
  if (limit === 0) return
  await desk.engine.lockRow(tx, 'people', requester.id)
  const catalog = await catalogOf(desk, tx)
  const open = await countCases(tx, desk.engine.name, {
    reach: { kind: 'requester', personId: requester.id },
    trash: 'without',
    where: [columnIs('status', ...catalog.statusesIn(inProgress))],
  })
  if (open >= limit) throw new DeskError({ code: 'open_case_limit', limit })
}
