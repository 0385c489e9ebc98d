import assert from 'node:assert/strict'
import { connectCm, dataOf } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { sweepFiles } from '../../usecases/files/sweep-files.ts'

const hour = 3_600_000

onEachEngine(
  'CM 11.8, §8.4: sweeps and attaching at the very end of the hour never leave a ticket without its file',
  async (engine) => {
    // The token outlives the hour of a medium.
    const on = await newDesk(engine, { settings: { appTokenMs: 86_400_000 } })
    try {
      const client = await connectCm(on)
      const creator = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
      const upload = (index: number) =>
        client.create('/v1/media', {
          name: `${index}.txt`,
          // Every other one has the bytes of its neighbour, which go only with the last that has them.
          content: Buffer.from(`bytes ${index >> 1}`).toString('base64'),
        })
      const open = (medium: number) =>
        client.send('POST', '/v1/tickets', { creator, message: `<img src="att:${medium}">` })
      const reply = (ticket: number, medium: number) =>
        client.send('POST', `/v1/tickets/${ticket}/replies`, { creator, message: 'm', attachments: [medium] })

      for (let round = 0; round < 4; round++) {
        const thread = await client.create('/v1/tickets', { creator, message: 'm' })
        const media: number[] = []
        for (let index = 0; index < 16; index++) media.push(await upload(round * 16 + index))
        on.clock.advance(hour)
        const under = media.map((medium, index) => (index % 2 ? open(medium) : reply(thread, medium)))
        const sweeps = Array.from({ length: 4 }, () => sweepFiles(on.desk))
        for (let turn = 0; turn < round * 25; turn++) await new Promise((next) => setImmediate(next))
        if (round === 3) {
          const inTime = await Promise.all(under)
          assert.ok(
            inTime.every(({ status }) => status === 200),
            'a medium of exactly an hour can be used',
          )
        }
        // From here on the hour is over for everything that has not been decided.
        on.clock.advance(1)
        sweeps.push(...Array.from({ length: 4 }, () => sweepFiles(on.desk)))
        const late = media.map((medium) => open(medium))
        // The same bytes come in anew while the old ones may be on their way out.
        const again = await Promise.all(media.slice(0, 4).map((_, index) => upload(round * 16 + index)))
        await Promise.all(sweeps)
        const answers = await Promise.all([...under, ...late])
        for (const { status, json } of answers) {
          if (status === 200) continue
          assert.equal(status, 422, JSON.stringify(json))
          assert.match(String(json.message), /^Media \d+ does not exist or has expired$/)
        }

        const shown = [
          ...dataOf(await client.get('/v1/tickets?length=100')),
          ...dataOf(await client.get(`/v1/tickets/${thread}/replies?length=100`)),
        ].flatMap(({ attachments, message }) => {
          const list = attachments as { id: number; name: string }[]
          assert.ok(!String(message).includes('att:') || list.length === 1, 'no ticket without its file')
          return list
        })
        await sweepFiles(on.desk)
        for (const { id, name } of shown) {
          const { status, bytes } = await client.get(`/v1/media/${id}/download`)
          assert.deepEqual([status, bytes.toString()], [200, `bytes ${Number.parseInt(name, 10) >> 1}`])
        }
        for (const id of again) assert.equal((await client.get(`/v1/media/${id}/download`)).status, 200)
      }
    } finally {
      await on.close()
    }
  },
)
