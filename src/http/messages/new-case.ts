import { address, choice, Form, idOrName, mustBeTrue, wholeNumber, words, yesOrNo } from './new-case-form.ts'
import type { ServiceOrder } from './service-order.ts'

/** A new case as `case/create` describes it (Messages §10.3). */
export interface CaseInput {
  readonly problemText: string
  readonly order: ServiceOrder
  readonly forcedProvider: number | null
  /** Ours: not for the provider before case/finish. */
  readonly holdBack: boolean
  readonly requester: { email: string; name: string | null; phone: string | null; mobile: string | null }
}

type Facts = Record<string, unknown>

/**
 * Reads the body of `case/create` in the help-desk profile: two fields must be there, the others are checked when they are,
 * unknown ones are dropped, `orderData.files` too.
 * @returns what to open; throws `Refused` with everything that is wrong, by field
 */
export function readNewCase(body: Facts): CaseInput {
  return readForm(new Form(body))
}

/** Reads the form; what it asks the form for is what can be sent. */
export function readForm(form: Form): CaseInput {
  const productData = form.inside('productData')
  const problemText = productData.need('problemText', words())
  const product: Facts = {
    ...productData.given(),
    ...productData.known({ model: words(40), serial: words(40), imei: words(20) }),
  }
  delete product.problemText

  const customer = form.contact('customer')
  const email = form.inside('customer').need('email', address)
  const consumer = form.has('consumer') ? form.contact('consumer') : null
  const orderData = form.inside('orderData')
  const order: Facts = {
    ...orderData.given(),
    ...form.known({
      clientPostalCode: words(),
      originatorType: choice('private', 'registered', 'helpdesk'),
      bookingType: choice('companyToCompany', 'companyToPrivate', 'privateToPrivate'),
      acceptConditions: mustBeTrue,
      pickupDestination: choice('consumer', 'customCompany', 'customPrivate'),
      returnDestination: choice('consumer', 'customCompany', 'customPrivate'),
      noPassword: yesOrNo,
      trackingId: words(),
    }),
  }
  delete order.files
  const manufacturer = form.take('manufacturer', idOrName)
  const productType = form.take('productType', idOrName)
  const read: ServiceOrder = {
    orderData: order,
    productData: product,
    customer,
    consumer,
    pickupDst: form.has('pickupDst') ? form.contact('pickupDst') : null,
    returnDst: form.has('returnDst') ? form.contact('returnDst') : null,
    serviceTypeId: form.take('serviceType', wholeNumber),
    manufacturerId: typeof manufacturer === 'number' ? manufacturer : null,
    manufacturerName: typeof manufacturer === 'string' ? manufacturer : null,
    productTypeId: typeof productType === 'number' ? productType : null,
    productTypeName: typeof productType === 'string' ? productType : null,
    serviceLocationId: form.take('location', wholeNumber),
    shippingMethodId: form.take('shipping', wholeNumber),
    cancelReason: null,
  }
  const forcedProvider = form.take('forcedProvider', wholeNumber)
  const holdBack = form.take('holdBack', yesOrNo) ?? false
  form.refuse()
  return {
    problemText,
    order: read,
    forcedProvider,
    holdBack,
    requester: requesterOf(consumer, customer, email),
  }
}

/** The consumer if one is named, else the customer, whose address also serves a consumer without one. */
function requesterOf(consumer: Facts | null, customer: Facts, email: string): CaseInput['requester'] {
  const who = consumer ?? customer
  const text = (name: string) => (typeof who[name] === 'string' ? who[name] : null)
  const name = [text('firstName'), text('lastName')].filter((part) => part !== null).join(' ')
  return {
    email: text('email') ?? email,
    name: name.trim() || text('organizationName'),
    phone: text('phone'),
    mobile: text('mobile'),
  }
}
