import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'
import { newParties, type Parties } from '../../../test/harness/parties.ts'
import { trashCase } from '../../usecases/cases/trash-case.ts'

type Shown = Record<string, unknown>

const errorBody = (message: string) => ({ error: { message } })
const data = Buffer.from('bytes').toString('base64')
const done = { data: { result: true } }

const kept = async ({ on }: Parties) => {
  const rows = await on.desk.db
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .select(['files.name', 'files.content_type as type', 'files.size'])
    .orderBy('files.id')
    .execute()
  return rows.map(({ name, type, size }) => ({ name, type, size }))
}

const at = (position: number, text: string) =>
  `child "files" fails because ["files" at position ${position} fails because [${text}]]`
const child = (key: string, rule: string) => `child "${key}" fails because ["${key}" ${rule}]`
const noUrl = 'must be a valid uri with a scheme matching the http|https pattern'

/** Files that are not taken, and the text of the answer. */
const wrong: readonly [files: unknown, text: string][] = [
  [undefined, child('files', 'is required')],
  ['x', child('files', 'must be an array')],
  [['x'], at(0, '"0" must be an object')],
  [[{ data }], at(0, child('name', 'is required'))],
  [
    [
      { name: 'a.txt', data },
      { name: 'b.exe', data },
    ],
    at(1, child('name', 'has an extension that is not allowed')),
  ],
  [[{ name: 'png', data }], at(0, child('name', 'has an extension that is not allowed'))],
  [[{ name: 'a.txt', data: '!' }], at(0, child('data', 'must be a valid base64 string'))],
  [[{ name: 'a.txt', data: '' }], at(0, child('data', 'is not allowed to be empty'))],
  [[{ name: 'a.txt', data, type: 7 }], at(0, child('type', 'must be a string'))],
  [[{ name: 'a.txt', data, size: 5 }], at(0, '"size" is not allowed')],
  [[{ name: 'a.txt' }], at(0, '"value" must contain at least one of [url, data]')],
  [
    [{ name: 'a.txt', data, url: 'https://files.example/a.txt' }],
    at(0, '"value" contains a conflict between exclusive peers [url, data]'),
  ],
  ...['ftp://files.example/a.txt', 'files.example/a.txt', 'http://', 'https://a b/'].map(
    (url): [unknown, string] => [[{ name: 'a.txt', url }], at(0, child('url', noUrl))],
  ),
  // What is not the public's to read is not fetched for anybody.
  ...['http://169.254.169.254/', 'http://127.0.0.1:8080/', 'http://[::1]/', 'http://u:p@files.example/'].map(
    (url): [unknown, string] => [
      [
        { name: 'a.txt', data },
        { name: 'a.txt', url },
      ],
      at(1, child('url', 'contains an invalid value')),
    ],
  ),
  [
    Array.from({ length: 51 }, () => ({ name: 'a.txt', data })),
    child('files', 'must contain less than or equal to 50 items'),
  ],
]

onEachEngine('MSG §10.2: both parties give files to a case, all or none', async (engine) => {
  const parties = await newParties(engine, { callbackAllow: '127.0.0.1' })
  const { on, partner, provider, otherPartner } = parties
  try {
    const guid = await parties.openCase()
    assert.deepEqual(
      await partner.did('case/files', { guid, files: [{ name: 'bill.pdf', data, type: 'claim' }] }),
      done,
    )
    await provider.did('case/files', {
      guid,
      files: [
        { name: 'a.txt', data, type: 'poem' },
        { name: 'B.JPG', data },
      ],
    })
    const files = await kept(parties)
    assert.deepEqual(files, [
      { name: 'bill.pdf', type: 'application/pdf', size: 5 },
      { name: 'a.txt', type: 'text/plain', size: 5 },
      { name: 'B.JPG', type: 'image/jpeg', size: 5 },
    ])
    const { details } = await on.desk.db
      .selectFrom('cases')
      .select('details')
      .where('guid', '=', guid)
      .executeTakeFirstOrThrow()
    assert.deepEqual(Object.values(JSON.parse(details).papers), ['claim', 'other', 'other'])

    for (const [given, message] of wrong) {
      const answer = await partner.post('case/files', { guid, files: given })
      assert.deepEqual([answer.status, answer.body], [400, errorBody(message)], JSON.stringify(given))
    }
    const key = { 'idempotency-key': 'once' }
    const twice = { guid, files: [{ name: 'twice.txt', data }] }
    for (const replayed of [undefined, 'true']) {
      const answer = await partner.post('case/files', twice, key)
      assert.deepEqual([answer.status, answer.headers['idempotency-replayed']], [200, replayed])
    }
    assert.equal((await kept(parties)).length, 4, 'sent twice, kept once')
    const stranger = await otherPartner.post('case/files', { guid, files: [{ name: 'a.txt', data }] })
    assert.deepEqual([stranger.status, stranger.body], [403, errorBody('No access')])
    assert.equal((await kept(parties)).length, 4)
    const jobs = await on.desk.db.selectFrom('jobs').select('kind').execute()
    assert.deepEqual(
      jobs.map(({ kind }) => kind),
      [],
    )
  } finally {
    await on.close()
  }
})

