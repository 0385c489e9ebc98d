import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Case } from './case.ts'
import { builtIn, Catalog } from './catalog.ts'
import { defaultCatalog } from './catalog-defaults.ts'
import { entersResolved, withStatus } from './lifecycle.ts'

const catalog = new Catalog(1, defaultCatalog())
const { open, onHold, inProgress, resolved, closed, cancelled } = builtIn.status
const status = (id: number) => catalog.find('status', id)

/** Walks a fresh case through statuses, one a second. @returns what of it depends on status */
function walked(
  ...ids: number[]
): Pick<Case, 'status' | 'reopened' | 'resolvedAt' | 'completedAt' | 'onHoldAt'> {
  const fresh = { status: open, reopened: false, resolvedAt: null, completedAt: null, onHoldAt: null }
  let of = fresh as unknown as Case // the other facts of a case play no part here
  ids.forEach((id, index) => {
    const to = status(id)
    assert.ok(to)
    of = withStatus(of, status(of.status), to, (index + 1) * 1000)
  })
  const { reopened, resolvedAt, completedAt, onHoldAt } = of
  return { status: of.status, reopened, resolvedAt, completedAt, onHoldAt }
}

const table: [string, number[], ReturnType<typeof walked>][] = [
  [
    'work is no completion',
    [inProgress],
    { status: 3, reopened: false, resolvedAt: null, completedAt: null, onHoldAt: null },
  ],
  [
    'waiting notes since when',
    [onHold],
    { status: 2, reopened: false, resolvedAt: null, completedAt: null, onHoldAt: 1000 },
  ],
  [
    'resolving is not yet completing',
    [resolved],
    { status: 4, reopened: false, resolvedAt: 1000, completedAt: null, onHoldAt: null },
  ],
  [
    'closing directly also resolves',
    [closed],
    { status: 5, reopened: false, resolvedAt: 1000, completedAt: 1000, onHoldAt: null },
  ],
  [
    'closing keeps when it was resolved',
    [resolved, closed],
    { status: 5, reopened: false, resolvedAt: 1000, completedAt: 2000, onHoldAt: null },
  ],
  [
    'cancelling is no resolution',
    [cancelled],
    { status: 6, reopened: false, resolvedAt: null, completedAt: 1000, onHoldAt: null },
  ],
  [
    'reopening clears both times',
    [closed, open],
    { status: 1, reopened: true, resolvedAt: null, completedAt: null, onHoldAt: null },
  ],
  [
    'the same status again changes nothing',
    [closed, closed],
    { status: 5, reopened: false, resolvedAt: 1000, completedAt: 1000, onHoldAt: null },
  ],
]
for (const [rule, ids, expected] of table) {
  test(`REST v3 §8.8: ${rule}`, () => assert.deepEqual(walked(...ids), expected))
}

test('REST v3 §15.2: only the way from work to resolved or closed is an entry into the resolved state', () => {
  const entries = [open, onHold, inProgress, resolved, closed, cancelled].flatMap((from) =>
    [open, onHold, inProgress, resolved, closed, cancelled]
      .filter((to) => entersResolved(status(from), status(to)))
      .map((to) => [from, to]),
  )
  assert.deepEqual(
    entries,
    [open, onHold, inProgress].flatMap((from) => [
      [from, resolved],
      [from, closed],
    ]),
  )
})
