import type { Criterion } from '../../../domain/field-query.ts'
import { invalidInput } from '../errors.ts'
import type { Comparison, Scalar } from './criteria.ts'
import { asInteger } from './list-values.ts'

/* What the lists have in common that turn comparisons (REST v3 §7.2) into criteria. */

/** @returns the criterion of something that is a number; throws a refusal (4001) for values that are none */
export function ofNumber<Of>(
  test: Comparison,
  of: Of,
  read: (value: Scalar) => number | undefined = asInteger,
): Criterion<Of> {
  if (test.is === 'contains' || test.is === 'starts' || test.is === 'ends') return ofText(test, of, 'whole')
  if (test.is === 'empty') return { of, is: 'empty' }
  const values = test.values.map((value) => {
    const number = typeof value === 'boolean' ? undefined : read(value)
    if (number === undefined || Number.isNaN(number)) throw badValue(test, value)
    return number
  })
  if (test.is === 'in') return { of, is: 'in', values }
  return { of, is: test.is, value: values[0] ?? 0 }
}

/**
 * @param search whether `search_fields` finds texts of it by part or whole (§7.1)
 * @returns the criterion of something that is a text; throws a refusal (4001) for a condition that makes no sense
 */
export function ofText<Of>(test: Comparison, of: Of, search: 'part' | 'whole' = 'part'): Criterion<Of> {
  const texts = test.values.map(String)
  switch (test.is) {
    case 'empty':
      return { of, is: 'empty' }
    case 'in':
      if (test.search && search === 'part')
        return { any: texts.map((text) => ({ of, is: 'contains', text })) }
      return { of, is: 'in', values: texts }
    case 'contains':
      return { any: texts.map((text) => ({ of, is: 'contains', text })) }
    case 'starts':
    case 'ends':
      return { of, is: test.is, text: texts[0] ?? '' }
    default:
      throw unfit(test)
  }
}

/** @returns whether a name meets the comparison, without regard to case; names of references match whole in `search_fields` */
export function textFits(test: Comparison): (name: string) => boolean {
  const wanted = test.values.map((value) => String(value).trim().toLowerCase())
  switch (test.is) {
    case 'in':
      return (name) => wanted.includes(name.trim().toLowerCase())
    case 'contains':
      return (name) => wanted.some((each) => name.toLowerCase().includes(each))
    case 'starts':
      return (name) => wanted.some((each) => name.toLowerCase().startsWith(each))
    case 'ends':
      return (name) => wanted.some((each) => name.toLowerCase().endsWith(each))
    default:
      throw unfit(test)
  }
}

/** @returns the refusal of a field that there is not */
export function unknownField(test: Comparison): Error {
  return invalidInput(place(test), `field "${test.field}" does not exist`)
}

/** @returns the refusal of a condition that makes no sense for the field */
export function unfit(test: Comparison): Error {
  return invalidInput(place(test), `the condition does not fit "${test.field}"`)
}

/** @returns the refusal of a value that the field cannot have */
export function badValue(test: Comparison, value: Scalar): Error {
  return invalidInput(place(test), `"${String(value)}" is not a value of "${test.field}"`)
}

/** @returns where the comparison stands */
export function place(test: Comparison): string {
  return test.search ? 'list_info.search_fields' : 'list_info.search_criteria'
}
