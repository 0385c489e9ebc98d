import { createHmac, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fastify from 'fastify'

/**
 * A careful help desk in one file: what the same work costs when it is written by hand for one database. Token check,
 * schemas in and out, case, message, event and full-text row in one grouped transaction with `synchronous=FULL`.
 * Arguments: data folder, number of cases. Prints its address and token.
 */
const [folder = '.', cases = '10000'] = process.argv.slice(2)
const database = new DatabaseSync(join(folder, 'reference.db'))
database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
  create table tokens (hash text primary key, person integer not null);
  create table cases (number integer primary key autoincrement, guid text not null unique, subject text not null,
    status integer not null, requester integer not null, created integer not null, updated integer not null);
  create index by_update on cases (status, updated, number);
  create table messages (id integer primary key autoincrement, case_number integer not null references cases(number),
    author integer not null, body text not null, created integer not null);
  create index by_case on messages (case_number, id);
  create table events (id integer primary key autoincrement, case_number integer, kind text not null, at integer not null, changes text not null);
  create virtual table words using fts5 (subject, body);`)
const sql = {
  token: database.prepare('select person from tokens where hash = ?'),
  addCase: database.prepare(
    'insert into cases (guid, subject, status, requester, created, updated) values (?, ?, 1, ?, ?, ?)',
  ),
  addMessage: database.prepare(
    'insert into messages (case_number, author, body, created) values (?, ?, ?, ?)',
  ),
  addEvent: database.prepare('insert into events (case_number, kind, at, changes) values (?, ?, ?, ?)'),
  addWords: database.prepare('insert into words (rowid, subject, body) values (?, ?, ?)'),
  touch: database.prepare('update cases set updated = ? where number = ?'),
  find: database.prepare('select * from cases where number = ?'),
  messages: database.prepare('select * from messages where case_number = ? order by id'),
  list: database.prepare('select * from cases where status = 1 order by updated desc, number desc limit 50'),
  search: database.prepare(
    'select cases.* from words join cases on cases.number = words.rowid where words match ? order by words.rowid desc limit 50',
  ),
}
const key = 'bench'
const hashOf = (token: string): string => createHmac('sha256', key).update(token).digest('base64url')
database.prepare('insert into tokens values (?, 1)').run(hashOf('bench-token'))

type Work = { run(): unknown; resolve(value: unknown): void; reject(error: unknown): void }
let waiting: Work[] = []
const write = <T>(run: () => T): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    waiting.push({ run, resolve: resolve as Work['resolve'], reject })
    if (waiting.length === 1) setImmediate(commit)
  })
function commit(): void {
  const together = waiting
  waiting = []
  const answers: (() => void)[] = []
  database.exec('begin immediate')
  for (const each of together) {
    database.exec('savepoint one')
    try {
      const value = each.run()
      database.exec('release one')
      answers.push(() => each.resolve(value))
    } catch (error) {
      database.exec('rollback to one; release one')
      each.reject(error)
    }
  }
  database.exec('commit')
  for (const answer of answers) answer()
}

function open(subject: string, body: string): { number: number } {
  const now = Date.now()
  const number = Number(sql.addCase.run(randomUUID(), subject, 1, now, now).lastInsertRowid)
  sql.addMessage.run(number, 1, body, now)
  sql.addEvent.run(number, 'opened', now, '{}')
  sql.addWords.run(number, subject, body)
  return { number }
}

database.exec('begin')
for (let count = 0; count < Number(cases); count += 1) open(`Printer ${count} is on fire`, 'x'.repeat(206))
database.exec('commit')

const caseSchema = {
  type: 'object',
  properties: {
    number: { type: 'integer' },
    guid: { type: 'string' },
    subject: { type: 'string' },
    status: { type: 'integer' },
    requester: { type: 'integer' },
    created: { type: 'integer' },
    updated: { type: 'integer' },
    messages: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          author: { type: 'integer' },
          body: { type: 'string' },
          created: { type: 'integer' },
        },
      },
    },
  },
} as const
const listSchema = { type: 'object', properties: { items: { type: 'array', items: caseSchema } } } as const
const app = fastify()
app.addHook('onRequest', async (request, reply) => {
  const token = request.headers.authorization?.slice(7) ?? ''
  if (!sql.token.get(hashOf(token))) await reply.code(401).send({ error: 'unauthorized' })
})
const bodyOf = (required: string[]) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: { subject: { type: 'string', maxLength: 500 }, text: { type: 'string', maxLength: 1_000_000 } },
})
app.post<{ Body: { subject: string; text: string } }>(
  '/cases',
  {
    schema: {
      body: bodyOf(['subject', 'text']),
      response: { 200: { type: 'object', properties: { number: { type: 'integer' } } } },
    },
  },
  (request) => write(() => open(request.body.subject, request.body.text)),
)
app.post<{ Params: { number: string }; Body: { text: string } }>(
  '/cases/:number/messages',
  {
    schema: {
      body: bodyOf(['text']),
      response: { 200: { type: 'object', properties: { id: { type: 'integer' } } } },
    },
  },
  (request) =>
    write(() => {
      const now = Date.now()
      const number = Number(request.params.number)
      const done = sql.addMessage.run(number, 1, request.body.text, now)
      sql.touch.run(now, number)
      sql.addEvent.run(number, 'message', now, '{}')
      return { id: Number(done.lastInsertRowid) }
    }),
)
app.get<{ Params: { number: string } }>(
  '/cases/:number',
  { schema: { response: { 200: caseSchema } } },
  async (request) => {
    const number = Number(request.params.number)
    return { ...sql.find.get(number), messages: sql.messages.all(number) }
  },
)
app.get('/cases', { schema: { response: { 200: listSchema } } }, async () => ({ items: sql.list.all() }))
app.get<{ Querystring: { q: string } }>(
  '/search',
  { schema: { response: { 200: listSchema } } },
  async (request) => ({
    items: sql.search.all(request.query.q),
  }),
)
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })} bench-token\n`)
