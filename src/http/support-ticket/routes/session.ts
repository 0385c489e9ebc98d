import { DeskError } from '../../../domain/errors.ts'
import { logInThroughApp, refreshThroughApp } from '../../../usecases/credentials/authenticate-contact.ts'
import type { Desk } from '../../../usecases/desk.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { appOf, tokenRefusal } from '../auth.ts'
import { readFields } from '../field.ts'
import type { Handler } from '../handler.ts'
import { sendJson } from '../present.ts'
import { Refusal } from '../refusal.ts'
import { logInFields, refreshFields } from '../schema.ts'
import { words } from '../words.ts'

/** Log-in (§3.1). The answer has no envelope. */
export function logIn(desk: Desk, settings: WireSettings): Handler {
  return async (request, reply, body) => {
    const { username, password } = await readFields(body, logInFields)
    const life = { accessMs: settings.accessTokenMs, refreshMs: settings.refreshTokenMs }
    const tokens = await logInThroughApp(desk, appOf(request), username, password, life, request.ip).catch(
      (error: unknown) => {
        throw error instanceof DeskError && error.fault.code === 'unauthenticated'
          ? new Refusal(401, { detail: [words.badLogin] })
          : error
      },
    )
    return sendJson(reply, 200, { refresh: tokens.refresh.token, access: tokens.access.token })
  }
}

/** A new access token for a refresh token (§3.2). The answer has no envelope. */
export function refresh(desk: Desk, settings: WireSettings): Handler {
  return async (request, reply, body) => {
    const given = await readFields(body, refreshFields)
    const access = await refreshThroughApp(desk, appOf(request), given.refresh, settings.accessTokenMs).catch(
      (error: unknown) => {
        throw tokenRefusal(error, { detail: [words.badRefresh], code: ['token_not_valid'] })
      },
    )
    return sendJson(reply, 200, { access: access.token })
  }
}
