import type { Organisation } from '../../domain/organisation.ts'
import { isRecord } from './check.ts'
import { noContact } from './present-case.ts'

/** A partner or provider (Messages §10.2); what the desk knows of an organisation is its contact data. */
export function presentParty({ id, name, details }: Organisation) {
  const address = isRecord(details.address) ? details.address : {}
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  const street = [text(address.street), text(address.door_no)].filter((part) => part !== null).join(' ')
  return {
    id,
    name,
    contactData: {
      ...noContact,
      organizationName: name,
      address: text(street),
      postalCode: text(address.zip_code),
      city: text(address.city),
      phone: text(details.phone),
      email: text(details.email_id),
    },
  }
}
