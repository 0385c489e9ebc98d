import { DeskError } from '../../domain/errors.ts'

/**
 * Runs an operation whose neutral field names mean something else here than elsewhere on this wire: the roles of a rep are
 * `associated_roles`, those of a key `roles`.
 * @param words the attribute of this wire by the neutral name
 * @returns what the operation gives; its refusals name the attributes
 */
export async function withWords<T>(
  words: Readonly<Record<string, string>>,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation()
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    const { fault } = error
    const word = (field: string) => words[field] ?? field
    if (fault.code === 'invalid') {
      throw new DeskError({
        ...fault,
        issues: fault.issues.map((issue) => ({ ...issue, field: word(issue.field) })),
      })
    }
    if (fault.code === 'not_unique' || fault.code === 'not_editable') {
      throw new DeskError({ ...fault, field: word(fault.field) })
    }
    throw error
  }
}
