import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../errors.ts'
import { type Expression, parseIql } from './parse.ts'

/** The expression in brackets, so that a table can say how it is read. */
function shown(of: Expression): string {
  if ('all' in of) return `(${of.all.map(shown).join(' & ')})`
  if ('any' in of) return `(${of.any.map(shown).join(' | ')})`
  return [of.field, of.operator, ...(of.value === null ? [] : [JSON.stringify(of.value)])].join(' ')
}

test('CM §10: every documented form of an expression is read', () => {
  const rows: [text: string, read: string][] = [
    ['queue IS 2 AND status IS NOT "closed"', '(queue is 2 & status is not "closed")'],
    ['director is "Martin Scorsese"', 'director is "Martin Scorsese"'],
    ['director IS EMPTY', 'director is empty'],
    ['director is not Empty', 'director is not empty'],
    ['movie.score > 3', 'movie.score > 3'],
    ['some-field<5', 'some-field < 5'],
    ['a >= 3 or b<=-2.5', '(a >= 3 | b <= -2.5)'],
    ['a IS 1 OR b IS 2 AND c IS 3', '(a is 1 | (b is 2 & c is 3))'],
    ['(a IS 1 OR b IS 2) AND c IS 3', '((a is 1 | b is 2) & c is 3)'],
    ['((a IS 1))', 'a is 1'],
    ['a IS 1 AND b IS 2 AND c IS 3', '(a is 1 & b is 2 & c is 3)'],
    ['a IS "say \\"no\\" \\\\ (AND)"', 'a is "say \\"no\\" \\\\ (AND)"'],
    ['a\tIS\n""', 'a is ""'],
    ['island IS 1', 'island is 1'],
  ]
  for (const [text, read] of rows) assert.equal(shown(parseIql(text)), read, text)
})

test('CM §10: what is no expression is refused with the place where it ends to be one', () => {
  const deep = (depth: number) => `${'('.repeat(depth)}a IS 1${')'.repeat(depth)}`
  const rows: [text: string, at: number, why: string][] = [
    ['', 1, 'a field or "(" is expected, not the end'],
    ['   ', 4, 'a field or "(" is expected, not the end'],
    ['queue', 6, 'IS, >, >=, < or <= is expected, not the end'],
    ['queue = 2', 7, 'unexpected "="'],
    ['queue IS', 9, 'a number or a text in double quotes is expected, not the end'],
    ['queue IS two', 10, 'a number or a text in double quotes is expected, not "two"'],
    ['queue IS 2 3', 12, 'AND, OR or the end is expected, not "3"'],
    ['queue IS 2 AND', 15, 'a field or "(" is expected, not the end'],
    ['AND queue IS 2', 1, 'a field or "(" is expected, not "AND"'],
    ['(queue IS 2', 12, '")" is expected, not the end'],
    ['queue IS 2)', 11, 'AND, OR or the end is expected, not ")"'],
    ['status IS "open', 11, 'the closing quote of the text is missing'],
    ["status IS 'open'", 11, 'unexpected "\'"'],
    ['status IS "a\\b"', 11, 'the closing quote of the text is missing'],
    ['queue IS 2x', 10, 'unexpected "2"'],
    ['2 IS queue', 1, 'a field or "(" is expected, not "2"'],
    ['queue IS 99999999999999999999', 10, 'the number is too large'],
    ['queue > EMPTY', 9, 'a number or a text in double quotes is expected, not "EMPTY"'],
    [deep(21), 21, 'parentheses may be 20 deep at most'],
    ['a'.repeat(4001), 4001, 'at most 4000 characters are read'],
    [Array(101).fill('a IS 1').join(' OR '), 1001, 'there may be 100 comparisons at most'],
    ['a IS 1 \u{1F600}', 8, 'unexpected "\u{1F600}"'],
  ]
  for (const [text, at, why] of rows) {
    assert.throws(
      () => parseIql(text),
      (error) => {
        assert.ok(error instanceof Refusal)
        assert.equal(error.status, 400)
        assert.equal(error.message, `The "iql" parameter is not valid at character ${at}: ${why}`)
        assert.equal(error.problems[0]?.field, 'iql')
        return true
      },
      text.slice(0, 60),
    )
  }
  assert.equal(shown(parseIql(deep(20))), 'a is 1')
})
