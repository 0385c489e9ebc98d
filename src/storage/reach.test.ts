import assert from 'node:assert/strict'
import { buildContact, buildOrganisation } from '../../test/harness/build.ts'
import { newDesk } from '../../test/harness/desk.ts'
import { onEachEngine } from '../../test/harness/engines.ts'
import { reaches } from '../domain/permission.ts'
import type { Reach } from '../domain/rights.ts'
import { openCase } from '../usecases/cases/open-case.ts'
import { findCases, listCases } from './cases.ts'

onEachEngine(
  'what a list finds is exactly what a single read allows, for every kind of reach',
  async (engine) => {
    const on = await newDesk(engine)
    const provider = await buildOrganisation(on, 'provider')
    const partners = [
      await buildOrganisation(on, 'partner', { defaultProviderId: provider.id }),
      await buildOrganisation(on, 'partner'),
    ]
    const people = [
      await buildContact(on, { organisationId: partners[0]?.id ?? null }),
      await buildContact(on, { organisationId: partners[1]?.id ?? null }),
      await buildContact(on),
    ]
    for (const person of people) {
      await openCase(on.desk, on.as(), {
        subject: 'x',
        description: 'x',
        descriptionFormat: 'text',
        requester: person.id,
      })
    }
    const ids = [0, provider.id, ...partners.map(({ id }) => id), ...people.map(({ id }) => id)]
    const every: Reach[] = [
      { kind: 'all' },
      { kind: 'none' },
      ...ids.map((personId) => ({ kind: 'requester', personId }) as const),
      ...ids.flatMap((organisationId) => [
        { kind: 'partner', organisationId } as const,
        { kind: 'provider', organisationId } as const,
      ]),
    ]
    const all = [...(await findCases(on.desk.db, [1, 2, 3])).values()]
    for (const reach of every) {
      const page = { trash: 'with', where: [], sort: { by: 'number', order: 'asc' }, limit: 10 } as const
      const listed = await listCases(on.desk.db, on.desk.engine.name, { ...page, reach })
      const allowed = all.filter((of) => reaches(reach, of))
      assert.deepEqual(
        listed.map((of) => of.number),
        allowed.map((of) => of.number),
        JSON.stringify(reach),
      )
    }
    await on.close()
  },
)
