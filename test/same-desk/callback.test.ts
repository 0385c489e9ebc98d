import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { changeCase } from '../../src/usecases/cases/change-case.ts'
import { onEachEngine } from '../harness/engines.ts'
import { inWorld } from './connect.ts'

onEachEngine('the callback URL is called once, whichever wire closes the case', async (engine) => {
  const called: { number: string; event: string }[] = []
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { event: string; request: { id: string } }
    called.push({ number: body.request.id, event: body.event })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  try {
    await inWorld(
      engine,
      async (world, clients) => {
        for (const closer of clients) {
          const number = await closer.open('Alarm', 'Disk full')
          await changeCase(world.on.desk, world.on.as(), number, {
            callbackUrl: `http://127.0.0.1:${port}/cleared`,
          })
          await closer.close(number)
          await closer.close(number)
          await world.on.runJobs()
          assert.deepEqual(
            called.splice(0),
            [{ number: String(number), event: 'request.resolved' }],
            closer.name,
          )
        }
      },
      { callbackAllow: `127.0.0.1:${port}` },
    )
  } finally {
    receiver.close()
  }
})
