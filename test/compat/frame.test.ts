import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Case, Suite } from '../../compat/case.ts'
import { any, expectValue, partly } from '../../compat/expect.ts'
import { chosen, runOnOwnServer } from '../../compat/run-suite.ts'
import { idRanges, Settler } from '../../compat/settle.ts'

const said: [what: string, value: unknown, wanted: unknown, sentence: string | null][] = [
  ['the same', { a: [1, 'x', null] }, { a: [1, 'x', null] }, null],
  ['what any allows', { id: 7, at: '2017-07-26T14:02:02.170Z' }, { id: any.id, at: any.time }, null],
  ['another value', { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 'it.a.b[1]: 3 expected, and 2 came'],
  ['text for a number', { id: '7' }, { id: any.id }, 'it.id: a whole number above 0 expected, and "7" came'],
  ['a member too few', {}, { a: any.value }, 'it: no a in {}'],
  ['a member too many', { a: 1, b: 2 }, { a: 1 }, 'it: b is not expected in {"a":1,"b":2}'],
  ['a member that does not matter', { a: 1, b: 2 }, partly({ a: 1 }), null],
  ['a longer list', [1, 2], [1], 'it: a list of 1 expected, and [1,2] came'],
  ['a list for an object', [], {}, 'it: an object expected, and [] came'],
  ['a pattern', 'abc', /^b/, 'it: a text like /^b/ expected, and "abc" came'],
]
for (const [what, value, wanted, sentence] of said) {
  test(`what is expected and did not come is said as a sentence: ${what}`, () => {
    if (sentence === null) expectValue(value, wanted, 'it')
    else assert.throws(() => expectValue(value, wanted, 'it'), { message: sentence })
  })
}

test('what differs from run to run is named, the same value by the same name', () => {
  const settler = new Settler()
  settler.name('s3cret&more', 'apikey')
  settler.name('ann', 'user')
  settler.name('bob', 'user')
  const [, cases] = idRanges.cases
  const guid = '1e0abcb7-b94c-4072-a9c0-37072a1ef015'
  assert.equal(
    settler.settle(
      `key=s3cret%26more&of=ann,bob id=${cases + 1},${cases + 2} again ${cases + 1} ${guid} ${guid}`,
    ),
    'key=<apikey>&of=<user>,<user 2> id=<case 1>,<case 2> again <case 1> <guid 1> <guid 1>',
  )
  assert.equal(settler.settle(`{"id":${cases + 2},"size":2097152}`), '{"id":<case 2>,"size":2097152}')
})

/** A suite of these cases. */
const suiteOf = (...cases: Case[]): Suite => ({
  wire: 'support-ticket',
  prefix: 'X',
  title: 'X',
  about: '',
  credentials: {},
  equip: async () => ({}),
  checklist: [],
  sections: [{ number: '1', title: 'One', cases }],
})

test('a case holds, fails, or deviates for a reason; a deviation that is over is a failure', async () => {
  const health = (says: string, status: number, deviation?: string): Case => ({
    says,
    source: '§1',
    ...(deviation === undefined ? {} : { deviation }),
    run: async (probe) => expectValue((await probe.send('GET', '/health')).status, status, 'the status'),
  })
  const crash: Case = {
    says: 'crashes',
    source: '§1',
    deviation: 'we wanted it so',
    run: () => Promise.reject(new Error('the cable was cut')),
  }
  const undeclared: Case = {
    says: 'acts on the desk',
    source: '§1',
    run: async (probe) => probe.desk.clock.advance(1),
  }
  const outcomes = await runOnOwnServer(
    suiteOf(
      health('is well', 200),
      health('is ill', 500),
      health('is ill', 500, 'we are never ill'),
      health('is well', 200, 'we are never well'),
      crash,
      undeclared,
    ),
    'sqlite',
  )
  assert.deepEqual(
    outcomes.map(({ of, result, reason }) => [of.id, result, reason]),
    [
      ['X 1-1', 'holds', null],
      ['X 1-2', 'fails', 'the status: 500 expected, and 200 came'],
      ['X 1-3', 'deviates', 'we are never ill'],
      ['X 1-4', 'fails', 'it holds by now: its deviation is to be removed'],
      ['X 1-5', 'fails', 'the cable was cut'],
      ['X 1-6', 'fails', 'X 1-6 acts on the desk and does not say so in needs'],
    ],
  )
  assert.match(outcomes[1]?.last?.answer ?? '', /^200\n/)
})

test('a clock that a case moves is nobody else’s', async () => {
  const seen: number[] = []
  const look = (needs?: Case['needs']): Case => ({
    says: 'looks at the clock',
    source: '§1',
    ...(needs === undefined ? {} : { needs }),
    async run(probe) {
      seen.push(probe.desk.clock.now)
      if (needs === 'clock') probe.desk.clock.advance(1_000)
    },
  })
  await runOnOwnServer(suiteOf(look('clock'), look('operator'), look('clock')), 'sqlite')
  assert.equal(new Set(seen).size, 1)
  assert.equal(seen.length, 3)
})

test('cases are chosen by number and by section', () => {
  const none: Case = { says: '', source: '§1', run: async () => {} }
  const sections = ['6', '6.2', '6.20'].map((number) => ({ number, title: '', cases: Array(11).fill(none) }))
  const suite = { ...suiteOf(), sections }
  const count = (...only: string[]): number => chosen(suite, only).length
  assert.deepEqual([count(), count('X 6.2-1'), count('x6.2'), count('X 6'), count('Y 6')], [33, 1, 11, 33, 0])
})
