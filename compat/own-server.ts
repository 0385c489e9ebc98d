import { newDesk, type TestDesk, type TestDeskOptions } from '../test/harness/desk.ts'
import type { EngineName } from '../test/harness/engines.ts'
import type { Suite } from './case.ts'
import { serverAt } from './exchange.ts'
import type { Bench } from './probe.ts'
import { idRanges } from './settle.ts'

/** A server that was started for the cases, with what a client of the wire is given. */
export interface OwnServer extends AsyncDisposable {
  readonly bench: Bench<string>
}

/**
 * Starts the server on an empty database of the engine, listening on a free port of this machine, with a clock that stands still
 * until a case moves it.
 * @param options settings besides those of the suite
 */
export async function startOwnServer(
  suite: Suite,
  engine: EngineName,
  options: TestDeskOptions = {},
): Promise<OwnServer> {
  const on = await newDesk(engine, { ...suite.desk, ...options })
  try {
    await spreadIds(on)
    const credentials = await suite.equip(on)
    const server = serverAt(await on.listen())
    return {
      bench: { server, credentials, kept: new Map(), desk: on, run: '' },
      async [Symbol.asyncDispose]() {
        server.close()
        await on.close()
      },
    }
  } catch (error) {
    await on.close()
    throw error
  }
}

/** Lets the ids of each table begin where reports recognise them. */
async function spreadIds(on: TestDesk): Promise<void> {
  const { engine } = on.desk
  await engine.migrate(
    Object.entries(idRanges).map(([table, [, from]]) =>
      engine.name === 'postgres'
        ? `alter table ${table} alter column ${table === 'cases' ? 'number' : 'id'} restart with ${from + 1}`
        : `insert into sqlite_sequence (name, seq) values ('${table}', ${from})`,
    ),
  )
}
