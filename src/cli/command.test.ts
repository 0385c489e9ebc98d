import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from '../../test/harness/server-process.ts'
import { command, UsageError } from './command.ts'
import { helpFor } from './help.ts'
import { readable } from './log.ts'
import { nearest } from './nearest.ts'

let given: unknown
const sample = command({
  name: 'kettle add',
  about: 'adds a kettle',
  arguments: { name: { about: 'what it is called' } },
  options: {
    volts: { kind: 'text', about: 'its voltage', value: 'number', required: true },
    color: { kind: 'list', about: 'a colour' },
    json: { kind: 'flag', about: 'prints JSON' },
  },
  example: 'caseloom kettle add Aurora --volts 230',
  run: async (words) => {
    given = words
    return undefined
  },
})

test('a command gets its arguments and options by name', async () => {
  const words = ['Aurora', '--volts', '230', '--color=red', '--color', 'blue']
  assert.equal(await sample.run(words), 0)
  assert.deepEqual(given, { name: 'Aurora', volts: '230', color: ['red', 'blue'], json: false })
})

const wrong: [what: string, words: string[], says: RegExp][] = [
  ['no argument', ['--volts', '230'], /needs <name>: what it is called/],
  ['no required option', ['Aurora'], /needs --volts <number>: its voltage/],
  ['an empty required option', ['Aurora', '--volts', ''], /needs --volts/],
  ['a word too many', ['Aurora', 'Brisa', '--volts', '230'], /has no place for "Brisa"/],
  [
    'an option that is nearly one',
    ['Aurora', '--vots', '230'],
    /has no option --vots; did you mean --volts\?/,
  ],
  ['an option that is none', ['Aurora', '--frequency', '50'], /has no option --frequency\n/],
  ['an option without its value', ['Aurora', '--volts'], /was given wrongly/],
]
for (const [what, words, says] of wrong) {
  test(`a wrong command line says what is wrong and shows a right one: ${what}`, async () => {
    await assert.rejects(sample.run(words), (error: unknown) => {
      assert.ok(error instanceof UsageError)
      assert.match(error.message, says)
      assert.match(error.message, /For example: caseloom kettle add Aurora --volts 230/)
      return true
    })
  })
}

test('the nearest word is found by one slip in three letters, and a stranger is not guessed at', () => {
  const names = ['serve', 'config', 'rep add', 'rep list', 'backup']
  assert.equal(nearest('serv', names), 'serve')
  assert.equal(nearest('Srever', names), 'serve')
  assert.equal(nearest('rep lsit', names), 'rep list')
  assert.equal(nearest('bakcup', names), 'backup')
  assert.equal(nearest('telephone', names), null)
  assert.equal(nearest('x', []), null)
})

test('threat model 8.1: data in a log line for people cannot begin a line of its own', () => {
  const line = JSON.stringify({
    level: 'warn',
    time: '2026-01-05T09:00:00.000Z',
    msg: 'refused',
    login: 'ann\n09:00:01 stopped',
  })
  assert.equal(readable(line), '09:00:00 WARN refused  login="ann\\n09:00:01 stopped"')
})

test('help shows every command, and all about one', () => {
  assert.match(helpFor([]), /rep add <login> +registers a rep/)
  assert.match(helpFor(['rep', 'add']), /--email <address> +e-mail address \(required\)/)
  assert.match(helpFor(['rep']), /rep key[\s\S]*rep link/)
  assert.throws(() => helpFor(['telephone']), UsageError)
})

test('exit codes tell a wrong command line from wrong settings, of which all are told at once', async () => {
  const unknown = await runCommand({}, ['serv'])
  assert.deepEqual(
    [unknown.exitCode, unknown.err],
    [64, 'There is no command "serv". Did you mean "serve"?\n'],
  )
  const settings = await runCommand({ PORT: 'x', TIME_ZONE: 'Mars/Olympus' }, ['config'])
  assert.equal(settings.exitCode, 78)
  assert.match(settings.err, /PORT must be[\s\S]*TIME_ZONE must be/)
})

test('threat model 8.1: config shows no secret', async () => {
  const secret = 'a-secret-of-at-least-thirty-two-characters'
  const shown = await runCommand({ SECRET: secret, DATABASE_URL: 'postgres://u:pw-1@db/x' }, ['config'])
  assert.equal(shown.exitCode, 0)
  assert.match(shown.out, /SECRET=\*\*\* {2}\(environment\)/)
  assert.match(shown.out, /DATABASE_URL=postgres:\/\/u:\*\*\*@db\/x/)
  assert.ok(!shown.out.includes(secret) && !shown.out.includes('pw-1'))
})
