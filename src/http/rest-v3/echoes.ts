import { extraKey, notEditable, readOnly } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { requestAttributes } from './lists/request-attributes.ts'
import { type GivenRequest, writable } from './read-request.ts'
import { isEmpty } from './values.ts'

/** Attributes that change by themselves, so that an older value of them is no mistake of the caller. */
const moving = new Set([
  ...['is_overdue', 'is_first_response_overdue', 'last_updated_time', 'is_read', 'unreplied_count'],
])

/** Every attribute that the detail view shows. */
export const requestNames: ReadonlySet<string> = new Set(
  [...Object.keys(requestAttributes), 'udf_fields', 'closure_info', 'attachments'].filter(
    (name) => name !== 'support_rep' && name !== 'support_group',
  ),
)

/**
 * Refuses attributes that a request does not have (4001), computed ones with another value than the request shows (4014) and a
 * change of the template (4009). Sent back as they were read they are no error (REST v3 §5).
 * @param given as `normalised` returns it
 * @param shown the request as it is shown now, null for a new one
 */
export function refuseStrange(given: GivenRequest, shown: Readonly<Record<string, unknown>> | null): void {
  for (const [key, value] of Object.entries(given)) {
    if (key === 'template' && shown !== null && !isSame(value, shown.template)) throw notEditable(key)
    if (writable.has(key)) continue
    if (!requestNames.has(key)) throw extraKey(key)
    if (!moving.has(key) && !isSame(value, shown?.[key] ?? null)) throw readOnly(key)
  }
}

/**
 * The same for what belongs to a request.
 * @param known attributes that can be written; everything else that `shown` has is computed
 * @param names every attribute that is shown
 * @param shown as it is shown now, null for a new one
 */
export function refuseStrangeChild(
  given: GivenRequest,
  known: readonly string[],
  names: ReadonlySet<string>,
  shown: Readonly<Record<string, unknown>> | null,
): void {
  for (const [key, value] of Object.entries(given)) {
    if (known.includes(key)) continue
    if (!names.has(key)) throw extraKey(key)
    if (!moving.has(key) && !isSame(value, shown?.[key] ?? null)) throw readOnly(key)
  }
}

/**
 * @param shown the request as it is shown now
 * @returns what is given without everything that the request shows already, so that reading and writing back changes nothing
 */
export function withoutEchoes(given: GivenRequest, shown: Readonly<Record<string, unknown>>): GivenRequest {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => !(key in shown && isSame(value, shown[key], 'whole'))),
  )
}

/** Whether a value says the same as what is shown. Of an object only what both have counts, unless the whole is compared. */
function isSame(sent: unknown, shown: unknown, whole?: 'whole'): boolean {
  if (isNothing(shown)) return isNothing(sent)
  if (Array.isArray(shown)) {
    const equal = Array.isArray(sent) && sent.length === shown.length
    return equal && shown.every((each, at) => isSame(sent[at], each, whole))
  }
  const object = asObject(shown)
  if (!object) return String(sent) === String(shown)
  const given = asObject(sent)
  if (!given) return sent === object.name || String(sent) === object.value
  const keys = Object.keys(given)
  const common = keys.filter((key) => key in object)
  if (whole && common.length < keys.length) return false
  return common.length > 0 && common.every((key) => isSame(given[key], object[key], whole))
}

function isNothing(value: unknown): boolean {
  return (
    isEmpty(value) || value === false || value === 'false' || (Array.isArray(value) && value.length === 0)
  )
}
