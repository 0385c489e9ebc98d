import {
  type CustomField,
  type FieldType,
  fieldTypes,
  type ReferenceTarget,
} from '../../domain/custom-field.ts'
import { type CustomModule, modulesIn } from '../../domain/custom-module.ts'
import type { GivenChoice } from '../../usecases/fields/field-rules.ts'
import type { Definitions } from '../../usecases/fields/read-definitions.ts'
import type { GivenField } from '../../usecases/modules/change-module.ts'
import { refuseStrangeChild } from './echoes.ts'
import { invalidInput, notProvided } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { isEmpty, noSuch, readBoolean, readId, readReference, readText } from './values.ts'

type Given = Readonly<Record<string, unknown>>

/** Attributes of a field's definition (REST v3 §11.4, §13.2). */
export const writableOfField = [
  'display_name',
  'description',
  'type',
  'mandatory',
  'encrypted',
  'allowed_values',
  'reference_to',
] as const
const namesOfField = new Set<string>([...writableOfField, 'id', 'api_name', 'deleted'])

/** Every attribute of an entity of `udf_fields`; one inside a module says no module. */
export const udfFieldNames: ReadonlySet<string> = new Set([...namesOfField, 'module'])

/** Words of definitions that do not follow from the neutral ones. */
export const definitionWords = {
  name: 'display_name',
  choices: 'allowed_values',
  refersTo: 'reference_to',
} as const

/** What references point to, by the words of this wire. */
const targets = {
  requests: 'cases',
  users: 'people',
  accounts: 'organisations',
} as const satisfies Record<string, ReferenceTarget>

/** @returns the definition of a field inside its module */
export function presentDefinition(
  field: CustomField,
  modules: readonly CustomModule[],
): Record<string, unknown> {
  return {
    id: String(field.id),
    display_name: field.name,
    api_name: field.apiName,
    description: field.description,
    type: field.type,
    mandatory: field.mandatory,
    encrypted: field.encrypted,
    allowed_values: field.choices
      .filter(({ deleted }) => !deleted)
      .map(({ id, name }) => ({ id: String(id), name })),
    reference_to: targetWord(field.refersTo, modules),
    deleted: field.deleted,
  }
}

/** @returns the definition of a field as an entity of its own */
export function presentUdfField(
  field: CustomField,
  modules: readonly CustomModule[],
): Record<string, unknown> {
  const own = modules.find(({ id }) => id === field.moduleId)
  return {
    ...presentDefinition(field, modules),
    module: field.moduleId === null ? 'request' : (own?.apiPluralName ?? null),
  }
}

function targetWord(target: ReferenceTarget | null, modules: readonly CustomModule[]): string | null {
  if (typeof target === 'number') return modules.find(({ id }) => id === target)?.apiPluralName ?? null
  return Object.entries(targets).find(([, each]) => each === target)?.[0] ?? null
}

/**
 * @param shown the definition as the caller sees it, null for a new one
 * @returns what is given of a field; throws a refusal for unknown attributes and values (4001), a computed one with another value
 *   (4014), or a new field without name or type (4012)
 */
export function readDefinition(
  given: Given,
  { catalog }: Pick<Definitions, 'catalog'>,
  shown: Given | null,
  place = '',
): GivenField {
  const known = shown === null ? writableOfField : [...writableOfField, 'api_name']
  refuseStrangeChild(given, known, namesOfField, shown)
  const at = (key: string) => `${place}${key}`
  const missing = ['display_name', 'type'].filter((key) =>
    shown === null ? isEmpty(given[key]) : given[key] !== undefined && isEmpty(given[key]),
  )
  if (missing.length > 0) throw notProvided(missing.map(at))
  const text = (key: string) => readText(given[key], at(key))
  const refersTo = readTarget(given.reference_to, modulesIn(catalog), at('reference_to'))
  return {
    ...(isEmpty(given.display_name) ? {} : { name: text('display_name') ?? '' }),
    ...(given.description === undefined ? {} : { description: text('description') || null }),
    ...(isEmpty(given.type) ? {} : { type: readType(given.type, at('type')) }),
    ...(isEmpty(given.mandatory)
      ? {}
      : { mandatory: readBoolean(given.mandatory, at('mandatory')) === true }),
    ...(isEmpty(given.encrypted)
      ? {}
      : { encrypted: readBoolean(given.encrypted, at('encrypted')) === true }),
    ...(given.allowed_values === undefined
      ? {}
      : { choices: readChoices(given.allowed_values, at('allowed_values'), shown !== null) }),
    ...(given.reference_to === undefined ? {} : { refersTo }),
    ...(shown === null || isEmpty(given.api_name) ? {} : { apiName: text('api_name') ?? '' }),
  }
}

function readType(value: unknown, place: string): FieldType {
  const word = readText(value, place)?.trim().toLowerCase()
  const found = fieldTypes.find((each) => each === word)
  if (!found) throw noSuch(place, String(word))
  return found
}

/** @returns the choices: names, or `{"id","name"}` of those that there are */
function readChoices(value: unknown, place: string, byId: boolean): GivenChoice[] {
  if (isEmpty(value)) return []
  if (!Array.isArray(value)) throw invalidInput(place, 'a list is expected')
  return value.map((each: unknown) => {
    const object = asObject(each)
    const name = readText(object ? object.name : each, place)?.trim() ?? ''
    return byId && object && !isEmpty(object.id) ? { id: readId(object.id, place), name } : { name }
  })
}

function readTarget(value: unknown, modules: readonly CustomModule[], place: string): ReferenceTarget | null {
  const named = readReference(value, place)
  if (named === null) return null
  if ('id' in named) throw noSuch(place, String(named.id))
  const word = named.name.toLowerCase()
  const own = Object.entries(targets).find(([each]) => each === word)
  const found = own?.[1] ?? findModuleCalled(modules, word)?.id
  if (found === undefined) throw noSuch(place, named.name)
  return found
}

/** @returns the module of that API name, in the singular or the plural */
export function findModuleCalled(modules: readonly CustomModule[], word: string): CustomModule | undefined {
  return modules.find(({ apiName, apiPluralName }) => apiPluralName === word || apiName === word)
}