/** Parties on a desk that may fetch from a server on this machine. */
async function withFiles(
  engine: EngineName,
  serve: RequestListener,
  body: (parties: Parties, url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(serve)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const parties = await newParties(engine, {
    fetchAllow: `127.0.0.1:${port}`,
    limits: { fileBytes: 1000 },
    retrySeconds: [30, 120],
  })
  try {
    await body(parties, `http://127.0.0.1:${port}`)
  } finally {
    await parties.on.close()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

onEachEngine('MSG §10.2: a file given by URL is fetched after the answer, once', async (engine) => {
  const asked: (string | undefined)[] = []
  const answers = [503, 302]
  await withFiles(
    engine,
    (request, response) => {
      asked.push(request.url)
      const status = answers.shift()
      if (status === undefined) response.end('%PDF-')
      else response.writeHead(status, { location: '/elsewhere' }).end('not the file')
    },
    async (parties, url) => {
      const { on, partner, provider } = parties
      const guid = await parties.openCase()
      const files = [
        { name: 'bill.pdf', url: `${url}/bill?key=1`, type: 'proofOfPurchase' },
        { name: 'note.txt', data },
      ]
      assert.deepEqual(await partner.did('case/files', { guid, files }), done)
      assert.deepEqual(asked, [])
      assert.equal((await kept(parties)).length, 1)
      await on.runJobs()
      on.clock.advance(30_000)
      await on.runJobs()
      assert.equal((await kept(parties)).length, 1, 'an error and a redirect are no file')
      on.clock.advance(120_000)
      await on.runJobs()
      on.clock.advance(3_600_000)
      await on.runJobs()
      assert.deepEqual(asked, Array(3).fill('/bill?key=1'))
      assert.deepEqual((await kept(parties))[1], { name: 'bill.pdf', type: 'application/pdf', size: 5 })
      const { details } = await on.desk.db
        .selectFrom('cases')
        .select('details')
        .where('guid', '=', guid)
        .executeTakeFirstOrThrow()
      assert.deepEqual(Object.values(JSON.parse(details).papers), ['other', 'proofOfPurchase'])
      const added = await on.desk.db
        .selectFrom('events')
        .select(['actor_name', 'wire'])
        .where('kind', '=', 'attachment.added')
        .execute()
      assert.deepEqual(new Set(added.map(({ actor_name, wire }) => `${actor_name} ${wire}`)).size, 1)
      assert.deepEqual((await provider.get(`case-messages?guid=${guid}`)).body, [])
    },
  )
})

onEachEngine('MSG §10.2: a file that does not come is told of on the case', async (engine) => {
  await withFiles(
    engine,
    (request, response) => {
      if (request.url === '/large') response.end('x'.repeat(2000))
      else if (request.url === '/empty') response.end()
      else if (request.url === '/cut') response.writeHead(200, { 'content-length': '50' }).end('short')
      else response.writeHead(404).end()
    },
    async (parties, url) => {
      const { on, partner, provider } = parties
      const guid = await parties.openCase()
      const names = ['large', 'empty', 'cut', 'gone']
      const files = names.map((name) => ({ name: `${name}.txt`, url: `${url}/${name}` }))
      await partner.did('case/files', { guid, files })
      for (const pause of [0, 30_000, 120_000]) {
        on.clock.advance(pause)
        await on.runJobs()
      }
      assert.deepEqual(await kept(parties), [])
      const told = (await provider.get<Shown[]>(`case-messages?guid=${guid}`)).body
      assert.deepEqual(told.map(({ content, senderType }) => [content, senderType]).sort(), [
        ['The file "cut.txt" could not be fetched: connection closed.', null],
        ['The file "empty.txt" could not be fetched: empty.', null],
        ['The file "gone.txt" could not be fetched: answered 404.', null],
        ['The file "large.txt" could not be fetched: larger than allowed.', null],
      ])

      // A case that went into the trash meanwhile gets nothing any more.
      const other = await parties.openCase()
      await partner.did('case/files', { guid: other, files: [{ name: 'a.txt', url: `${url}/gone` }] })
      await trashCase(on.desk, on.as(), { guid: other })
      await on.runJobs()
      const failed = await on.desk.db
        .selectFrom('jobs')
        .select('last_error')
        .where('state', '=', 'failed')
        .execute()
      assert.equal(failed.length, 5)
    },
  )
})
