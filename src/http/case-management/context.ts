import type { Desk } from '../../usecases/desk.ts'
import type { WireSettings } from '../wire-settings.ts'
import type { CallLimits } from './limits.ts'

/** What every route of the wire is given. */
export interface WireContext {
  readonly desk: Desk
  readonly settings: WireSettings
  readonly limits: CallLimits
}
