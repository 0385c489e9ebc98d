import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Side } from './actor.ts'
import type { Case } from './case.ts'
import { concerns, type Happening } from './happening.ts'
import type { Message } from './message.ts'

const partner = 1
const provider = 2
const former = 3

type Row = [what: string, author: Side | null, confirmer: Side | null, told: number[], providerThen?: number]

const created: Row[] = [
  ['by the partner', 'requester', null, [provider]],
  ['by the provider', 'desk', null, [partner]],
  ['by neither', null, null, [partner, provider]],
  ['by the partner to a former provider', 'requester', null, [former], former],
]
const confirmed: Row[] = [
  ['the partner’s, by the provider', 'requester', 'desk', [partner]],
  ['the provider’s, by the partner', 'desk', 'requester', [provider]],
  ['the partner’s, by itself', 'requester', 'requester', []],
  ['the provider’s, by itself', 'desk', 'desk', []],
  ['of neither', null, 'desk', []],
  ['of a former provider', 'desk', 'requester', [], former],
]

for (const [topic, rows] of [
  ['message.created', created],
  ['message.confirmed', confirmed],
] as const) {
  for (const [what, author, confirmer, told, providerThen] of rows) {
    test(`M §9: ${topic}, ${what}: told are ${told.join(' and ') || 'none'}`, () => {
      const happening = {
        topic,
        of: { partnerId: partner, providerId: provider } as Case,
        message: { side: author, providerId: providerThen ?? provider } as Message,
        side: confirmer,
      } as Happening
      const hears = [partner, provider, former].filter((organisationId) =>
        concerns(happening, { wire: 'messages', topic, organisationId }),
      )
      assert.deepEqual(hears, told)
    })
  }
}

test('a webhook hears of its own topic only, and of nothing without a message', () => {
  const happening = { topic: 'message.created', of: null, message: null } as Happening
  assert.equal(concerns(happening, { wire: 'messages', topic: 'message.created', organisationId: 1 }), false)
  assert.equal(concerns(happening, { wire: 'case-management', topic: 'case', organisationId: null }), false)
})
