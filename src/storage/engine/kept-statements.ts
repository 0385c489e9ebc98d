import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import type { KeyRing } from '../seal/key-ring.ts'
import { keyRowsText } from '../seal/key-rows.ts'
import { keysIn } from '../seal/sealed-text.ts'

/** Most texts that are prepared; lists in filters make endless ones, and those beyond are sent as they are. */
const mostTexts = 500

/**
 * A pool for Kysely whose connections prepare each text once and then send its values only: planning a query over wide
 * tables costs more than running it. Its connections also keep the key ring up to date: a transaction begins by asking,
 * in the same round trip, whether the keys are still the newest, and a value sealed with an unknown key is handed on only
 * after they were read again.
 */
export function keepingStatements(pool: pg.Pool, keys: KeyRing): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= mostTexts) return known
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
  // Kysely remembers its connections by the client it was given, so each client has one face.
  const faces = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const faceOf = (client: pg.PoolClient): PostgresPoolClient => {
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      if (text === 'begin' && !keys.locked) return begin(client, keys)
      const name = values.length > 0 || text.startsWith('select') ? nameOf(text) : undefined
      const result = await client.query({
        text,
        values: [...values],
        ...(name === undefined ? {} : { name }),
      })
      if (!keys.locked && holdsUnknownKey(result, keys)) await lookAgain(client, keys)
      return result
    }
    return {
      query: query as PostgresPoolClient['query'] & (<R>(text: string) => Promise<PostgresQueryResult<R>>),
      release: (destroy) => client.release(destroy),
    }
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      const face = faces.get(client) ?? faceOf(client)
      faces.set(client, face)
      return face
    },
  }
}

/** Asked inside the transaction, so that it writes with keys and groups at least as new as its beginning. */
async function begin(client: pg.PoolClient, keys: KeyRing): Promise<unknown> {
  // Several statements in one text have several results, which the types do not know.
  const results = (await client.query(`begin; ${keyRowsText.state}`)) as unknown as readonly pg.QueryResult[]
  const state: unknown = results[1]?.rows[0]?.value
  if (!keys.isCurrent(typeof state === 'string' ? state : null)) await lookAgain(client, keys)
  return results[0]
}

async function lookAgain(client: pg.PoolClient, keys: KeyRing): Promise<void> {
  const state = await client.query<{ value: string }>(keyRowsText.state)
  const found = await client.query(keyRowsText.keys)
  keys.takeIfNewer({ state: state.rows[0]?.value ?? null, keys: found.rows })
}

/** Looks at texts only, and at their first letter first: every answer of the database passes here. */
function holdsUnknownKey(result: pg.QueryResult, keys: KeyRing): boolean {
  for (const row of result.rows as Readonly<Record<string, unknown>>[]) {
    for (const name in row) {
      const value = row[name]
      if (typeof value === 'string' && keysIn(value).some((id) => !keys.knows(id))) return true
    }
  }
  return false
}
