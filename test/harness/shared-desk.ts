import { after } from 'node:test'
import { newDesk, type TestDesk, type TestDeskOptions } from './desk.ts'
import type { EngineName } from './engines.ts'

/**
 * One desk for each engine that all checks of a file share, for checks that do not disturb each other. Closed after the last.
 * @returns what gives the desk of an engine
 */
export function sharedDesk(options: TestDeskOptions = {}): (engine: EngineName) => Promise<TestDesk> {
  const desks = new Map<EngineName, Promise<TestDesk>>()
  after(async () => {
    for (const desk of desks.values()) await (await desk).close()
  })
  return (engine) => {
    const desk = desks.get(engine) ?? newDesk(engine, options)
    desks.set(engine, desk)
    return desk
  }
}
