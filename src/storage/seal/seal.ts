/** Where a sealed value lies; bound to it, so that it opens nowhere else. */
export interface Place {
  readonly table: string
  /** The column, or `column.key` for one value inside a JSON column. */
  readonly column: string
  /** What tells the row from all others and never changes: its guid, where it has one. */
  readonly row: string
}

/** What can be sealed by the setting ENCRYPT (REST v3 §14). */
export const sealGroups = [
  'contacts',
  'descriptions',
  'messages',
  'notes',
  'resolutions',
  'attachments',
] as const
export type SealGroup = (typeof sealGroups)[number]

/**
 * Encryption at rest, as every handle on the database carries it. Nothing is waited for: the keys are in memory, and a
 * transaction begins by making sure that they are the newest (see `key-ring.ts`).
 */
export interface Seal {
  /** @returns the text sealed for its place; an empty text stays empty. Throws when the database has no keys yet */
  close(place: Place, text: string): string
  /**
   * @returns the clear text. What was never sealed opens as itself. Throws for what was sealed for another place, was
   *   tampered with, or was sealed with a key that is gone
   */
  open(place: Place, kept: string): string
  /**
   * @returns the text as it is to be stored: closed if `covered`, else as it is. A plain text that looks like a sealed one
   *   is closed all the same, so that what looks sealed always is
   */
  keep(place: Place, text: string, covered: boolean): string
  /** @returns whether the group is sealed now */
  covers(group: SealGroup): boolean
  /** Whether any group is sealed now; secrets and fields of their own always are. */
  readonly coversAnything: boolean
  /**
   * Blind index: what equals has an equal mark, and a mark tells nothing else to whoever has not the key.
   * @param field what the value is; equal values of two fields have different marks
   * @param value trimmed and lower-cased here, because values compare without regard to case
   */
  mark(field: string, value: string): string
}
