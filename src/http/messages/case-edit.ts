import type { Case, CaseChange } from '../../domain/case.ts'
import { isEmailAddress } from '../../domain/person.ts'
import {
  array,
  broken,
  facts,
  guid,
  int,
  isRecord,
  nullable,
  object,
  oneOfNumbers,
  optional,
  required,
  text,
} from './check.ts'
import { plainText } from './present.ts'
import { type Rule, saying } from './rule.ts'
import { asDetails, type ServiceOrder, serviceOrderOf } from './service-order.ts'

type Facts = Readonly<Record<string, unknown>>

const email: Rule<string> = saying({ type: 'string', format: 'email', maxLength: 64 }, (value, label) => {
  const address = text(64)(value, label)
  if (!isEmailAddress(address)) throw broken(label, 'must be a valid email')
  return address
})

/** A contact (Messages §10.3). Null is how this wire shows that there is nothing, so it may come back. */
const contact = object({
  type: optional(nullable(oneOfNumbers([0, 1]))),
  firstName: optional(nullable(text(64))),
  lastName: optional(nullable(text(64))),
  organizationName: optional(nullable(text(64))),
  organizationNumber: optional(nullable(text(64))),
  addName: optional(nullable(text())),
  address: optional(nullable(text(64))),
  postalCode: optional(nullable(text(6))),
  city: optional(nullable(text(64))),
  countryCode: optional(nullable(text())),
  phone: optional(nullable(text())),
  mobile: optional(nullable(text(19))),
  email: optional(nullable(email)),
})

/** POST case/update and case/append (§10.2) */
export const caseEdit = object({
  guid: required(guid),
  orderData: optional(facts()),
  productData: optional(
    facts({
      problemText: optional(text()),
      model: optional(text(40)),
      serial: optional(text(40)),
      imei: optional(text(20)),
    }),
  ),
  customer: optional(contact),
  consumer: optional(contact),
  pickupDst: optional(contact),
  returnDst: optional(contact),
  tags: optional(array(int(), 100)),
})

export type CaseEditInput = ReturnType<typeof caseEdit>

/** How what is sent meets what is there: it takes its place, or goes into it key by key, at any depth. */
export type Meeting = 'replace' | 'merge'

/**
 * @param requester the requester as a contact, which is the customer of a case that came through another wire
 * @returns what the edit makes of the case as it is now. `problemText` is the case's opening text, which stays when it is not
 *   sent; `orderData.files` is not taken, as when a case is created (§10.3)
 */
export function changeOf(
  current: Case,
  input: CaseEditInput,
  meeting: Meeting,
  requester: Facts | null,
): CaseChange {
  const order = serviceOrderOf(current)
  const meet = (was: Facts, given: Facts) => (meeting === 'merge' ? merged(was, given) : given)
  const next: Record<string, unknown> = {}
  if (input.orderData) {
    const { files: _notTaken, ...given } = input.orderData
    next.orderData = meet(order.orderData, given)
  }
  if (input.productData) {
    const { problemText: _ownPlace, ...given } = input.productData
    next.productData = meet(order.productData, given)
  }
  for (const key of ['customer', 'consumer', 'pickupDst', 'returnDst'] as const) {
    const given = input[key]
    if (given) next[key] = said(meet(order[key] ?? (key === 'customer' ? requester : null) ?? {}, given))
  }
  const words = input.productData?.problemText
  return {
    ...(Object.keys(next).length === 0 ? {} : { details: asDetails({ ...order, ...next } as ServiceOrder) }),
    // Sent back as it is shown, an opening text keeps the form in which it came.
    ...(typeof words === 'string' && words !== plainText(current.description, current.descriptionFormat)
      ? { description: words, descriptionFormat: 'text' }
      : {}),
    ...(input.tags ? { tagIds: tagsOf(current, input.tags, meeting) } : {}),
  }
}

function tagsOf(current: Case, given: readonly number[], meeting: Meeting): number[] {
  return [...new Set(meeting === 'merge' ? [...current.tagIds, ...given] : given)]
}

function merged(was: Facts, given: Facts): Facts {
  const entries = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const old = Object.hasOwn(was, key) ? was[key] : undefined
      return [key, isRecord(old) && isRecord(value) ? merged(old, value) : value]
    })
  return Object.fromEntries([...Object.entries(was), ...entries])
}

/** What says something: neither absent nor null. */
function said(given: Facts): Facts {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  )
}
