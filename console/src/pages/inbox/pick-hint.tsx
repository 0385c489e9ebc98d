/** The place beside the list stays empty until a case is open. */
export function PickHint() {
  return null
}
