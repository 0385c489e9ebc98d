import {
  everyKey,
  type Fields,
  type Path,
  type SealedColumn,
  type SealedTableName,
  sealedTables,
} from './columns.ts'
import type { Place, Seal } from './seal.ts'
import { isSealed, keyOf, sealedStart } from './sealed-text.ts'

/**
 * @param row as it is to be written, with what its table `needs`
 * @returns the row with everything closed that is to be; the same object where nothing is
 */
export function closeRow<R extends object>(seal: Seal, table: SealedTableName, row: R): R {
  return changed(table, row, (column, kept, fields) => {
    if (column.own) return kept
    if (column.paths === undefined) {
      const covered = !isNothing(kept) && column.covered(seal, fields, [])
      return covered || isSealed(kept) ? seal.close(placeOf(table, column, fields), kept) : kept
    }
    if (isNothing(kept) || !mayHoldSome(seal, kept)) return kept
    return atPaths(column.paths, kept, (value, path) =>
      isToSeal(seal, column, fields, path, value)
        ? seal.close(placeOf(table, column, fields, path), JSON.stringify(value))
        : value,
    )
  })
}

/** @returns the stored row with everything opened; the same object where nothing is sealed */
export function openRow<R extends object>(seal: Seal, table: SealedTableName, row: R): R {
  return changed(table, row, (column, kept, fields) => {
    if (column.own) return kept
    if (column.paths === undefined) {
      return isSealed(kept) ? seal.open(placeOf(table, column, fields), kept) : kept
    }
    if (!kept.includes(`"${sealedStart}`)) return kept
    return atPaths(column.paths, kept, (value, path) =>
      typeof value === 'string' && isSealed(value)
        ? JSON.parse(seal.open(placeOf(table, column, fields, path), value))
        : value,
    )
  })
}

/**
 * @param key id of the key that everything is to be sealed with
 * @returns the stored row as it would be written now; the same object where it is so already
 */
export function settleRow<R extends object>(seal: Seal, key: string, table: SealedTableName, stored: R): R {
  const clear = openRow(seal, table, stored) as Fields
  return changed(table, stored, (column, kept) => {
    const place = (path: Path) => placeOf(table, column, clear, path)
    if (column.own) {
      return atPaths(column.paths ?? everyKey, kept, (value, path) =>
        typeof value === 'string' && isSealed(value) && keyOf(value) !== key
          ? seal.close(place(path), seal.open(place(path), value))
          : value,
      )
    }
    if (column.paths === undefined) {
      const text = clear[column.name]
      if (typeof text !== 'string') return kept
      const wanted = isSealed(text) || (!isNothing(text) && column.covered(seal, clear, []))
      if (!wanted) return text
      return isSealed(kept) && keyOf(kept) === key ? kept : seal.close(place([]), text)
    }
    if (isNothing(kept) || !mayHoldSome(seal, kept)) return kept
    return atPaths(column.paths, kept, (value, path) => {
      const isClosed = typeof value === 'string' && isSealed(value)
      const opened: unknown = isClosed ? JSON.parse(seal.open(place(path), value)) : value
      if (!isToSeal(seal, column, clear, path, opened)) return opened
      return isClosed && keyOf(value) === key ? value : seal.close(place(path), JSON.stringify(opened))
    })
  })
}

/**
 * @param row as it was before it was closed
 * @returns the marks of its values that are sealed and can be asked for
 */
export function marksOf(
  seal: Seal,
  table: SealedTableName,
  row: object,
): { readonly field: string; readonly hash: string }[] {
  if (!seal.coversAnything) return []
  const fields = row as Fields
  const marks: { field: string; hash: string }[] = []
  for (const column of columnsOf(table)) {
    const kept = fields[column.name]
    if (!column.indexed || typeof kept !== 'string' || isNothing(kept)) continue
    const note = (path: Path, value: unknown): void => {
      if (typeof value !== 'string' && typeof value !== 'number') return
      if (value === '' || !column.covered(seal, fields, path)) return
      const field = fieldOf(table, column.name, path)
      marks.push({ field, hash: seal.mark(field, String(value)) })
    }
    if (column.paths === undefined) note([], kept)
    else {
      const json = JSON.parse(kept) as Fields
      for (const path of column.paths(json)) note(path, at(json, path))
    }
  }
  return marks
}

/** Quick, because most columns of most rows hold nothing to seal. */
function mayHoldSome(seal: Seal, kept: string): boolean {
  return seal.coversAnything || kept.includes(`"${sealedStart}`)
}

function isToSeal(seal: Seal, column: SealedColumn, row: Fields, path: Path, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  // What looks sealed is sealed, so that it opens as itself.
  return (typeof value === 'string' && isSealed(value)) || column.covered(seal, row, path)
}

/** @returns the name under which values of the column, or of the place inside it, have their marks */
export function fieldOf(table: string, column: string, path: Path): string {
  return [table, column, ...path].join('.')
}

export function columnsOf(table: SealedTableName): readonly SealedColumn[] {
  return sealedTables[table].columns
}

function changed<R extends object>(
  table: SealedTableName,
  row: R,
  change: (column: SealedColumn, kept: string, fields: Fields) => string,
): R {
  const fields = row as Fields
  let copy: Record<string, unknown> | null = null
  for (const column of columnsOf(table)) {
    const kept = fields[column.name]
    if (typeof kept !== 'string') continue
    const next = change(column, kept, fields)
    if (next === kept) continue
    copy ??= { ...fields }
    copy[column.name] = next
  }
  return copy === null ? row : (copy as R)
}

/** Empty texts and empty JSON tell nothing; sealing them would only make every list slower. */
function isNothing(kept: string): boolean {
  return kept === '' || kept === '{}' || kept === '[]'
}

function placeOf(table: SealedTableName, column: SealedColumn, row: Fields, path: Path = []): Place {
  return { table, column: [column.name, ...path].join('.'), row: sealedTables[table].row(row) }
}

function atPaths(
  paths: NonNullable<SealedColumn['paths']>,
  text: string,
  change: (value: unknown, path: Path) => unknown,
): string {
  const json = JSON.parse(text) as Record<string, unknown>
  let touched = false
  for (const path of paths(json)) {
    const value = at(json, path)
    const next = change(value, path)
    if (next === value) continue
    touched = true
    put(json, path, next)
  }
  return touched ? JSON.stringify(json) : text
}

function at(json: Fields, path: Path): unknown {
  let value: unknown = json
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Fields)[step]
  }
  return value
}

/** Sets what stands at the path; everything on the way is there, because something was found at it. */
function put(json: Record<string, unknown>, path: Path, value: unknown): void {
  let inside = json
  for (const step of path.slice(0, -1)) inside = inside[step] as Record<string, unknown>
  const last = path.at(-1)
  if (last !== undefined) inside[last] = value
}
