import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import { type RateLimit, type RateUse, rateLimit } from '../shared/rate-limit.ts'
import { addressBlock } from '../shared/rate-limit-address.ts'
import type { WireSettings } from '../wire-settings.ts'
import type { CallLimits } from './context.ts'
import { Refusal } from './errors.ts'

/** Texts of the vendor (Case Management §4.4). */
const exceeded = {
  minute: 'The maximum number of request per minute has been exceeded.',
  hour: 'The maximum number of request per hour has been exceeded.',
} as const

interface Windows {
  readonly minute: RateLimit
  readonly hour: RateLimit
}

/** @returns the limits of §4.4 for one installation; a limit of 0 is none */
export function callLimits(
  desk: Desk,
  { caseManagementPerMinute, caseManagementPerHour }: WireSettings,
): CallLimits {
  const windows = (): Windows => ({
    minute: rateLimit(desk, { windowMs: 60_000, most: caseManagementPerMinute }),
    hour: rateLimit(desk, { windowMs: 3_600_000, most: caseManagementPerHour }),
  })
  const apps = windows()
  const strangers = windows()
  return {
    show(request, reply) {
      const key = `${groupOf(request)} ${addressBlock(request.ip)}`
      say(reply, strangers.minute.look(key), strangers.hour.look(key))
    },
    countApp(request, reply, app) {
      count(apps, `${groupOf(request)} ${app.id}`, reply)
    },
    countStranger(request, reply) {
      count(strangers, `${groupOf(request)} ${addressBlock(request.ip)}`, reply)
    },
  }
}

function groupOf(request: FastifyRequest): 'authorization' | 'product' {
  const path = request.url.split('?', 1)[0] ?? ''
  return /^\/v1\/(auth|apis|refreshToken)\/*$/.test(path) ? 'authorization' : 'product'
}

/** A call that one window refuses is not counted in the other. */
function count({ minute, hour }: Windows, key: string, reply: FastifyReply): void {
  const full = [minute, hour].some((each) => each.look(key).over)
  const throttle = full ? minute.look(key) : minute.count(key)
  const quota = full ? hour.look(key) : hour.count(key)
  say(reply, throttle, quota)
  if (!full) return
  const [use, message] = quota.over ? [quota, exceeded.hour] : [throttle, exceeded.minute]
  reply.header('retry-after', use.retryAfterSeconds)
  throw new Refusal(429, { message })
}

function say(reply: FastifyReply, throttle: RateUse, quota: RateUse): void {
  reply.headers({
    'x-quota-usage': quota.usage,
    'x-throttle-usage': throttle.usage,
    'x-quota-reset': seconds(quota),
    'x-throttle-reset': seconds(throttle),
  })
}

function seconds({ resetAt }: RateUse): number {
  return Math.ceil(resetAt / 1000)
}
