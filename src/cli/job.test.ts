import assert from 'node:assert/strict'
import { newDesk } from '../../test/harness/desk.ts'
import { onEachEngine } from '../../test/harness/engines.ts'
import { runCommand } from '../../test/harness/server-process.ts'
import { openCase } from '../usecases/cases/open-case.ts'
import { giveFiles } from '../usecases/files/give-files.ts'

onEachEngine(
  'files that are to be fetched are listed and tried again by command, like callbacks',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const draft = { subject: 's', description: 't', descriptionFormat: 'text' } as const
      const requester = { email: 'ada@customer.example', name: null }
      const { number } = await openCase(on.desk, on.as(), { ...draft, requester })
      const content = { url: 'https://files.example/a.pdf?key=secret' }
      await giveFiles(on.desk, on.as(), number, [{ name: 'a.pdf', contentType: 'application/pdf', content }])
      const { folder, url } = on.database
      const settings = { DATA_DIR: folder, ...(url === null ? {} : { DATABASE_URL: url }) }
      const list = await runCommand(settings, ['job', 'list', '--json'])
      assert.equal(list.exitCode, 0, list.err)
      const [row, ...more] = JSON.parse(list.out)
      assert.deepEqual([row.kind, row.of, row.state, more], ['file', `case ${number}`, 'waiting', []])
      assert.equal(list.out.includes('secret'), false)
      const retried = await runCommand(settings, ['job', 'retry', String(row.id)])
      assert.equal(retried.exitCode, 0, retried.err)
    } finally {
      await on.close()
    }
  },
)
