import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { supportTicket } from '../../compat/support-ticket/suite.ts'
import { newDesk } from '../harness/desk.ts'

const program = resolve(import.meta.dirname, '../../compat/main.ts')
const run = promisify(execFile)

/** How the program ended and what it wrote. */
const compat = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  run(process.execPath, [program, ...words]).then(
    (ended) => ({ code: 0, ...ended }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  )

test('a running server is judged by its address and a file of credentials', async () => {
  const on = await newDesk('sqlite')
  try {
    const url = await on.listen()
    const given = await supportTicket.equip(on)
    const file = join(on.database.folder, 'credentials.json')
    const judge = async (credentials: object, ...more: string[]) => {
      await writeFile(file, JSON.stringify(credentials))
      return compat('--url', url, '--credentials', file, ...more)
    }

    const out = join(on.database.folder, 'report')
    const only = ['--only', 'ST 6.2', '--only', 'ST 3-8', '--only', 'ST 6.1']
    const judged = await judge({ 'support-ticket': given }, ...only, '--out', out)
    assert.equal(judged.code, 0, judged.stdout)
    assert.match(judged.stdout, /ST 3-8 left-out: .*\n\s+moves the clock/)
    assert.match(judged.stdout, / 0 fail, 0 deviate on purpose, 5 were not run/)
    const report = await readFile(join(out, 'compatibility.md'), 'utf8')
    assert.ok(report.includes(`tried against the server at ${url}`))
    const page = await readFile(join(out, 'compatibility/support-ticket/6.md'), 'utf8')
    for (const secret of [given.apikey, given.password, given.otherPassword])
      assert.ok(!page.includes(secret))

    const wrong = await judge({ 'support-ticket': { ...given, apikey: 'wrong' } }, '--only', 'ST 6.1-1')
    assert.deepEqual([wrong.code, /ST 6\.1-1 fails:/.test(wrong.stdout)], [1, true])
    const lacking = await judge({ 'support-ticket': { ...given, otherUser: undefined } })
    assert.deepEqual(
      [lacking.code, /"otherUser": the address of somebody else/.test(lacking.stderr)],
      [64, true],
    )
    const unknown = await judge({ 'support-tickets': given })
    assert.deepEqual([unknown.code, /there is no API "support-tickets"/.test(unknown.stderr)], [64, true])
  } finally {
    await on.close()
  }
})
