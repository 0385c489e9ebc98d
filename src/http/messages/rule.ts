import * as json from '../shared/openapi/json-schema.ts'

/**
 * Reads one value: takes it as it came (undefined when absent) with the name it has in texts.
 * Returns the converted value; throws `RuleBroken`.
 */
export interface Rule<T> {
  (value: unknown, label: string): T
  /** What the reference says of the value. */
  readonly said?: Said
}

interface Said {
  readonly schema: json.JsonSchema
  readonly optional?: true
}

/** @returns the rule, with what the reference says of its value */
export function saying<T>(schema: json.JsonSchema, rule: Rule<T>): Rule<T> {
  return Object.assign((value: unknown, label: string) => rule(value, label), { said: { schema } })
}

/** @returns what the reference says of a value that is read by the rule; throws for a rule that says nothing */
export function schemaOf({ said }: Rule<unknown>): json.JsonSchema {
  if (!said) throw new Error('a rule of the Messages API says nothing of its values')
  return said.schema
}

/** @returns the object of a table; undefined if one of its rules says nothing */
export function tableSchema(
  rules: Readonly<Record<string, Rule<unknown>>>,
  additionalProperties: boolean,
): json.JsonSchema | undefined {
  const all = Object.entries(rules)
  if (!all.every(([, { said }]) => said)) return undefined
  const named = all.map(([name, rule]) => [`${name}${rule.said?.optional ? '?' : ''}`, schemaOf(rule)])
  return json.object(Object.fromEntries(named), { additionalProperties })
}

/** The rule, saying this if there is anything to say. */
export function maybeSaying<T>(schema: json.JsonSchema | undefined, rule: Rule<T>): Rule<T> {
  return schema ? saying(schema, rule) : rule
}

/** @returns the rule, saying what the other one says and that it may be absent */
export function mayBeAbsent<T>({ said }: Rule<unknown>, rule: Rule<T>): Rule<T> {
  if (!said) return rule
  const absent: Said = { ...said, optional: true }
  return Object.assign((value: unknown, label: string) => rule(value, label), { said: absent })
}
