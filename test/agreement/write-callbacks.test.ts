import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import ts from 'typescript'

/**
 * Inside `write(desk, async (tx) => …)` only `tx` may be used: on SQLite a query through another handle would not see what
 * this transaction wrote, and a second `write()` would wait for ever for the transaction that waits for it.
 */

/** @returns what a source does inside the callbacks of its transactions that it must not, as `line: what` */
function findFaults(path: string, source: string): { faults: string[]; callbacks: number } {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, true)
  const faults: string[] = []
  let callbacks = 0
  const visit = (node: ts.Node, inside: boolean): void => {
    if (inside) {
      const fault = faultOf(node)
      if (fault)
        faults.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${fault}`)
    }
    if (isWrite(node)) {
      for (const argument of node.arguments) {
        const callback = ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)
        if (callback) callbacks += 1
        visit(argument, inside || callback)
      }
      return
    }
    const within = inside || takesTransaction(node)
    node.forEachChild((child) => visit(child, within))
  }
  visit(file, false)
  return { faults, callbacks }
}

/** What is handed a `tx` runs inside its transaction. */
function takesTransaction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && node.parameters.some(({ name }) => name.getText() === 'tx')
}

/** `write(desk, …)` or `….engine.write(…)` */
function isWrite(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false
  const called = node.expression
  if (ts.isIdentifier(called)) return called.text === 'write'
  return (
    ts.isPropertyAccessExpression(called) &&
    called.name.text === 'write' &&
    called.expression.getText().endsWith('engine')
  )
}

function faultOf(node: ts.Node): string | null {
  if (isWrite(node)) return 'begins another transaction'
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'db') return `reads ${node.getText()}`
  const catalog =
    ts.isCallExpression(node) && node.expression.getText() === 'catalogOf' && node.arguments.length < 2
  return catalog ? 'reads the look-ups through another handle' : null
}

test('the check finds what it is there to find', () => {
  const source = `
    export const good = (desk) => write(desk, async (tx) => { await catalogOf(desk, tx); await save(tx) })
    export const bad = (desk) => write(desk, async (tx) => {
      await find(desk.db, 1)
      await catalogOf(desk)
      await desk.engine.write((other) => save(other))
      await write(desk, async (inner) => save(inner))
    })
    export const beside = (desk) => find(desk.db, 1)
    function helper(desk, tx) { return find(desk.db, 1) }`
  const { faults } = findFaults('sample.ts', source)
  assert.deepEqual(
    faults.map((fault) => fault.split(':')[1]),
    ['4', '5', '6', '7', '10'],
  )
})

test('no transaction reads or writes through another handle than its own', () => {
  const paths = globSync('src/**/*.ts').filter((path) => !path.endsWith('.test.ts'))
  const found = paths.map((path) => findFaults(path, readFileSync(path, 'utf8')))
  assert.deepEqual(
    found.flatMap(({ faults }) => faults),
    [],
  )
  const callbacks = found.reduce((sum, each) => sum + each.callbacks, 0)
  assert.ok(callbacks > 30, `only ${callbacks} transactions were looked at: the check itself is broken`)
})
