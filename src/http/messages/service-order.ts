import type { Case } from '../../domain/case.ts'
import { isRecord } from './check.ts'

type Facts = Readonly<Record<string, unknown>>

/**
 * What this wire knows of a case beyond what all wires share, as it stands in the case's details. Names are those of
 * Messages §10.3; `problemText` is not among them, because it is the case's description.
 */
export interface ServiceOrder {
  readonly orderData: Facts
  readonly productData: Facts
  readonly customer: Facts | null
  readonly consumer: Facts | null
  readonly pickupDst: Facts | null
  readonly returnDst: Facts | null
  readonly serviceTypeId: number | null
  readonly manufacturerId: number | null
  readonly manufacturerName: string | null
  readonly productTypeId: number | null
  readonly productTypeName: string | null
  readonly serviceLocationId: number | null
  readonly shippingMethodId: number | null
  /** Why the provider took its acceptance back, if it did. */
  readonly cancelReason: string | null
}

const key = 'service_order'

/** Path of a fact inside the case's details, for searches. */
export function pathOf(...steps: string[]): string[] {
  return [key, ...steps]
}

/** @returns what the case's details hold of it; cases of other wires have an empty one */
export function serviceOrderOf(of: Pick<Case, 'details'>): ServiceOrder {
  const stored = of.details[key]
  const facts = isRecord(stored) ? stored : {}
  const inner = (name: string) => (isRecord(facts[name]) ? facts[name] : null)
  const id = (name: string) => (typeof facts[name] === 'number' ? facts[name] : null)
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : null)
  return {
    orderData: inner('orderData') ?? {},
    productData: inner('productData') ?? {},
    customer: inner('customer'),
    consumer: inner('consumer'),
    pickupDst: inner('pickupDst'),
    returnDst: inner('returnDst'),
    serviceTypeId: id('serviceTypeId'),
    manufacturerId: id('manufacturerId'),
    manufacturerName: text('manufacturerName'),
    productTypeId: id('productTypeId'),
    productTypeName: text('productTypeName'),
    serviceLocationId: id('serviceLocationId'),
    shippingMethodId: id('shippingMethodId'),
    cancelReason: text('cancelReason'),
  }
}

/** @returns the details that keep it; `words` is all its text in one, so that a search need not know where to look */
export function asDetails(order: ServiceOrder): Record<string, unknown> {
  return { [key]: { ...order, words: [...textsIn(order)].join('\n') } }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'number') yield String(value)
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each)
}
