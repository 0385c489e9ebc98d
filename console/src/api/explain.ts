import { t } from '../text/text.ts'
import { ApiError } from './client.ts'
import { fieldsQuery, queries } from './queries.ts'

/** @returns what went wrong, in words for a reader: the desk's own where it gave some */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t('error.unknown')
  const wrong = error.problem?.errors?.map(({ field, message }) => `${nameOf(field)}: ${message}`).join(', ')
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

/** @returns the first thing that the desk has against a value, in words to stand beside it; undefined for nothing */
export function complaintAbout(error: unknown, place: string): string | undefined {
  const message =
    error instanceof ApiError
      ? error.problem?.errors?.find(({ field }) => field === place)?.message
      : undefined
  return message && message.slice(0, 1).toUpperCase() + message.slice(1)
}

/** Fields of administrators' making are known to readers by their names only. */
function nameOf(place: string): string {
  const fields = queries.getQueryData(fieldsQuery.queryKey)
  return fields?.find(({ apiName }) => place === `fields.${apiName}`)?.name ?? place
}
