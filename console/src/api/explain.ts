import { t } from '../text/text.ts'
import { ApiError } from './client.ts'

/** @returns what went wrong, in words for a reader: the desk's own where it gave some */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.unknown')
  const wrong = error.problem?.errors?.map(({ field, message }) => `${field}: ${message}`).join(', ')
  if (wrong) return wrong
  switch (error.status) {
    case 0:
      return t('error.offline')
    case 401:
      return t('error.signedOut')
    case 403:
      return t('error.forbidden')
    case 404:
      return t('error.notFound')
    case 409:
    case 412:
      return error.problem?.detail ?? t('error.changed')
    case 413:
      return t('error.tooLarge')
    case 429:
    case 503:
      return t('error.busy')
    default:
      return error.problem?.detail ?? error.problem?.title ?? t('error.unknown')
  }
}
