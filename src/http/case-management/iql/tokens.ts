import { notValid, Refusal } from '../errors.ts'

/** A piece of an expression and where it begins, counted from 1 as people count. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: '>' | '>=' | '<' | '<=' | '(' | ')'; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number }

/** Longest expression that is read, in characters. */
const longest = 4000

const pieces =
  /(?<space>\s+)|(?<sign>[<>]=?|[()])|(?<number>[+-]?\d+(?:\.\d+)?)(?![\w.-])|(?<word>[a-z_][\w.-]*)|"(?<text>(?:[^"\\]|\\["\\])*)"/iuy

/** @returns the refusal of an expression (Case Management §10), which says where it stops making sense and why */
export function badExpression(at: number, why: string): Refusal {
  const { message, field } = notValid('iql')
  return new Refusal(400, { message: `${message} at character ${at}: ${why}`, ...(field ? { field } : {}) })
}

/** @returns the pieces of an expression, `end` last; throws `Refusal` (400) for what is none */
export function tokensOf(expression: string): Token[] {
  if (expression.length > longest) {
    throw badExpression(longest + 1, `at most ${longest} characters are read`)
  }
  const tokens: Token[] = []
  let from = 0
  while (from < expression.length) {
    const at = from + 1
    pieces.lastIndex = from
    const groups = pieces.exec(expression)?.groups
    if (!groups) throw badExpression(at, strange(expression.slice(from)))
    from = pieces.lastIndex
    const { sign, number, word, text } = groups
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign as '>', at })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/gu, '$1'), at })
    else if (number !== undefined)
      tokens.push({ kind: 'number', value: readNumber(number, at), text: number, at })
  }
  tokens.push({ kind: 'end', text: '', at: expression.length + 1 })
  return tokens
}

function readNumber(number: string, at: number): number {
  const value = Number(number)
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw badExpression(at, 'the number is too large')
  return value
}

function strange(rest: string): string {
  if (rest.startsWith('"')) return 'the closing quote of the text is missing'
  return `unexpected ${JSON.stringify([...rest][0])}`
}
