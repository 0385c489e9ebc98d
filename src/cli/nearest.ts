/**
 * @returns the candidate that is most like the given word, or null when none is near enough to be what was meant: at most
 *   one wrong, missing, extra or swapped letter in three
 */
export function nearest(given: string, candidates: readonly string[]): string | null {
  const word = given.toLowerCase()
  let best: { candidate: string; steps: number } | null = null
  for (const candidate of candidates) {
    const steps = stepsBetween(word, candidate.toLowerCase())
    if (best === null || steps < best.steps) best = { candidate, steps }
  }
  if (best === null) return null
  return best.steps <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) / 3))
    ? best.candidate
    : null
}

/** How many letters must be put in, taken out, exchanged or swapped with their neighbour to get from one word to the other. */
function stepsBetween(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const steps = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current.push(swapped ? Math.min(steps, (beforeLast[column - 2] ?? 0) + 1) : steps)
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
