import type { Static } from 'typebox'
import type {
  AccountMade as AccountMadeSchema,
  ApplicationList,
  CaseSummary,
  CatalogAnswer,
  OrganisationList,
  SignInLink as SignInLinkSchema,
  TokenList as TokenListSchema,
  wireNames,
} from '../../../src/http/desk/schema.ts'

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

export type Status = CaseSummary['status']
export type Priority = NonNullable<CaseSummary['priority']>
export type Phase = Status['phase']
export type WireName = (typeof wireNames)[number]
export type Reps = CatalogAnswer['reps']
export type AccountMade = Static<typeof AccountMadeSchema>
export type Organisations = Static<typeof OrganisationList>
export type Applications = Static<typeof ApplicationList>
export type Tokens = Static<typeof TokenListSchema>
export type SignInLink = Static<typeof SignInLinkSchema>
