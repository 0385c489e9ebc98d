import type { CaseCriterion, CaseOperand, CasePersonFact } from '../../../domain/case-query.ts'
import type { Catalog } from '../../../domain/catalog.ts'
import { builtInField } from '../../../domain/custom-field.ts'
import { fieldCalled } from '../../../domain/custom-module.ts'
import { badValue, ofNumber, ofText, textFits, unfit, unknownField } from './comparison.ts'
import type { Comparison } from './criteria.ts'
import { comparingField } from './field-comparison.ts'
import { asBoolean } from './list-values.ts'
import { closureParts, type RequestAttribute } from './request-attributes.ts'

/**
 * One comparison of a list of requests (REST v3 §7.2) as the desk's criterion.
 * @param attribute what the first word of the field is; undefined for the ones with parts of their own, and unknown ones
 * @returns the criterion; throws a refusal (4001) for an unknown field, or a condition or value that does not fit it
 */
export function comparing(
  test: Comparison,
  attribute: RequestAttribute | undefined,
  catalog: Catalog,
): CaseCriterion {
  const [name, part, ...more] = test.path
  const deeper = name === 'udf_fields' || (name === 'closure_info' && part === 'closure_code')
  if (more.length > 0 && !deeper) throw unknownField(test)
  switch (attribute?.as) {
    case 'number':
      if (part !== undefined) throw unknownField(test)
      return ofNumber(test, attribute.of)
    case 'text':
      if (part !== undefined && part !== 'content' && part !== 'name') throw unknownField(test)
      return ofText(test, attribute.of)
    case 'time': {
      if (part !== undefined && part !== 'value') throw unknownField(test)
      const own = ofNumber(test, { column: attribute.of })
      if (!attribute.unless) return own
      return test.is === 'empty'
        ? { any: [own, attribute.unless] }
        : { all: [own, { not: attribute.unless }] }
    }
    case 'lookup': {
      const of = { column: attribute.kind }
      if (part === 'id') return ofNumber(test, of)
      if (part !== undefined && part !== 'name') throw unknownField(test)
      if (test.is === 'empty') return { of, is: 'empty' }
      const fits = textFits(test)
      const ids = catalog.all(attribute.kind).filter((entry) => fits(entry.name))
      return { of, is: 'in', values: ids.map((entry) => entry.id) }
    }
    case 'person':
      return ofPerson(test, attribute.who, part)
    case 'account':
      if (part === 'id') return ofNumber(test, { person: 'requester', fact: 'organisation_id' })
      if (part !== undefined && part !== 'name') throw unknownField(test)
      return ofText(test, { person: 'requester', fact: 'organisation_name' })
    default:
      return ofParts(test, catalog)
  }
}

/** @returns the criterion of a yes-or-no attribute */
export function flagged(test: Comparison, rest: readonly string[], when: CaseCriterion): CaseCriterion {
  if (rest.length > 0) throw unknownField(test)
  if (test.is === 'empty') return { any: [] }
  if (test.is !== 'in') throw unfit(test)
  return {
    any: test.values.map((value) => {
      const yes = asBoolean(value)
      if (yes === undefined) throw badValue(test, value)
      return yes ? when : { not: when }
    }),
  }
}

/** @returns the criterion of an attribute that is empty on every request */
export function matchesNothing(test: Comparison): CaseCriterion {
  return test.is === 'empty' ? { all: [] } : { any: [] }
}

function ofParts(test: Comparison, catalog: Catalog): CaseCriterion {
  const [name, part = '', inner] = test.path
  if (name === 'udf_fields') return ofUdf(test, part, catalog)
  if (name !== 'closure_info') throw unknownField(test)
  if (part === 'closure_code') {
    const of: CaseOperand = { json: 'closure', path: ['codeId'], as: 'number' }
    if (inner === 'id' || test.is === 'empty') return ofNumber(test, of)
    if (inner !== undefined && inner !== 'name') throw unknownField(test)
    const fits = textFits(test)
    const codes = catalog.all('closure_code').filter((entry) => fits(entry.name))
    return { of, is: 'in', values: codes.map((entry) => entry.id) }
  }
  const of = Object.hasOwn(closureParts, part) ? closureParts[part] : undefined
  if (!of) throw unknownField(test)
  if (part !== 'requester_ack_resolution') return ofText(test, of)
  // The engines write a true of JSON as 1 or as true.
  return flagged(test, [], { of, is: 'in', values: ['1', 'true'] })
}

function ofUdf(test: Comparison, key: string, catalog: Catalog): CaseCriterion {
  const rest = test.path.slice(2)
  const type = builtInField(key)
  const field = fieldCalled(catalog, null, key)
  if (field) return comparingField(test, rest, field)
  if (type === undefined || rest.length > 0) throw unknownField(test)
  const path = [key]
  return type === 'char'
    ? ofText<CaseOperand>(test, { json: 'fields', path, as: 'text' })
    : ofNumber<CaseOperand>(test, { json: 'fields', path, as: 'number' }, Number)
}

const facts: Readonly<Record<string, CasePersonFact>> = {
  name: 'name',
  email_id: 'email',
  phone: 'phone',
  mobile: 'mobile',
  login_name: 'login_name',
}

function ofPerson(
  test: Comparison,
  who: 'requester' | 'assignee' | 'created_by',
  part: string | undefined,
): CaseCriterion {
  if (part === 'id') return ofNumber(test, { column: `${who}_id` })
  if (part === undefined && test.is === 'empty') return { of: { column: `${who}_id` }, is: 'empty' }
  const key = part ?? 'name'
  const fact = Object.hasOwn(facts, key) ? facts[key] : undefined
  if (!fact) throw unknownField(test)
  return ofText(test, { person: who, fact })
}
