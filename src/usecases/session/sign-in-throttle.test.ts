import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newDesk } from '../../../test/harness/desk.ts'
import { beginTry } from './sign-in-throttle.ts'

test('each wrong try beyond the free ones waits twice as long, at most five minutes, until it is forgotten', async () => {
  const on = await newDesk('sqlite')
  try {
    const key = { kind: 'account', value: 'robin' } as const
    const waits: number[] = []
    const tryOnce = () => beginTry(on.desk, [key])
    for (let n = 0; n < 5; n++) tryOnce()
    for (let n = 0; n < 11; n++) {
      let seconds = 0
      assert.throws(tryOnce, (error: { fault?: { retryAfterSeconds?: number } }) => {
        seconds = error.fault?.retryAfterSeconds ?? 0
        return true
      })
      waits.push(seconds)
      on.clock.advance(seconds * 1000)
      tryOnce()
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    on.clock.advance(3_600_000)
    tryOnce()
    tryOnce()
  } finally {
    await on.close()
  }
})

test('a right try clears the account but not the other tries of its address', async () => {
  const on = await newDesk('sqlite')
  try {
    const address = { kind: 'address', value: '203.0.113.7' } as const
    const account = (value: string) => ({ kind: 'account', value }) as const
    for (let n = 0; n < 19; n++) beginTry(on.desk, [account(`n${n}`), address])
    for (let n = 0; n < 30; n++) beginTry(on.desk, [account(' Robin '), address]).succeed()
    beginTry(on.desk, [account('robin'), address])
    assert.throws(() => beginTry(on.desk, [account('someone'), address]), /too_many_requests/)
    beginTry(on.desk, [account('someone'), { kind: 'address', value: '203.0.113.8' }])
  } finally {
    await on.close()
  }
})

test('what is remembered stays bounded, the oldest forgotten first', async () => {
  const on = await newDesk('sqlite')
  try {
    const key = (value: string) => [{ kind: 'account', value } as const]
    for (let n = 0; n < 5; n++) beginTry(on.desk, key('robin'))
    for (let n = 0; n < 10_000; n++) beginTry(on.desk, key(`n${n}`))
    beginTry(on.desk, key('robin'))
  } finally {
    await on.close()
  }
})
