/** The only writers to the terminal outside the log. Results go to stdout, so that they can be piped; talk goes to stderr. */

// A reader that leaves early (`caseloom rep list | head`) is no error.
process.stdout.on('error', leave)
process.stderr.on('error', leave)

function leave(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

/** Writes one result, with a line break after it. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Writes a value for programs: one JSON document. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Says something to whoever sits at the terminal. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/**
 * Writes rows under headings, as wide as their longest value.
 * @param empty what is said when there are none
 */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  empty: string,
): void {
  if (rows.length === 0) {
    say(empty)
    return
  }
  const lines = [headings, ...rows].map((row) => row.map((cell) => cleaned(String(cell ?? '-'))))
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines) {
    print(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}

/** Names come from strangers: control characters could rewrite what the terminal shows. */
function cleaned(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}
