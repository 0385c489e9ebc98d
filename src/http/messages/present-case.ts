import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Person } from '../../domain/person.ts'
import { isoDate, plainText } from './present.ts'
import { serviceOrderOf } from './service-order.ts'

/** Everyone and everything that a case names. */
export interface Around {
  readonly people: ReadonlyMap<number, Person>
  readonly organisations: ReadonlyMap<number, Organisation>
  readonly catalog: Catalog
}

/** A case (Messages §10.4); what the desk does not know is null or empty. */
export function presentCase(of: Case, { people, organisations, catalog }: Around) {
  const order = serviceOrderOf(of)
  const requester = people.get(of.requesterId)
  const customer = order.customer ?? (requester && asContact(requester))
  return {
    id: of.number,
    guid: of.guid,
    country: customer?.countryCode ?? null,
    partnerId: of.partnerId,
    serviceProviderId: of.providerId,
    manufacturerId: order.manufacturerId,
    currentStatus: catalog.find('status', of.status)?.name.toLowerCase() ?? null,
    productData: { ...order.productData, problemText: plainText(of.description, of.descriptionFormat) },
    orderData: order.orderData,
    serviceTypeId: order.serviceTypeId,
    serviceLocationId: order.serviceLocationId,
    productTypeId: order.productTypeId,
    createdAt: isoDate(of.createdAt),
    sender: null,
    receiver: null,
    customer: contact(customer),
    consumer: contact(order.consumer),
    pickupDst: contact(order.pickupDst),
    returnDst: contact(order.returnDst),
    serviceType: named(order.serviceTypeId, null),
    productType: named(order.productTypeId, order.productTypeName),
    manufacturer: named(order.manufacturerId, order.manufacturerName),
    serviceLocation: named(order.serviceLocationId, null),
    serviceProvider: organisation(organisations, of.providerId),
    servicePartner: organisation(organisations, of.partnerId),
    freightTrackings: [],
    tags: of.tagIds.map((id) => ({ id, name: catalog.find('tag', id)?.name ?? null })),
  }
}

/** Every key of a contact (Messages §10.3). */
export const noContact = {
  firstName: null,
  lastName: null,
  organizationName: null,
  organizationNumber: null,
  addName: null,
  address: null,
  postalCode: null,
  city: null,
  countryCode: null,
  phone: null,
  mobile: null,
  email: null,
}

function contact(facts: Readonly<Record<string, unknown>> | null | undefined) {
  return facts ? { ...noContact, ...facts } : null
}

/** @returns the requester of a case that came through another wire as a contact of this one */
export function asContact(person: Person): Record<string, unknown> {
  const { name, phone, mobile, email } = person
  const space = name.lastIndexOf(' ')
  return {
    type: 0,
    firstName: space < 0 ? name : name.slice(0, space),
    lastName: space < 0 ? null : name.slice(space + 1),
    phone,
    mobile,
    email,
  }
}

function named(id: number | null, name: string | null) {
  return id === null && name === null ? null : { id, name }
}

function organisation(all: ReadonlyMap<number, Organisation>, id: number | null) {
  return id === null ? null : { id, name: all.get(id)?.name ?? null }
}
