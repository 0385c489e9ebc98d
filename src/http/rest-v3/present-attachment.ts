import type { StoredFile } from '../../domain/file.ts'
import { presentTime } from './values.ts'

/**
 * @param caseNumber the request it is attached to; null for a file that is not attached yet, which nobody can download
 * @returns the file (REST v3 §9.6)
 */
export function presentAttachment(
  file: StoredFile,
  caseNumber: number | null,
  timeZone: string,
): Record<string, unknown> {
  const id = String(file.id)
  return {
    id,
    file_id: id,
    name: file.name,
    size: String(file.size),
    content_type: file.contentType,
    content_url: caseNumber === null ? null : `/api/v3/requests/${caseNumber}/attachments/${id}/download`,
    created_time: presentTime(file.createdAt, timeZone),
  }
}
