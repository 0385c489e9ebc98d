import { newDesk, type TestDeskOptions } from '../harness/desk.ts'
import type { EngineName } from '../harness/engines.ts'
import type { WireClient, World } from './client.ts'
import { caseManagementClient } from './clients/case-management.ts'
import { deskClient } from './clients/desk.ts'
import { messagesClient } from './clients/messages.ts'
import { restV3Client } from './clients/rest-v3.ts'
import { supportTicketClient } from './clients/support-ticket.ts'
import { makeWorld } from './world.ts'

const everyWire = [caseManagementClient, supportTicketClient, restV3Client, messagesClient, deskClient]

/** Runs the body in a fresh world with a client of every wire. */
export async function inWorld(
  engine: EngineName,
  body: (world: World, clients: readonly WireClient[]) => Promise<void>,
  options: TestDeskOptions = {},
): Promise<void> {
  const on = await newDesk(engine, options)
  try {
    const world = await makeWorld(on)
    const clients: WireClient[] = []
    for (const connect of everyWire) clients.push(await connect(world))
    await body(world, clients)
  } finally {
    await on.close()
  }
}
