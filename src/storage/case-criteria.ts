import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { caseLookups } from '../domain/case.ts'
import type { CaseColumn, CaseCriterion, CaseOperand } from '../domain/case-query.ts'
import type { Reach } from '../domain/rights.ts'
import { comparison } from './comparison.ts'
import type { Engine } from './engine/engine.ts'
import { fieldCondition, fieldOperand, isTextField } from './field-criteria.ts'
import { jsonOperand } from './json-operand.ts'
import type { Seal } from './seal/seal.ts'
import { isSealedColumn, onSealed, type SealedOperand } from './sealed-criteria.ts'
import { textContains } from './text-match.ts'
import { isUnreplied } from './unreplied.ts'

type Condition = Expression<SqlBool>
type EngineName = Engine['name']

/** @returns the condition that a case lies within the reach: `domain/permission.ts` in SQL */
export function withinReach(reach: Reach): Condition {
  switch (reach.kind) {
    case 'all':
      return sql<SqlBool>`1 = 1`
    case 'requester':
      return sql<SqlBool>`cases.requester_id = ${reach.personId}`
    case 'partner':
      return sql<SqlBool>`cases.partner_id = ${reach.organisationId}`
    case 'provider':
      return sql<SqlBool>`cases.provider_id = ${reach.organisationId}`
    case 'none':
      return sql<SqlBool>`1 = 0`
  }
}

/** @returns the criterion as a condition on `cases`; every value is bound, every name comes from a fixed list */
export function caseCondition(criterion: CaseCriterion, engine: EngineName, seal: Seal): Condition {
  if ('all' in criterion) return joined(criterion.all, 'and', engine, seal)
  if ('any' in criterion) return joined(criterion.any, 'or', engine, seal)
  if ('not' in criterion)
    return sql<SqlBool>`not coalesce((${caseCondition(criterion.not, engine, seal)}), 1 = 0)`
  if ('tag' in criterion) return hasTag(criterion.tag, engine)
  if ('has' in criterion) return hasSome(criterion.has)
  if ('words' in criterion) return holdsWords(criterion, engine, seal)
  if ('hasChoice' in criterion || 'sealedIs' in criterion)
    return fieldCondition('cases', criterion, engine, seal)
  return onSealed(seal, sealedOperand(criterion.of), criterion, () =>
    comparison(caseOperand(criterion.of, engine), isTextOperand(criterion.of), criterion),
  )
}

/** @returns where the operand lies, if it may be sealed there */
export function sealedOperand(of: CaseOperand): SealedOperand | null {
  if ('column' in of) return { table: 'cases', key: 'cases.number', column: of.column }
  if ('json' in of) return { table: 'cases', key: 'cases.number', column: of.json, path: of.path }
  if ('person' in of) return { table: 'people', key: `cases.${of.person}_id`, column: of.fact }
  return null
}

/** @returns the name of the column that the query language calls so */
export function columnName(column: CaseColumn): string {
  return (caseLookups as readonly string[]).includes(column) ? `cases.${column}_id` : `cases.${column}`
}

function joined(
  criteria: readonly CaseCriterion[],
  word: 'and' | 'or',
  engine: EngineName,
  seal: Seal,
): Condition {
  if (criteria.length === 0) return word === 'and' ? sql<SqlBool>`1 = 1` : sql<SqlBool>`1 = 0`
  const parts = criteria.map((each) => sql`(${caseCondition(each, engine, seal)})`)
  return sql<SqlBool>`(${sql.join(parts, word === 'and' ? sql` and ` : sql` or `)})`
}

