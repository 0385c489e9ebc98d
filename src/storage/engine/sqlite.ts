import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, SqliteDialect } from 'kysely'
import type { Db, Tables, Tx } from '../schema.ts'
import { KeyRing, type KeyRows } from '../seal/key-ring.ts'
import { keyRowsText } from '../seal/key-rows.ts'
import type { Engine } from './engine.ts'
import { GroupCommit } from './group-commit.ts'

/** How long a statement waits for another process (the command line beside the server) before it fails. */
const busyMs = 5_000

/**
 * Opens the SQLite database at the path. WAL with `synchronous=FULL`: an answered write survives a power cut.
 * Reads have their own connection, so they neither wait for nor see an open write.
 */
export function openSqlite(path: string): Engine {
  const writing = connect(path, false)
  const reading = connect(path, true)
  const keys = new KeyRing()
  // On the reading connection a value is met before its key only when another process has just committed both.
  keys.fetchNow = () => keyRows(reading)
  keys.fetch = async (isCurrent) => {
    const rows = keyRows(reading)
    return isCurrent(rows.state) ? null : rows
  }
  const commits = new GroupCommit(sealing(handle(writing), keys) as unknown as Tx, {
    exec: (sql) => writing.exec(sql),
    beforeEach: newestKeys(writing, keys),
  })
  return {
    name: 'sqlite',
    db: sealing(handle(reading), keys),
    keys,
    words: { ID: 'integer primary key autoincrement', TX: '0' },
    write: (operation) => commits.write(operation),
    hasSchema: async () =>
      writing.prepare(`select 1 from sqlite_master where type = 'table' and name = 'meta'`).get() !==
      undefined,
    migrate: async (statements) => {
      writing.exec('begin immediate')
      try {
        for (const statement of statements) writing.exec(statement)
        writing.exec('commit')
      } catch (error) {
        writing.exec('rollback')
        throw error
      }
    },
    afterOlderWrites: async () => {},
    scrub: async () => {
      await commits.idle()
      // At once after that, so that no transaction is open; it writes the whole file anew, into the journal first.
      writing.exec('vacuum')
      await emptyJournal(writing)
      return true
    },
    isUniqueViolation: (error) => /UNIQUE constraint failed/.test(messageOf(error)),
    isUnavailable: (error) =>
      /database or disk is full|disk I\/O error|database is locked|readonly/.test(messageOf(error)),
    lockRow: async () => {},
    keepRead: '',
    skipLocked: false,
    settledEvents: null,
    announce: () => {},
    listen: async () => async () => {},
    backup: async (target) => {
      // In one step: between two steps a write of another process would make the copy start over, without end.
      await backup(reading, target, { rate: 2 ** 31 - 1 })
    },
    close: async () => {
      await commits.idle()
      reading.close()
      writing.close()
    },
  }
}

/** Pause between two tries to empty the journal, and how often it is tried. */
const journalPauseMs = 100
const journalTries = 100

/** A reader of another process may still need the journal, but none does for long. */
async function emptyJournal(database: DatabaseSync): Promise<void> {
  for (let tries = 1; tries <= journalTries; tries += 1) {
    const outcome = database.prepare('pragma wal_checkpoint(truncate)').get()
    if (outcome?.busy === 0) return
    await pause(journalPauseMs)
  }
  throw new Error('the journal of the database is in use and could not be emptied')
}

/** @returns the handle with the keys of its database */
function sealing(db: Kysely<Tables>, keys: KeyRing): Kysely<Tables> & Pick<Db, 'seal'> {
  return Object.assign(db, { seal: keys })
}

/** @returns what makes sure, inside a transaction, that the keys are the newest */
function newestKeys(database: DatabaseSync, keys: KeyRing): () => void {
  let state: StatementSync | undefined
  return () => {
    if (keys.locked) return
    state ??= database.prepare(keyRowsText.state)
    if (!keys.isCurrent(stateOf(state))) keys.take(keyRows(database))
  }
}

function keyRows(database: DatabaseSync): KeyRows {
  const keys = database.prepare(keyRowsText.keys).all() as unknown as KeyRows['keys']
  return { state: stateOf(database.prepare(keyRowsText.state)), keys }
}

function stateOf(statement: StatementSync): string | null {
  const row = statement.get()
  return typeof row?.value === 'string' ? row.value : null
}

function connect(path: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true })
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32000')
  if (readOnly) database.exec('pragma query_only = on')
  // SQLite's own knows ASCII only: a text in any other script would not even be found as it is written.
  database.function('lower', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  )
  return database
}

/** A Kysely over the connection that keeps prepared statements by their text. */
function handle(database: DatabaseSync): Kysely<Tables> {
  const kept = new Map<string, KeptStatement>()
  const prepare = (sql: string): KeptStatement => {
    const found = kept.get(sql)
    if (found) return found
    // Lists in filters make endless texts; starting over now and then is cheaper than keeping an order of use.
    if (kept.size >= 500) kept.clear()
    const made = keep(database.prepare(sql))
    kept.set(sql, made)
    return made
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => {} } }) })
}

type KeptStatement = ReturnType<typeof keep>

/** The face Kysely's SQLite dialect expects of a statement. `reader` = it has columns. */
function keep(statement: StatementSync) {
  type Values = Parameters<StatementSync['all']>
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]): unknown[] => statement.all(...(values as Values)),
    run: (values: readonly unknown[]) => statement.run(...(values as Values)),
    iterate: (values: readonly unknown[]): IterableIterator<unknown> =>
      statement.iterate(...(values as Values)),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
