import assert from 'node:assert/strict'
import { buildContact, buildOrganisation, buildRepWithKey } from '../../test/harness/build.ts'
import { newDesk } from '../../test/harness/desk.ts'
import { onEachEngine } from '../../test/harness/engines.ts'
import type { CaseCriterion, CaseQuery } from '../domain/case-query.ts'
import { DeskError } from '../domain/errors.ts'
import type { PeopleCriterion } from '../domain/people-query.ts'
import { openCase } from '../usecases/cases/open-case.ts'
import { countCases, listCases } from './cases.ts'
import { listPeople } from './people.ts'
import { countPeople } from './people-query.ts'
import { sealGroups } from './seal/seal.ts'

const isSealed = (error: unknown): boolean =>
  error instanceof DeskError && error.fault.code === 'sealed_field'

onEachEngine('REST v3 14: what is sealed is found by being equal, and not otherwise', async (name) => {
  const on = await newDesk(name, { encrypt: sealGroups })
  try {
    await buildOrganisation(on, 'provider')
    const ann = await buildContact(on, { name: 'Ann', addresses: ['ann@a.example'], phone: '0123' })
    await buildContact(on, { name: 'Bob', addresses: ['bob@a.example'], phone: '0456' })
    const { db, engine } = on.desk
    await openCase(on.desk, on.as(), {
      subject: 'Kettle',
      description: 'It leaks',
      descriptionFormat: 'text',
      requester: ann.id,
    })
    const description = { column: 'description' } as const
    const email = { person: 'requester', fact: 'email' } as const
    const count = (...where: CaseCriterion[]) =>
      countCases(db, engine.name, { reach: { kind: 'all' }, trash: 'without', where })
    const found: [CaseCriterion, number][] = [
      [{ of: description, is: 'in', values: ['it LEAKS'] }, 1],
      [{ of: description, is: 'in', values: ['it'] }, 0],
      [{ not: { of: description, is: 'in', values: ['it leaks'] } }, 0],
      [{ not: { of: description, is: 'in', values: ['it'] } }, 1],
      [{ of: email, is: 'in', values: ['ANN@a.example'] }, 1],
      [{ of: email, is: 'in', values: ['bob@a.example'] }, 0],
      [{ of: email, is: 'empty' }, 0],
      [{ words: 'leaks' }, 0],
      [{ words: 'kettle' }, 1],
      [{ words: 'ann@a.example' }, 1],
    ]
    for (const [where, expected] of found) assert.equal(await count(where), expected, JSON.stringify(where))
    const refused: CaseCriterion[] = [
      { of: description, is: 'contains', text: 'leak' },
      { of: description, is: 'greater', value: 'a' },
      { not: { of: email, is: 'starts', text: 'ann' } },
      { of: { json: 'resolution', path: ['content'], as: 'text' }, is: 'ends', text: 'x' },
    ]
    for (const where of refused) await assert.rejects(async () => count(where), isSealed)
    const sorted: CaseQuery = {
      reach: { kind: 'all' },
      trash: 'without',
      where: [],
      sort: { by: 'description', order: 'asc' },
      limit: 9,
    }
    await assert.rejects(async () => listCases(db, engine.name, sorted), isSealed)

    const people = (where: PeopleCriterion) => countPeople(db, engine.name, { where: [where] })
    assert.equal(await people({ of: { column: 'phone' }, is: 'in', values: ['0123'] }), 1)
    assert.equal(await people({ address: 'Bob@a.example' }), 1)
    assert.equal(await people({ of: { addresses: 'all' }, is: 'contains', text: 'bob@a.example' }), 1)
    await assert.rejects(
      async () => people({ of: { column: 'phone' }, is: 'contains', text: '01' }),
      isSealed,
    )
    const text = async (words: string) =>
      (await listPeople(db, { text: words }, { offset: 0, limit: 9 })).total
    assert.deepEqual([await text('ann@a.example'), await text('ann@a'), await text('bo')], [1, 0, 1])

    const { key } = await buildRepWithKey(on)
    const search_criteria = { field: 'description', condition: 'contains', value: 'leak' }
    const answer = await on.app.inject({
      url: `/api/v3/requests?input_data=${encodeURIComponent(JSON.stringify({ list_info: { search_criteria } }))}`,
      headers: { authtoken: key },
    })
    assert.equal(answer.statusCode, 400)
    assert.deepEqual(answer.json().response_status.messages[0], {
      status_code: 4001,
      type: 'failed',
      message: 'Invalid Input: field is encrypted',
      field: 'description',
    })
  } finally {
    await on.close()
  }
})
