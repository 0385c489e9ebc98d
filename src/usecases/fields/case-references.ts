import type { Case } from '../../domain/case.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { type ReferenceNames, referenceNames } from './references.ts'

/** @returns the names of what fields of the cases refer to. Most cases refer to nothing so, and nothing is asked for them */
export async function namesInCases(desk: Desk, cases: readonly Case[]): Promise<ReferenceNames> {
  const refers = cases.some((of) => Object.keys(of.fields).some((key) => key.startsWith('udf_ref_')))
  if (!refers) return new Map()
  const fields = allFieldsIn(await catalogOf(desk), null)
  return referenceNames(
    desk.db,
    fields,
    cases.map((of) => of.fields),
  )
}
