import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCaseManagementApp } from '../harness/build.ts'
import { newDesk } from '../harness/desk.ts'
import { signedIn } from '../harness/desk-client.ts'
import { onEachEngine } from '../harness/engines.ts'
import { startExample } from '../harness/example-process.ts'

onEachEngine('example: a chat with a file is handed over, answered and closed', async (engine) => {
  const on = await newDesk(engine)
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-example-'))
  try {
    const { key, secret } = await buildCaseManagementApp(on)
    const rep = await signedIn(on)
    const picture = join(folder, 'printer.png')
    await writeFile(picture, 'not really a picture')
    await using example = startExample(
      { CASELOOM_URL: await on.listen(), CASELOOM_KEY: key, CASELOOM_SECRET: secret, POLL_MS: '20' },
      'case-management/escalate-chat.ts',
      'chat-4711',
      picture,
    )
    assert.match(await example.nextLine(), /^ticket 1 opened; the visitor's reference is [0-9a-f-]{36}$/)
    const answered = await rep.call('POST', '/cases/1/messages', {
      audience: 'customer',
      text: 'Please switch it off and on.',
    })
    assert.equal(answered.statusCode, 201, answered.body)
    assert.match(await example.nextLine(), /^answered: .*Please switch it off and on\./)
    assert.equal(await example.nextLine(), 'ticket 1 closed')
    assert.equal(await example.ended(), 0)
    const seen = (await rep.call('GET', '/cases/1')).json()
    assert.deepEqual([seen.status.name, seen.requester.email], ['Closed', 'ann@example.com'])
  } finally {
    await on.close()
    await rm(folder, { recursive: true })
  }
})
