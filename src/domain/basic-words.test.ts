import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basicPriority, basicStatus, priorityForWord, statusesShownAs, statusForWord } from './basic-words.ts'
import { Catalog, type CatalogEntry } from './catalog.ts'
import { defaultCatalog } from './catalog-defaults.ts'

const catalog = new Catalog(1, defaultCatalog())
const entry = (kind: 'status' | 'priority', id: number, data: CatalogEntry['data'] = {}): CatalogEntry => ({
  kind,
  id,
  name: `made ${id}`,
  description: null,
  parentId: null,
  position: id,
  data,
  deleted: false,
})

test('each status shows as its word of the small vocabulary (mapping.md)', () => {
  const shown = catalog.list('status').map((status) => [status.name, basicStatus(status)])
  assert.deepEqual(Object.fromEntries(shown), {
    Open: 'open',
    'On Hold': 'pending',
    'In Progress': 'pending',
    Resolved: 'closed',
    Closed: 'closed',
    Cancelled: 'closed',
  })
})

test('writing the word that a status shows as leaves that status', () => {
  for (const status of catalog.list('status')) {
    assert.equal(statusForWord(catalog, status.id, basicStatus(status)), status.id, status.name)
  }
})

test('writing another word sets the built-in status of that word', () => {
  assert.deepEqual(
    (['open', 'pending', 'closed'] as const).map((word) =>
      statusForWord(catalog, word === 'open' ? 5 : 1, word),
    ),
    [1, 3, 5],
  )
  assert.equal(statusForWord(catalog, 4, 'pending'), 3)
})

test('a filter by word finds every status shown as it', () => {
  assert.deepEqual(statusesShownAs(catalog, 'pending'), [2, 3])
  assert.deepEqual(statusesShownAs(catalog, 'closed'), [4, 5, 6])
})

test('each priority shows as its word, none as medium (mapping.md)', () => {
  assert.deepEqual(
    [null, 1, 2, 3, 4].map((id) => basicPriority(catalog, id)),
    ['medium', 'low', 'medium', 'medium', 'high'],
  )
})

test('writing medium on Normal or none changes nothing, else sets Medium', () => {
  assert.deepEqual(
    [null, 1, 2, 3, 4].map((id) => priorityForWord(catalog, id, 'medium')),
    [null, 3, 2, 3, 3],
  )
  assert.deepEqual(
    [null, 2].map((id) => priorityForWord(catalog, id, 'high')),
    [4, 4],
  )
})

test('priorities made by an administrator show by their third in rank', () => {
  const made = Array.from({ length: 6 }, (_, index) => entry('priority', 10 + index))
  const own = new Catalog(1, made)
  assert.deepEqual(
    made.map(({ id }) => basicPriority(own, id)),
    ['low', 'low', 'medium', 'medium', 'high', 'high'],
  )
})
