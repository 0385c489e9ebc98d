import { type Static, type TSchema, Type } from 'typebox'
import { KeyState, NamedRef, PersonRef } from './schema.ts'

/** The part of the Desk API's contract that is about running the desk: people, parties, keys and groups. */

const closed = { additionalProperties: false }
const object = <T extends Record<string, TSchema>>(properties: T) => Type.Object(properties, closed)
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const time = Type.String({ format: 'date-time' })
const text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength })
const ids = Type.Array(id, { maxItems: 200 })

export const RepCreate = object({
  name: text(255),
  email: text(254),
  loginName: Type.Optional(text(254)),
  roleIds: Type.Array(id, { minItems: 1, maxItems: 50 }),
  password: Type.Optional(text(1000, 10)),
  /** The groups that they are in. */
  groupIds: Type.Optional(ids),
})
export const RepPatch = object({
  name: Type.Optional(text(255)),
  email: Type.Optional(text(254)),
  loginEnabled: Type.Optional(Type.Boolean()),
  roleIds: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 50 })),
  /** In place of the groups that they were in. */
  groupIds: Type.Optional(ids),
})
export const KeyCreate = object({ expiresAt: Type.Optional(orNull(time)) })

export const ContactCreate = object({
  name: text(255),
  email: text(254),
  phone: Type.Optional(orNull(text(50))),
  organisationId: Type.Optional(orNull(id)),
  /** Lets the contact log in on the Support Ticket wire. */
  password: Type.Optional(text(1000, 10)),
})

export const ContactPatch = object({
  name: Type.Optional(text(255)),
  /** In place of the main address; the others stay. */
  email: Type.Optional(text(254)),
  phone: Type.Optional(orNull(text(50))),
  organisationId: Type.Optional(orNull(id)),
  loginEnabled: Type.Optional(Type.Boolean()),
  /** Null takes it away. */
  password: Type.Optional(orNull(text(1000, 10))),
})

export const OrganisationCreate = object({
  name: text(255),
  party: orNull(Type.Enum(['partner', 'provider'])),
  defaultProviderId: Type.Optional(orNull(id)),
  /** The organisation that it is a part of; parts have no parts of their own. */
  parentId: Type.Optional(orNull(id)),
})
export const OrganisationPatch = object({
  name: Type.Optional(text(255)),
  defaultProviderId: Type.Optional(orNull(id)),
  parentId: Type.Optional(orNull(id)),
})

export const AccountCreate = object({ name: text(255), allProviders: Type.Optional(Type.Boolean()) })
export const AccountPatch = object({
  name: Type.Optional(text(255)),
  disabled: Type.Optional(Type.Boolean()),
})

export const ApplicationCreate = object({
  name: text(255),
  wire: Type.Enum(['case-management', 'support-ticket']),
  /** The partner whose cases it opens. */
  organisationId: Type.Optional(id),
})

export const TokenCreate = object({
  name: text(255),
  scopes: Type.Array(Type.String(), { minItems: 1, maxItems: 50 }),
  expiresAt: Type.Optional(orNull(time)),
})

export const PersonalSecret = object({ id, name: Type.String(), owner: PersonRef, ...KeyState.properties })
export type PersonalSecret = Static<typeof PersonalSecret>
export const PersonalSecretList = object({ items: Type.Array(PersonalSecret) })
export const PersonalSecretCreate = object({
  name: text(255),
  /** Whose it is; one's own without it. */
  personId: Type.Optional(id),
  expiresAt: Type.Optional(orNull(time)),
})

const workSpans = Type.Array(object({ from: text(5), to: text(5) }), { maxItems: 100 })
export const WorkTimes = object({
  workHours: object({
    monday: workSpans,
    tuesday: workSpans,
    wednesday: workSpans,
    thursday: workSpans,
    friday: workSpans,
    saturday: workSpans,
    sunday: workSpans,
  }),
  holidays: Type.Array(text(10), { maxItems: 2000 }),
})
export const Group = object({
  id,
  name: Type.String(),
  /** The reps in it. */
  memberIds: Type.Array(id),
  ...WorkTimes.properties,
})
export type Group = Static<typeof Group>
export const GroupList = object({ items: Type.Array(Group) })

/** A key of an integration, with rights of its own, in the name of an administrator. */
export const IntegrationKey = object({
  id,
  name: Type.String(),
  description: orNull(Type.String()),
  roles: Type.Array(NamedRef),
  /** Null once they are deleted: it rests until it is reassigned. */
  owner: orNull(PersonRef),
  active: Type.Boolean(),
  ...KeyState.properties,
})
export type IntegrationKey = Static<typeof IntegrationKey>
export const IntegrationKeyList = object({ items: Type.Array(IntegrationKey) })
const roleIds = Type.Array(id, { minItems: 1, maxItems: 50 })
export const IntegrationKeyCreate = object({
  name: text(255),
  roleIds,
  description: Type.Optional(orNull(text(10_000))),
  active: Type.Optional(Type.Boolean()),
  expiresAt: Type.Optional(orNull(time)),
})
export const IntegrationKeyPatch = object({
  roleIds: Type.Optional(roleIds),
  description: Type.Optional(orNull(text(10_000))),
  active: Type.Optional(Type.Boolean()),
  expiresAt: Type.Optional(orNull(time)),
})
export const IntegrationKeyReassign = object({
  ownerId: id,
  /** Why, for the record. */
  comments: Type.Optional(text(10_000)),
})
export const PasswordProof = object({ password: text(1000) })
export const RevealedKey = object({ key: Type.String() })

/** How encryption at rest stands. */
export const EncryptionState = object({
  /** What is encrypted besides secrets. */
  groups: Type.Array(Type.String()),
  /** Whether older rows and files are still being gone through. */
  unsettled: Type.Boolean(),
  keys: Type.Array(
    object({
      id: Type.String(),
      purpose: Type.String(),
      state: Type.String(),
      /** By how many master keys it can be opened: two while a new one waits to be taken into use. */
      masters: Type.Integer(),
    }),
  ),
})
