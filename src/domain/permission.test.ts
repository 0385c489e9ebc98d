import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, systemActor } from './actor.ts'
import type { Case } from './case.ts'
import { DeskError } from './errors.ts'
import { permitReach, seesMessage } from './permission.ts'

const provider = { kind: 'account', party: 'provider', organisationId: 2 } as const
const partner = { kind: 'account', party: 'partner', organisationId: 1 } as const

test('Who sees an internal message: staff, and the provider it was written within', () => {
  const note = { internal: true, side: 'desk', providerId: 2 } as const
  for (const [name, actor, message, sees] of [
    ['a rep', { kind: 'rep', party: null, organisationId: null }, note, true],
    ['an integration', { kind: 'integration', party: null, organisationId: null }, note, true],
    ['the desk itself', { kind: 'system', party: null, organisationId: null }, note, true],
    ['the provider of that time', provider, note, true],
    ['a later provider', { ...provider, organisationId: 3 }, note, false],
    ['a provider, of a case that had none', provider, { ...note, providerId: null }, false],
    ['the provider, of the partner', provider, { ...note, side: 'requester' }, false],
    ['the partner', partner, note, false],
    ['the partner, of its own', partner, { ...note, side: 'requester' }, false],
    ['the requester', { kind: 'contact', party: null, organisationId: null }, note, false],
    ['an application', { kind: 'application', party: null, organisationId: null }, note, false],
    [
      'a later provider, of a public one',
      { ...provider, organisationId: 3 },
      { ...note, internal: false },
      true,
    ],
  ] as const)
    assert.equal(seesMessage(actor, message), sees, name)
})

test('A trashed case is told from one that never was by staff only', () => {
  const desk = systemActor('system', [])
  const of = (trashedAt: number | null) =>
    ({ number: 7, requesterId: 1, partnerId: 1, providerId: 2, trashedAt }) as Case
  const account = (organisationId: number): Actor => ({
    ...desk,
    kind: 'account',
    reach: { kind: 'provider', organisationId },
  })
  const outcome = (actor: Actor, trashedAt: number | null) => {
    try {
      permitReach(actor, of(trashedAt))
      return 'allowed'
    } catch (error) {
      return error instanceof DeskError ? error.fault.code : error
    }
  }
  assert.deepEqual([outcome(desk, null), outcome(desk, 1)], ['allowed', 'allowed'])
  assert.deepEqual([outcome(account(2), null), outcome(account(2), 1)], ['allowed', 'not_found'])
  assert.deepEqual([outcome(account(3), null), outcome(account(3), 1)], ['out_of_reach', 'not_found'])
})
