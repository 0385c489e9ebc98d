import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'

/** Most texts that are prepared; lists in filters make endless ones, and those beyond are sent as they are. */
const mostTexts = 500

/**
 * A pool for Kysely whose connections prepare each text once and then send its values only: planning a query over wide
 * tables costs more than running it.
 */
export function keepingStatements(pool: pg.Pool): PostgresPool {
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
    const query = (text: string, values: readonly unknown[]): Promise<unknown> => {
      const name = values.length > 0 || text.startsWith('select') ? nameOf(text) : undefined
      return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
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
