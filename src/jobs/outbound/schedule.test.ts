import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify, nextDelay, RETRY_SECONDS } from './schedule.ts'
import type { Outcome } from './send.ts'

const answered = (status: number): Outcome => ({ kind: 'answered', status })

test('REST v3 15.4: the status decides what comes next', () => {
  const verdicts = {
    delivered: [200, 201, 202, 204, 299],
    stop_and_clear: [410],
    stop: [400, 401, 403, 404, 405, 409, 413, 418, 422, 499],
    retry: [0, 100, 199, 300, 301, 302, 304, 307, 308, 399, 408, 425, 429, 500, 502, 503, 504, 599, 600, 999],
  }
  for (const [verdict, statuses] of Object.entries(verdicts)) {
    for (const status of statuses) assert.equal(classify(answered(status)), verdict, String(status))
  }
})

test('REST v3 15.4, 15.5: no answer is retried, a refused target is not', () => {
  assert.equal(classify({ kind: 'failed', reason: 'timed out' }), 'retry')
  assert.equal(classify({ kind: 'refused', reason: 'target not allowed' }), 'stop')
})

test('REST v3 15.4: 30 s, 2 min, 10 min, 1 h, 6 h, then given up', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7].map((attempt) => nextDelay(attempt, RETRY_SECONDS, 0.5))
  assert.deepEqual(delays, [30_000, 120_000, 600_000, 3_600_000, 21_600_000, null, null])
  assert.equal(nextDelay(1, [], 0.5), null)
})

test('REST v3 15.4: the delay is spread by 20 % to both sides', () => {
  assert.equal(nextDelay(1, [100], 0), 80_000)
  assert.equal(nextDelay(1, [100], 0.75), 110_000)
  assert.equal(nextDelay(1, [100], 0.999999), 120_000)
})

test('REST v3 15.4: Retry-After lengthens the delay up to one hour, never adds an attempt', () => {
  assert.equal(nextDelay(1, [30], 0.5, 90_000), 90_000)
  assert.equal(nextDelay(1, [30], 0.5, 1_000), 30_000)
  assert.equal(nextDelay(1, [30], 0.5, 86_400_000), 3_600_000)
  assert.equal(nextDelay(1, [21600], 0.5, 86_400_000), 21_600_000)
  assert.equal(nextDelay(2, [30], 0.5, 90_000), null)
})
