import { isEmailAddress } from '../../domain/person.ts'
import { asNumber, holdsNul, isRecord } from './check.ts'
import { Refused } from './errors.ts'
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
/** Takes what was sent; throws the text that says what is wrong with it. */
type Read<T> = (value: unknown) => T

/**
 * Reads the body of `case/create` in the help-desk profile: two fields must be there, the others are checked when they are,
 * unknown ones are dropped, `orderData.files` too.
 * @returns what to open; throws `Refused` with everything that is wrong, by field
 */
export function readNewCase(body: Record<string, unknown>): CaseInput {
  const form = new Form(body)
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

/** An object of the body; problems are noted by dotted path and thrown all together. */
class Form {
  readonly #values: Facts
  readonly #path: string
  readonly #problems: Record<string, string[]>

  constructor(values: Facts, path = '', problems: Record<string, string[]> = {}) {
    this.#values = values
    this.#path = path
    this.#problems = problems
  }

  /** Null and empty count as not sent. */
  has(name: string): boolean {
    const value = this.#values[name]
    return Object.hasOwn(this.#values, name) && value !== null && value !== ''
  }

  take<T>(name: string, read: Read<T>): T | null {
    if (!this.has(name)) return null
    try {
      return read(this.#values[name])
    } catch (problem) {
      if (!(problem instanceof FieldProblem)) throw problem
      return this.#note(name, problem.message)
    }
  }

  need(name: string, read: Read<string>): string {
    const value = this.#values[name]
    if (!this.has(name) || (typeof value === 'string' && value.trim() === '')) {
      this.#note(name, 'Field is required')
      return ''
    }
    return this.take(name, read) ?? ''
  }

  /** @returns those of the fields that were sent */
  known(fields: Readonly<Record<string, Read<unknown>>>): Facts {
    const taken = Object.entries(fields).filter(([name]) => this.has(name))
    return Object.fromEntries(taken.map(([name, read]) => [name, this.take(name, read)]))
  }

  /** @returns everything that was sent; nothing may hold a NUL, which the database could not search */
  given(): Facts {
    if (holdsNul(this.#values)) this.#note('', 'Wrong format')
    return { ...this.#values }
  }

  inside(name: string): Form {
    const value = this.#values[name]
    if (this.has(name) && !isRecord(value)) this.#note(name, 'Wrong format')
    return new Form(isRecord(value) ? value : {}, `${this.#path}${name}.`, this.#problems)
  }

  contact(name: string): Facts {
    return this.inside(name).known(contactFields)
  }

  refuse(): void {
    if (Object.keys(this.#problems).length > 0)
      throw new Refused(400, 'Fields validation failed', this.#problems)
  }

  #note(name: string, problem: string): null {
    const path = name === '' ? this.#path.slice(0, -1) : this.#path + name
    this.#problems[path] ??= [problem]
    return null
  }
}

class FieldProblem extends Error {}

const wrong = () => new FieldProblem('Wrong format')

function words(most = Number.POSITIVE_INFINITY): Read<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length > most || value.includes('\0')) throw wrong()
    return value
  }
}

const address: Read<string> = (value) => {
  if (typeof value !== 'string' || value.length > 64 || !isEmailAddress(value.trim())) throw wrong()
  return value.trim()
}

const wholeNumber: Read<number> = (value) => {
  const number = asNumber(value)
  if (number === null || !Number.isSafeInteger(number)) throw wrong()
  return number
}

const idOrName: Read<number | string> = (value) =>
  typeof value === 'string' && asNumber(value) === null ? words()(value) : wholeNumber(value)

const yesOrNo: Read<boolean> = (value) => {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw wrong()
}

const mustBeTrue: Read<boolean> = (value) => {
  if (value !== true) throw new FieldProblem('Field must be equal to true')
  return true
}

const notPossible = () => new FieldProblem('Value is not present in possible options')

function choice(...options: string[]): Read<string> {
  return (value) => {
    if (typeof value !== 'string' || !options.includes(value)) throw notPossible()
    return value
  }
}

/** 1 is a company, 0 a person. */
const contactType: Read<number> = (value) => {
  const number = asNumber(value)
  if (number !== 0 && number !== 1) throw notPossible()
  return number
}

const contactFields = {
  type: contactType,
  firstName: words(64),
  lastName: words(64),
  organizationName: words(64),
  organizationNumber: words(64),
  addName: words(),
  address: words(64),
  postalCode: words(6),
  city: words(64),
  countryCode: words(),
  phone: words(),
  mobile: words(19),
  email: address,
}
