import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Db, Tables, Tx } from './schema.ts'

interface Kept<R> {
  readonly compiled: CompiledQuery<R>
  /** For each parameter of the text the argument that it stands for; -1 where the text has its own value. */
  readonly order: readonly number[]
}

/**
 * A query that every request runs: its text is built once for each kind of database, because building it costs more
 * than running it. The arguments must each be one bound value, no list and nothing that changes the text.
 * @param count how many arguments there are
 * @returns a function that runs the query with the given values
 */
export function keptQuery<A extends readonly unknown[], R, D extends Db = Db>(
  count: A['length'],
  build: (db: D, ...values: A) => Compilable<R>,
): (db: D, ...values: A) => Promise<R[]> {
  const byDialect = new WeakMap<object, Kept<R>>()
  return async (db, ...values) => {
    // Both kinds of handle are a whole Kysely underneath; only their types are narrow.
    const handle = db as unknown as Kysely<Tables>
    const { adapter } = handle.getExecutor()
    const kept = byDialect.get(adapter) ?? keep(count, (marks) => build(db, ...(marks as unknown as A)))
    byDialect.set(adapter, kept)
    const parameters = kept.order.map((from, at) => (from < 0 ? kept.compiled.parameters[at] : values[from]))
    return (await handle.executeQuery<R>({ ...kept.compiled, parameters })).rows
  }
}

/** Builds the query with marks in place of values, and finds them again among its parameters. */
function keep<R>(count: number, build: (marks: readonly object[]) => Compilable<R>): Kept<R> {
  const marks = Array.from({ length: count }, (_, index) => ({ argument: index }))
  const compiled = build(marks).compile()
  const order = compiled.parameters.map((parameter) => marks.indexOf(parameter as (typeof marks)[number]))
  for (const index of marks.keys()) {
    if (!order.includes(index)) throw new Error(`argument ${index} is nowhere in: ${compiled.sql}`)
  }
  return { compiled, order }
}

/**
 * The same for adding one row. All rows must have the same keys.
 * @returns a function that adds the row and returns what the query returns
 */
export function keptInsert<Row extends object, R>(
  build: (tx: Tx, row: Row) => Compilable<R>,
): (tx: Tx, row: Row) => Promise<R[]> {
  let kept: { columns: (keyof Row)[]; run: (tx: Tx, ...values: unknown[]) => Promise<R[]> } | undefined
  return (tx, row) => {
    kept ??= keepRow(Object.keys(row) as (keyof Row)[], build)
    // By name, so that a row whose keys stand in another order still fills the right columns.
    return kept.run(tx, ...kept.columns.map((column) => row[column]))
  }
}

function keepRow<Row extends object, R>(columns: (keyof Row)[], build: (tx: Tx, row: Row) => Compilable<R>) {
  const run = keptQuery<unknown[], R, Tx>(columns.length, (tx, ...values) =>
    build(tx, Object.fromEntries(columns.map((column, index) => [column, values[index]])) as Row),
  )
  return { columns, run }
}

/**
 * The same for a condition on a list of values: one text for each length.
 * @returns a function that runs the query with the given list, which must not be empty
 */
export function keptListQuery<V, R>(
  build: (db: Db, values: V[]) => Compilable<R>,
): (db: Db, values: readonly V[]) => Promise<R[]> {
  const byLength = new Map<number, (db: Db, ...values: V[]) => Promise<R[]>>()
  return (db, values) => {
    const run =
      byLength.get(values.length) ??
      keptQuery<V[], R>(values.length, (handle, ...marks) => build(handle, marks))
    // Long lists are rare, and every length would keep a text for ever.
    if (values.length <= 100) byLength.set(values.length, run)
    return run(db, ...values)
  }
}