/** @returns what is compared or sorted by, as an expression */
export function caseOperand(of: CaseOperand, engine: EngineName): RawBuilder<unknown> {
  if ('column' in of) return sql`${sql.ref(columnName(of.column))}`
  if ('lookup' in of) {
    return sql`(select lower(catalog.name) from catalog where catalog.kind = ${of.lookup}
      and catalog.id = ${sql.ref(columnName(of.lookup))})`
  }
  if ('person' in of) {
    const key = sql.ref(`cases.${of.person}_id`)
    if (of.fact === 'organisation_name') {
      return sql`(select organisations.name from people join organisations
        on organisations.id = people.organisation_id where people.id = ${key})`
    }
    return sql`(select ${sql.ref(`people.${of.fact}`)} from people where people.id = ${key})`
  }
  if ('elapsed' in of) {
    const ended =
      of.elapsed === 'response'
        ? sql`cases.responded_at`
        : sql`coalesce(cases.completed_at, cases.resolved_at)`
    return sql`(${ended} - cases.created_at)`
  }
  if ('count' in of) {
    return sql`(select count(*) from messages where messages.case_number = cases.number
      and messages.deleted_at is null and ${isUnreplied})`
  }
  if ('field' in of) return fieldOperand('cases', of, engine)
  return jsonOperand(`cases.${of.json}`, of.path, of.as, engine)
}

function isTextOperand(of: CaseOperand): boolean {
  if ('person' in of) return of.fact !== 'organisation_id'
  if ('json' in of) return of.as === 'text'
  if ('elapsed' in of || 'count' in of) return false
  if ('field' in of) return isTextField(of)
  return 'lookup' in of || isText(of.column)
}

function isText(column: CaseColumn): boolean {
  return ['guid', 'subject', 'description', 'external_id', 'callback_url'].includes(column)
}

/** Tag ids are kept as a JSON list of numbers, so a whole number between its neighbours is a match. */
function hasTag(tag: number, engine: EngineName): Condition {
  return engine === 'sqlite'
    ? sql<SqlBool>`exists (select 1 from json_each(cases.tag_ids) where json_each.value = ${tag})`
    : sql<SqlBool>`cases.tag_ids::jsonb @> ${String(tag)}::jsonb`
}

function hasSome(what: 'notes' | 'conversation' | 'attachments' | 'resolution_attachments'): Condition {
  const messages = sql`select 1 from messages where messages.case_number = cases.number
    and messages.deleted_at is null`
  // What a note is says `isNote`.
  const isNote = sql`(messages.form = 'note' or (messages.form = 'party' and messages.internal = 1))`
  const files = sql`select 1 from attachments where attachments.case_number = cases.number`
  switch (what) {
    case 'notes':
      return sql<SqlBool>`exists (${messages} and ${isNote})`
    case 'conversation':
      return sql<SqlBool>`exists (${messages} and not ${isNote})`
    case 'attachments':
      return sql<SqlBool>`exists (${files} and attachments.place = 'case')`
    case 'resolution_attachments':
      return sql<SqlBool>`exists (${files} and attachments.place = 'resolution')`
  }
}

/** Sealed columns are left out; an address that is sealed is found when the words are the whole of it (REST v3 §14). */
function holdsWords(
  { words, also = [] }: Extract<CaseCriterion, { words: string }>,
  engine: EngineName,
  seal: Seal,
): Condition {
  const sealsContacts = isSealedColumn(seal, { table: 'people', column: 'email' })
  const person = sealsContacts
    ? sql`people.name`
    : sql`lower(people.name) || ' ' || lower(coalesce(people.email, ''))`
  const requester = sql`(select ${person} from people where people.id = cases.requester_id)`
  const texts = [sql`cases.subject`, requester]
  for (const of of [{ column: 'description' } as const, ...also]) {
    const place = sealedOperand(of)
    if (!place || !isSealedColumn(seal, place)) texts.push(sql`${caseOperand(of, engine)}`)
  }
  const found: Condition[] = texts.map((of) => textContains(of, words))
  if (sealsContacts) {
    found.push(sql<SqlBool>`cases.requester_id in (select addresses.person_id from addresses
      where addresses.key = ${seal.mark('address', words)})`)
  }
  return sql<SqlBool>`(${sql.join(
    found.map((each) => sql`(${each})`),
    sql` or `,
  )})`
}
