import type { CustomField } from '../../../domain/custom-field.ts'
import type { RecordCriterion, RecordOperand, RecordQuery } from '../../../domain/record.ts'
import { invalidInput } from '../errors.ts'
import { ofNumber, ofText, unknownField } from './comparison.ts'
import type { Comparison, Test } from './criteria.ts'
import { comparingField, fieldOperandOf } from './field-comparison.ts'
import type { ListInfo } from './list-info.ts'
import { refuseFilter } from './rows.ts'

/** Attributes of a record (REST v3 §13.1), for `fields_required`. */
export const recordNames: ReadonlySet<string> = new Set([
  'id',
  'title',
  'description',
  'cm_fields',
  'created_by',
  'created_time',
  'last_updated_by',
  'last_updated_time',
])

/**
 * @param fields of the module, also deleted ones
 * @returns the records that a `list_info` asks for (§7); throws a refusal (4001) for a field, condition or value that there is not
 */
export function recordQuery(
  info: ListInfo,
  moduleId: number,
  fields: readonly CustomField[],
): RecordQuery & { withTotal: boolean } {
  refuseFilter(info)
  const byName = new Map(fields.map((field) => [field.apiName, field]))
  return {
    moduleId,
    where: [criterion(info.test, byName)],
    sort: { by: sortedBy(info.sortField, byName), order: info.sortOrder },
    limit: info.rowCount,
    offset: info.startIndex - 1,
    withTotal: info.wantsTotal,
  }
}

type Fields = ReadonlyMap<string, CustomField>

function criterion(test: Test, fields: Fields): RecordCriterion {
  if ('all' in test) return { all: test.all.map((each) => criterion(each, fields)) }
  if ('any' in test) return { any: test.any.map((each) => criterion(each, fields)) }
  if ('not' in test) return { not: criterion(test.not, fields) }
  return oneCriterion(test, fields)
}

function oneCriterion(test: Comparison, fields: Fields): RecordCriterion {
  const [name = '', part, ...more] = test.path
  const field = isFieldPath(name) && part !== undefined ? fields.get(part) : undefined
  if (field) return comparingField(test, more, field)
  const of = more.length === 0 ? operandOf(name, part) : undefined
  if (!of) throw unknownField(test)
  const isPerson = 'person' in of
  if (isPerson && part === undefined && test.is === 'empty')
    return { of: { column: `${of.person}_id` }, is: 'empty' }
  return isText(of) ? ofText(test, of, isPerson ? 'whole' : 'part') : ofNumber(test, of)
}

function sortedBy(written: string | null, fields: Fields): RecordOperand {
  if (written === null) return { column: 'id' }
  const [name = '', part, ...more] = written.split('.')
  const field = isFieldPath(name) && part !== undefined ? fields.get(part) : undefined
  if (field) return fieldOperandOf(field, more, written)
  const of = more.length === 0 ? operandOf(name, part) : undefined
  if (!of) throw invalidInput('list_info.sort_field', `"${written}" cannot be sorted by`)
  return of
}

function isFieldPath(name: string): boolean {
  return name === 'cm_fields' || name === 'cm_attributes'
}

/** @returns what an attribute stands for, undefined for one that there is not */
function operandOf(name: string, part: string | undefined): RecordOperand | undefined {
  switch (name) {
    case 'id':
    case 'title':
    case 'description':
      return part === undefined ? { column: name } : undefined
    case 'created_time':
      return part === undefined || part === 'value' ? { column: 'created_at' } : undefined
    case 'last_updated_time':
      return part === undefined || part === 'value' ? { column: 'updated_at' } : undefined
    case 'created_by':
      return personOperand('created_by', part)
    case 'last_updated_by':
      return personOperand('updated_by', part)
    default:
      return undefined
  }
}

function personOperand(
  person: 'created_by' | 'updated_by',
  part: string | undefined,
): RecordOperand | undefined {
  if (part === 'id') return { column: `${person}_id` }
  if (part === 'email_id') return { person, fact: 'email' }
  return part === undefined || part === 'name' ? { person, fact: 'name' } : undefined
}

function isText(of: RecordOperand): boolean {
  return 'person' in of || ('column' in of && (of.column === 'title' || of.column === 'description'))
}
