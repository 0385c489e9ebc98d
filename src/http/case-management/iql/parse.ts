import { badExpression, type Token, tokensOf } from './tokens.ts'

/** What a field is compared by. */
export type Operator = 'is' | 'is not' | 'is empty' | 'is not empty' | '>' | '>=' | '<' | '<='

/** One comparison, with the places of its parts for refusals. */
export interface Comparison {
  readonly field: string
  readonly fieldAt: number
  readonly operator: Operator
  readonly operatorAt: number
  /** null for the operators that take none */
  readonly value: string | number | null
  readonly valueAt: number
}

export type Expression =
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | Comparison

/** Deepest nesting of parentheses, and most comparisons. */
const deepest = 20
const mostComparisons = 100

/**
 * Reads an IQL expression (Case Management §10). `AND` binds closer than `OR`; words may be written in any letter case.
 * @returns the expression; throws `Refusal` (400) that says where it stops making sense
 */
export function parseIql(text: string): Expression {
  const reader = new Reader(tokensOf(text))
  const expression = either(reader, 0)
  const { kind, at } = reader.next
  if (kind !== 'end') throw badExpression(at, `AND, OR or the end is expected, not ${reader.shown()}`)
  return expression
}

class Reader {
  readonly #tokens: readonly Token[]
  #place = 0
  comparisons = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get next(): Token {
    const last = this.#tokens.length - 1
    const token = this.#tokens[Math.min(this.#place, last)]
    if (!token) throw new Error('an expression without an end')
    return token
  }

  take(): Token {
    const token = this.next
    this.#place += 1
    return token
  }

  /** @returns whether the next piece is the word or sign, which is then taken */
  took(text: string): boolean {
    const { kind, text: found } = this.next
    const same = (kind === 'word' || kind === 'sign') && found.toUpperCase() === text
    if (same) this.take()
    return same
  }

  shown(): string {
    const { kind, text } = this.next
    return kind === 'end' ? 'the end' : JSON.stringify(text.slice(0, 40))
  }
}

function either(reader: Reader, depth: number): Expression {
  const any = [both(reader, depth)]
  while (reader.took('OR')) any.push(both(reader, depth))
  return any.length === 1 && any[0] ? any[0] : { any }
}

function both(reader: Reader, depth: number): Expression {
  const all = [part(reader, depth)]
  while (reader.took('AND')) all.push(part(reader, depth))
  return all.length === 1 && all[0] ? all[0] : { all }
}

function part(reader: Reader, depth: number): Expression {
  const { at } = reader.next
  if (!reader.took('(')) return comparison(reader)
  if (depth >= deepest) throw badExpression(at, `parentheses may be ${deepest} deep at most`)
  const inner = either(reader, depth + 1)
  if (!reader.took(')')) throw badExpression(reader.next.at, `")" is expected, not ${reader.shown()}`)
  return inner
}

const reserved = ['AND', 'OR', 'IS', 'NOT', 'EMPTY']

function comparison(reader: Reader): Comparison {
  const field = reader.next
  if (field.kind !== 'word' || reserved.includes(field.text.toUpperCase()))
    throw badExpression(field.at, `a field or "(" is expected, not ${reader.shown()}`)
  reader.take()
  reader.comparisons += 1
  if (reader.comparisons > mostComparisons)
    throw badExpression(field.at, `there may be ${mostComparisons} comparisons at most`)
  const operatorAt = reader.next.at
  const operator = operatorOf(reader)
  const { at: valueAt } = reader.next
  const value = operator.endsWith('empty') ? null : readValue(reader)
  return { field: field.text, fieldAt: field.at, operator, operatorAt, value, valueAt }
}

function operatorOf(reader: Reader): Operator {
  for (const sign of ['>', '>=', '<', '<='] as const) if (reader.took(sign)) return sign
  if (!reader.took('IS'))
    throw badExpression(reader.next.at, `IS, >, >=, < or <= is expected, not ${reader.shown()}`)
  const negated = reader.took('NOT')
  if (reader.took('EMPTY')) return negated ? 'is not empty' : 'is empty'
  return negated ? 'is not' : 'is'
}

function readValue(reader: Reader): string | number {
  const token = reader.next
  if (token.kind !== 'text' && token.kind !== 'number')
    throw badExpression(token.at, `a number or a text in double quotes is expected, not ${reader.shown()}`)
  reader.take()
  return token.kind === 'number' ? token.value : token.text
}
