import type { Party, Side } from '../../domain/actor.ts'
import type { ConfirmFailure } from '../../usecases/messages/confirm-messages.ts'

/** `senderType` (Messages §2.1): the requester's side is the partner, the desk's the provider. */
export function senderType(side: Side | null): Party | null {
  switch (side) {
    case 'requester':
      return 'partner'
    case 'desk':
      return 'provider'
    case null:
      return null
  }
}

/** Why a message was not confirmed (Messages §5.2). */
export const confirmWords = {
  not_found: 'Not found',
  no_access: 'No access',
} as const satisfies Record<ConfirmFailure['reason'], string>
