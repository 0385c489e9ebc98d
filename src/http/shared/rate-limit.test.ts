import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateLimit } from './rate-limit.ts'

function clockAt(start: number) {
  const clock = { at: start, now: () => clock.at }
  return clock
}

test('a rate limit counts each key in a window of its own and says when it ends', () => {
  const clock = clockAt(1_000)
  const limit = rateLimit(clock, { windowMs: 60_000, most: 4 })
  assert.deepEqual(limit.look('a'), {
    usage: 0,
    remaining: 4,
    resetAt: 0,
    over: false,
    retryAfterSeconds: 0,
  })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.count('a').usage),
    [25, 50, 75, 100],
  )
  clock.at += 500
  assert.deepEqual(limit.look('b').usage, 0)
  assert.deepEqual(limit.count('b'), {
    usage: 25,
    remaining: 3,
    resetAt: 61_500,
    over: false,
    retryAfterSeconds: 0,
  })
})

test('a call over the limit is refused until the window ends, and costs nothing', () => {
  const clock = clockAt(1_000)
  const limit = rateLimit(clock, { windowMs: 60_000, most: 1 })
  assert.equal(limit.count('a').over, false)
  const refused = { usage: 100, remaining: 0, resetAt: 61_000, over: true, retryAfterSeconds: 60 }
  assert.deepEqual(limit.count('a'), refused)
  assert.deepEqual(limit.look('a'), refused)
  clock.at = 60_999
  assert.equal(limit.count('a').retryAfterSeconds, 1)
  clock.at = 61_000
  assert.equal(limit.count('a').over, false)
})

test('a limit of 0 is none', () => {
  const limit = rateLimit(clockAt(1), { windowMs: 60_000, most: 0 })
  for (let call = 0; call < 1000; call++) assert.equal(limit.count('a').over, false)
  assert.deepEqual([limit.count('a').usage, limit.count('a').resetAt], [0, 0])
})

test('many keys fill no memory: ended windows go first, then the oldest', () => {
  const clock = clockAt(1)
  const limit = rateLimit(clock, { windowMs: 60_000, most: 2, mostKeys: 3 })
  for (const key of ['a', 'b', 'c']) limit.count(key)
  assert.equal(limit.look('a').usage, 50)
  limit.count('d')
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => limit.look(key).usage),
    [0, 50, 50, 50],
  )
  clock.at += 60_000
  limit.count('e')
  clock.at -= 1
  assert.deepEqual(
    ['b', 'c', 'd', 'e'].map((key) => limit.look(key).usage),
    [0, 0, 0, 50],
    'windows that had ended are forgotten',
  )
})
