import type { EngineWords } from '../migrations/migration.ts'
import type { Db, Tx } from '../schema.ts'
import type { KeyRing } from '../seal/key-ring.ts'

/** Everything in which the two databases differ. What is not in this list, both agree on. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  /** Reading handle; on SQLite a connection of its own. */
  readonly db: Db
  readonly words: EngineWords
  /** The keys of the database, once `unlock` has read them. */
  readonly keys: KeyRing

  /**
   * Runs the operation in a transaction and answers after its commit. On SQLite waiting operations share one
   * transaction, each in its own savepoint; on PostgreSQL each has its own and is retried when it lost a race.
   */
  write<T>(operation: (tx: Tx) => Promise<T>): Promise<T>

  /** @returns whether the database has been migrated at least once */
  hasSchema(): Promise<boolean>

  /** Runs statements that change the schema, all or none, alone on the database. */
  migrate(statements: readonly string[]): Promise<void>

  /**
   * Resolves once every transaction that was running at the call has ended: whatever is begun later knows what was
   * committed before the call. On SQLite there is never more than one.
   */
  afterOlderWrites(): Promise<void>

  /**
   * Removes what was deleted or replaced from the files of the database, journal included. PostgreSQL leaves that to its
   * operator: the answer says whether it was done.
   */
  scrub(): Promise<boolean>

  isUniqueViolation(error: unknown): boolean
  /** The database is full, away or failing: the desk is not to blame and the caller may try again. */
  isUnavailable(error: unknown): boolean

  /** Locks the row until the transaction ends. SQLite has a single writer and needs nothing. */
  lockRow(tx: Tx, table: LockableTable, key: number): Promise<void>
  /** Ends a query so that what it has read stays as it is until the transaction ends; others may read it so as well. */
  readonly keepRead: '' | 'for share'
  /** Ends a query that picks jobs so that two workers never pick the same. */
  readonly skipLocked: boolean
  /** The condition under which an event may be shown: no older transaction can still commit. */
  readonly settledEvents: string | null

  /**
   * Tells other processes on the database that something was committed: soon, and once for many commits. Outside the
   * transactions, because a notice in them would make PostgreSQL's commits wait for each other.
   */
  announce(): void
  /** Calls back after commits that other processes announced; returns a function that stops it. */
  listen(onChange: () => void): Promise<() => Promise<void>>
  /** Writes a consistent copy of the database to the path. Throws where the engine has its own tools for it. */
  backup(path: string): Promise<void>
  close(): Promise<void>
}

export type LockableTable = 'people' | 'cases' | 'organisations' | 'credentials' | 'records'
