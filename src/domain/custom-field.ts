import { isSecret } from './secret-value.ts'

/** What fields of administrators' own making hold (REST v3 §13.2). The words are part of what APIs call the fields. */
export const fieldTypes = [
  'sline',
  'mline',
  'pick',
  'mpick',
  'num',
  'dec',
  'bool',
  'date',
  'email',
  'phone',
  'url',
  'ref',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** Types whose values may be kept sealed (REST v3 §14). */
export const sealableTypes: readonly FieldType[] = ['sline', 'mline', 'email', 'phone', 'pick']

/** One value that can be picked. Ids are counted within the field and never used twice. */
export interface FieldChoice {
  readonly id: number
  readonly name: string
  /** No longer to be picked; whatever has it goes on naming it. */
  readonly deleted: boolean
}

/** What a `ref` points to; a number is the id of a module. */
export type ReferenceTarget = 'cases' | 'people' | 'organisations' | number

/** What a field takes. Type, target and sealing never change. */
export interface FieldRules {
  readonly type: FieldType
  readonly mandatory: boolean
  readonly encrypted: boolean
  readonly choices: readonly FieldChoice[]
  readonly refersTo: ReferenceTarget | null
}

/** A field of cases (`moduleId` null) or of the records of a module. */
export interface CustomField extends FieldRules {
  readonly id: number
  readonly moduleId: number | null
  readonly name: string
  readonly description: string | null
  /** The key of its value. */
  readonly apiName: string
  readonly deleted: boolean
}

/** Most modules, most fields of one module or of cases, most choices of one field (REST v3 §13.2; choices are ours). */
export const fieldLimits = { modules: 50, fields: 100, choices: 500 } as const

/** The first id of a field; lower ones look like the numbers of fields that are there without any set-up (REST v3 §6). */
export const firstFieldId = 301

/**
 * @param id of the field
 * @param slug of its name, for fields of modules
 * @returns the key of its value: `udf_sline_301` for cases, `sline_author` for records
 */
export function fieldKey(type: FieldType, id: number, moduleId: number | null, slug: string): string {
  if (moduleId === null) return `udf_${type}_${id}`
  return `${type}_${slug === '' ? id : slug}`
}

/** Fields of cases that are there without any set-up (REST v3 §6), with how many there are of each. */
const builtIn = { char: 24, long: 8, date: 8 } as const
export type BuiltInFieldType = keyof typeof builtIn

/** @returns what the field of cases with that key holds (texts, numbers, times in ms), undefined for keys of no such field */
export function builtInField(key: string): BuiltInFieldType | undefined {
  const [, type, number] = /^udf_(char|long|date)([1-9]\d?)$/.exec(key) ?? []
  return type !== undefined && Number(number) <= builtIn[type as BuiltInFieldType]
    ? (type as BuiltInFieldType)
    : undefined
}

/** @returns the name as a part of an API name: lower-case letters, digits and `_`; may be empty */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
}

/** @returns the value as operations work with it, whether or not it is kept sealed; null for none */
export function plainValue(field: Pick<CustomField, 'type'>, value: unknown): unknown {
  if (!isSecret(value)) return value ?? null
  return field.type === 'pick' ? Number(value.secret) : value.secret
}

/** @returns the value as it belongs among the values of a case or record */
export function keptValue(field: Pick<CustomField, 'encrypted'>, value: unknown): unknown {
  return field.encrypted && value !== null ? { secret: String(value) } : value
}
