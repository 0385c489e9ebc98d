import type { Millis } from './case.ts'

/** A stored file ("medium"). One integer id on every wire; it may be attached in several places. */
export interface StoredFile {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly contentType: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly uploadedById: number | null
  readonly credentialId: number | null
  readonly createdAt: Millis
  /** Attached to something, so it lives as long as that. */
  readonly attached: boolean
}

/** A file in its place on a case: on the case itself (`messageId` null), on a message or on the resolution. */
export interface Attachment {
  readonly file: StoredFile
  readonly caseNumber: number
  readonly messageId: number | null
  readonly place: 'case' | 'message' | 'resolution'
}

/** How long an unattached file stays usable (Case Management §8.4). */
export const unattachedLifeMs = 3_600_000

/** @returns whether the file may still be read or attached at `now`: older than the limit and unattached is gone. */
export function isUsable(file: Pick<StoredFile, 'attached' | 'createdAt'>, now: Millis): boolean {
  return file.attached || now - file.createdAt <= unattachedLifeMs
}
