import type { CustomField } from '../../../domain/custom-field.ts'
import type { FieldCriterion, FieldOperand } from '../../../domain/field-query.ts'
import { invalidInput } from '../errors.ts'
import { badValue, ofNumber, ofText, place, textFits, unfit, unknownField } from './comparison.ts'
import type { Comparison, Scalar } from './criteria.ts'
import { asBoolean, asInteger } from './list-values.ts'

/**
 * A comparison of a field that administrators defined (REST v3 §7.2): choices and references by name or by `.id`, times also by
 * `.value`. Of fields that are kept sealed only equality can be told (§14).
 * @param rest what the path says after the key of the field
 * @returns the criterion; throws a refusal (4001) for what does not fit
 */
export function comparingField(
  test: Comparison,
  rest: readonly string[],
  field: CustomField,
): FieldCriterion {
  const [part] = rest
  if (rest.length > 1 || (part !== undefined && !partsOf(field).includes(part))) throw unknownField(test)
  const text: FieldOperand = { field: field.apiName, as: 'text' }
  if (test.is === 'empty') return { of: text, is: 'empty' }
  if (field.encrypted) return sealed(test, part, field)
  const number: FieldOperand = { field: field.apiName, as: 'number' }
  switch (field.type) {
    case 'num':
    case 'dec':
      return ofNumber(test, number, Number)
    case 'date':
      return ofNumber(test, number)
    case 'bool':
      return ofBoolean(test, text)
    case 'pick':
      if (part === 'id') return ofNumber(test, number)
      return ofText(test, { field: field.apiName, choices: field.choices }, 'whole')
    case 'mpick':
      return { field: field.apiName, hasChoice: choiceIds(test, part, field) }
    case 'ref':
      if (part === 'id' || field.refersTo === null) return ofNumber(test, number)
      return ofText(test, { field: field.apiName, refersTo: field.refersTo }, 'whole')
    default:
      return ofText(test, text)
  }
}

/**
 * @param written the whole `sort_field`
 * @returns what to sort by; throws a refusal (4001) for what has no order
 */
export function fieldOperandOf(field: CustomField, rest: readonly string[], written: string): FieldOperand {
  const refuse = (detail: string) => invalidInput('list_info.sort_field', detail)
  if (field.encrypted) throw refuse('field is encrypted')
  const [part] = rest
  const known = part === undefined || partsOf(field).includes(part)
  if (!known || rest.length > 1 || field.type === 'mpick') throw refuse(`"${written}" cannot be sorted by`)
  const key = field.apiName
  switch (field.type) {
    case 'num':
    case 'dec':
    case 'date':
      return { field: key, as: 'number' }
    case 'pick':
      return part === 'id' ? { field: key, as: 'number' } : { field: key, choices: field.choices }
    case 'ref':
      if (part === 'id' || field.refersTo === null) return { field: key, as: 'number' }
      return { field: key, refersTo: field.refersTo }
    default:
      return { field: key, as: 'text' }
  }
}

function partsOf({ type }: CustomField): readonly string[] {
  if (type === 'date') return ['value']
  return type === 'pick' || type === 'mpick' || type === 'ref' ? ['id', 'name'] : []
}

function ofBoolean(test: Comparison, of: FieldOperand): FieldCriterion {
  if (test.is !== 'in') throw unfit(test)
  const values = test.values.map((value) => {
    const yes = asBoolean(value)
    if (yes === undefined) throw badValue(test, value)
    return String(yes)
  })
  return { of, is: 'in', values }
}

function sealed(test: Comparison, part: string | undefined, field: CustomField): FieldCriterion {
  if (test.is !== 'in') throw invalidInput(place(test), 'field is encrypted')
  const texts =
    field.type === 'pick' ? choiceIds(test, part, field).map(String) : test.values.map((each) => String(each))
  return { field: field.apiName, sealedIs: texts }
}

/** @returns the ids of the choices that meet the comparison */
function choiceIds(test: Comparison, part: string | undefined, field: CustomField): number[] {
  if (part === 'id') {
    if (test.is !== 'in') throw unfit(test)
    return test.values.map((value) => wholeNumber(test, value))
  }
  const fits = textFits(test)
  return field.choices.filter(({ name }) => fits(name)).map(({ id }) => id)
}

function wholeNumber(test: Comparison, value: Scalar): number {
  const number = asInteger(value)
  if (number === undefined) throw badValue(test, value)
  return number
}
