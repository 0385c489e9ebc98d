import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holds, isModuleRight, narrowed, type Permission, rightsOfScopes } from './rights.ts'

const of = (...rights: Permission[]) => new Set(rights)

test('R17-8: a right on all records holds for each module, one on a module for this one only', () => {
  assert.ok(holds(of('record.view'), 'record.view:5'))
  assert.ok(holds(of('record.view:5'), 'record.view:5'))
  assert.ok(!holds(of('record.view:5'), 'record.view:6'))
  assert.ok(!holds(of('record.view:5'), 'record.view'))
  assert.ok(!holds(of('record.view'), 'record.edit:5'))
})

test('a right on the records of a module is written with the id of the module', () => {
  for (const text of ['record.view:1', 'record.delete:12']) assert.ok(isModuleRight(text), text)
  for (const text of ['record.view', 'record.view:', 'record.view:0', 'record.fly:1', 'case.view:1'])
    assert.ok(!isModuleRight(text), text)
})

test('a token has the rights that its rep and its scopes both name, also of one module', () => {
  const rows: [rights: Permission[], scopes: string[], both: Permission[]][] = [
    [['case.view', 'case.add'], ['case.view', 'case.edit'], ['case.view']],
    [['record.view'], ['record.view:5'], ['record.view:5']],
    [['record.view:5'], ['record.view'], ['record.view:5']],
    [['record.view:5'], ['record.view:6'], []],
  ]
  for (const [rights, scopes, both] of rows) {
    assert.deepEqual([...narrowed(of(...rights), rightsOfScopes(scopes) ?? of())], both)
  }
  assert.equal(rightsOfScopes(['*']), undefined)
})
