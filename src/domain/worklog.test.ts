import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costOfTime, isAmount, minutesBetween, sumOf } from './worklog.ts'

test('time costs its share of the hourly rate, rounded to cents', () => {
  const cases: [minutes: number, hourly: string, cost: string][] = [
    [150, '40', '100'],
    [1, '100', '1.67'],
    [10, '0.1', '0.02'],
    [0, '99', '0'],
    [90, '33.3333', '50'],
  ]
  for (const [minutes, hourly, cost] of cases)
    assert.equal(costOfTime(minutes, hourly), cost, `${minutes} at ${hourly}`)
})

test('amounts add up without losing a cent', () => {
  assert.equal(sumOf('0.1', '0.2'), '0.3')
  assert.equal(sumOf('999999999999', '0.0001'), '999999999999.0001')
  assert.equal(sumOf('0', '0'), '0')
})

test('an amount is a decimal text of limited length', () => {
  for (const text of ['0', '12.5', '999999999999.9999']) assert.equal(isAmount(text), true, text)
  for (const text of ['', '-1', '1e3', '1.', '1.00001', '1000000000000', 'ten']) {
    assert.equal(isAmount(text), false, text)
  }
})

test('minutes between two times are whole, and none when a time is missing', () => {
  assert.equal(minutesBetween(0, 149_999), 2)
  assert.equal(minutesBetween(null, 149_999), 0)
})
