import type { Static } from 'typebox'
import type {
  AccountMade as AccountMadeSchema,
  ApplicationList,
  CaseSummary,
  CatalogAnswer,
  ContactList,
  OrganisationList,
  SignInLink as SignInLinkSchema,
  TokenList as TokenListSchema,
  wireNames,
} from '../../../src/http/desk/schema.ts'
import type { FieldList, ModuleList } from '../../../src/http/desk/schema-custom.ts'

export type {
  Application,
  CaseDetail,
  CaseList,
  CaseMessage,
  CaseOpen,
  CasePatch,
  CaseSummary,
  CatalogAnswer,
  FileRef,
  History,
  HistoryEntry,
  IssuedSecret,
  MessageCreate,
  Organisation,
  PersonRef,
  Rep,
  Session,
  ViewCounts,
  ViewName,
} from '../../../src/http/desk/schema.ts'
export type { Field } from '../../../src/http/desk/schema-custom.ts'

export type Status = CaseSummary['status']
export type Priority = NonNullable<CaseSummary['priority']>
export type Phase = Status['phase']
export type WireName = (typeof wireNames)[number]
export type Reps = CatalogAnswer['reps']
export type AccountMade = Static<typeof AccountMadeSchema>
export type Organisations = Static<typeof OrganisationList>
export type Applications = Static<typeof ApplicationList>
export type Tokens = Static<typeof TokenListSchema>
export type Contacts = Static<typeof ContactList>
export type Fields = Static<typeof FieldList>
export type Modules = Static<typeof ModuleList>
export type SignInLink = Static<typeof SignInLinkSchema>
