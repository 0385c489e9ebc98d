import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkWorkHours, tidyWorkHours, type WorkHours, type WorkSpan } from './work-hours.ts'

const none: WorkHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

const span = (text: string): WorkSpan => {
  const [from = '', to = ''] = text.split('-')
  return { from, to }
}

test('CM §7.7: working hours are times of the day that follow each other without overlap', () => {
  const rows: [spans: string[], rules: string[]][] = [
    [[], []],
    [['09:00-18:00'], []],
    [['13:00-18:00', '09:00-12:00'], []],
    [['09:00-12:00', '12:00-18:00'], []],
    [['00:00-24:00'], []],
    [['9:00-18:00'], ['format']],
    [['09:00-25:00'], ['format']],
    [['09:60-10:00'], ['format']],
    [['24:00-24:00'], ['format']],
    [['09:00-'], ['format']],
    [['18:00-09:00'], ['mismatch']],
    [['09:00-09:00'], ['mismatch']],
    [['09:00-12:00', '11:59-18:00'], ['mismatch']],
    [['09:00-18:00', '10:00-11:00'], ['mismatch']],
    [Array(25).fill('09:00-10:00'), ['too_many']],
  ]
  for (const [spans, rules] of rows) {
    const issues = checkWorkHours({ workHours: { ...none, friday: spans.map(span) } })
    assert.deepEqual(
      issues.map(({ field, rule }) => [field, rule]),
      rules.map((rule) => ['workHours.friday', rule]),
      spans.join(),
    )
  }
})

test('CM §7.7: days off are dates that exist', () => {
  const rows: [day: string, fine: boolean][] = [
    ['2030-12-25', true],
    ['2028-02-29', true],
    ['2030-02-29', false],
    ['2030-13-01', false],
    ['2030-1-1', false],
    ['25.12.2030', false],
    ['', false],
  ]
  for (const [day, fine] of rows) {
    assert.equal(checkWorkHours({ holidays: [day] }).length === 0, fine, day)
  }
  assert.equal(checkWorkHours({ holidays: Array(1001).fill('2030-12-25') })[0]?.rule, 'too_many')
})

test('working hours are kept in order', () => {
  const tidy = tidyWorkHours({ ...none, monday: [span('13:00-18:00'), span('09:00-12:00')] }, [
    '2030-12-25',
    '2030-01-01',
    '2030-12-25',
  ])
  assert.deepEqual(tidy.workHours.monday, [span('09:00-12:00'), span('13:00-18:00')])
  assert.deepEqual(tidy.holidays, ['2030-01-01', '2030-12-25'])
})
