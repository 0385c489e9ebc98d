import assert from 'node:assert/strict'
import { onEachEngine } from '../harness/engines.ts'
import { inWorld } from './connect.ts'

// Whatever a client speaks, the desk is the same. What a wire has no words for is null in what its client shows.

/** How each wire says the same standing of a case (mapping.md). */
const words: Record<string, { open: string; closed: string }> = {
  'Case Management': { open: 'open', closed: 'closed' },
  'Support Ticket': { open: '1', closed: '3' },
  'REST v3': { open: 'Open', closed: 'Closed' },
  Messages: { open: 'open', closed: 'closed' },
  Desk: { open: 'Open', closed: 'Closed' },
}

onEachEngine('a case opened through any wire is listed and read through every wire', (engine) =>
  inWorld(engine, async (_world, clients) => {
    for (const opener of clients) {
      const number = await opener.open('Printer on fire', `Opened by ${opener.name}`)
      for (const reader of clients) {
        const seen = await reader.read(number)
        const where = `${opener.name} → ${reader.name}`
        assert.equal(seen.text, `Opened by ${opener.name}`, where)
        // The Messages wire makes its subject of the model and the first line of the text.
        if (seen.subject !== null) assert.match(seen.subject, /^Printer on fire/, where)
        assert.equal(seen.status, words[reader.name]?.open, where)
        assert.deepEqual(seen.messages, [], where)
        assert.equal(await reader.lists(number), true, where)
      }
    }
  }),
)

onEachEngine('an answer through any wire is read through every wire, with whose voice it was', (engine) =>
  inWorld(engine, async (_world, clients) => {
    for (const opener of clients) {
      const number = await opener.open('Printer on fire', 'It burns.')
      for (const writer of clients) await writer.reply(number, `Words of ${writer.name}`)
      for (const reader of clients) {
        const where = `${opener.name} → ${reader.name}`
        const { messages } = await reader.read(number)
        assert.deepEqual(
          messages.map(({ text }) => text),
          clients.map(({ name }) => `Words of ${name}`),
          where,
        )
        const told = messages.map(({ side }, index) => side ?? clients[index]?.side)
        assert.deepEqual(
          told,
          clients.map(({ side }) => side),
          where,
        )
      }
    }
  }),
)

onEachEngine('a file given through any wire comes back identical through every wire', (engine) =>
  inWorld(engine, async (_world, clients) => {
    for (const opener of clients) {
      const number = await opener.open('Printer on fire', 'It burns.')
      const given = clients.map((writer, index) => ({
        name: `trace-${index}.txt`,
        bytes: `bytes of ${writer.name}`,
      }))
      for (const [index, writer] of clients.entries()) {
        const file = given[index]
        if (file) await writer.attach(number, file)
      }
      for (const reader of clients) {
        const { files } = await reader.read(number)
        if (files !== null) assert.deepEqual(files, given, `${opener.name} → ${reader.name}`)
      }
    }
  }),
)

onEachEngine(
  'closing through any wire closes for all; closing twice is closing once; reopening reopens for all',
  (engine) =>
    inWorld(engine, async (world, clients) => {
      for (const closer of clients) {
        const number = await closer.open('Printer on fire', 'It burns.')
        await closer.close(number)
        for (const reader of clients) {
          assert.equal(
            (await reader.read(number)).status,
            words[reader.name]?.closed,
            `${closer.name} → ${reader.name}`,
          )
        }
        const before = await world.on.desk.db
          .selectFrom('cases')
          .selectAll()
          .where('number', '=', number)
          .executeTakeFirst()
        world.on.clock.advance(1_000)
        await closer.close(number)
        const after = await world.on.desk.db
          .selectFrom('cases')
          .selectAll()
          .where('number', '=', number)
          .executeTakeFirst()
        assert.deepEqual(after, before, `${closer.name} closed twice`)
        await closer.reopen(number)
        const reopened = await world.on.desk.db
          .selectFrom('cases')
          .selectAll()
          .where('number', '=', number)
          .executeTakeFirst()
        assert.deepEqual(
          [reopened?.reopened, reopened?.completed_at, reopened?.resolved_at],
          [1, null, null],
          closer.name,
        )
      }
    }),
)

onEachEngine('whoever closes first, closing again through every other wire changes nothing', (engine) =>
  inWorld(engine, async (world, clients) => {
    for (const first of clients) {
      const number = await first.open('Printer on fire', 'It burns.')
      await first.close(number)
      const version = async () =>
        (
          await world.on.desk.db
            .selectFrom('cases')
            .select('version')
            .where('number', '=', number)
            .executeTakeFirst()
        )?.version
      const closed = await version()
      for (const other of clients) await other.close(number)
      assert.equal(await version(), closed, first.name)
    }
  }),
)
