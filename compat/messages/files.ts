import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Case, Section } from '../case.ts'
import { expect, expectJson, expectStatus, expectValue } from '../expect.ts'
import { child, done, expectError, get, type MessagesProbe, openCase, post, type Token } from './client.ts'

const data = Buffer.from('bytes').toString('base64')
const endings =
  'jpg jpeg png gif txt pdf doc docx odt xls xlsx avi mp4 m4v mov wmv mpg mpeg m2v mkv mp2 mpe mpv 3gp'.split(
    ' ',
  )
const at = (position: number, text: string) =>
  `child "files" fails because ["files" at position ${position} fails because [${text}]]`
const noUri = 'must be a valid uri with a scheme matching the http|https pattern'

/** Rows: files that are not taken, and the text. */
const rows: readonly [says: string, files: unknown, text: string][] = [
  ['No files at all', undefined, child('files', 'is required')],
  ['files that is no array', 'x', child('files', 'must be an array')],
  ['A file without a name', [{ data }], at(0, child('name', 'is required'))],
  [
    'A name with another ending',
    [
      { name: 'a.txt', data },
      { name: 'b.exe', data },
    ],
    at(1, child('name', 'has an extension that is not allowed')),
  ],
  ['Neither url nor data', [{ name: 'a.txt' }], at(0, '"value" must contain at least one of [url, data]')],
  [
    'Both url and data',
    [{ name: 'a.txt', data, url: 'https://files.example/a.txt' }],
    at(0, '"value" contains a conflict between exclusive peers [url, data]'),
  ],
  [
    'data that is no base64',
    [{ name: 'a.txt', data: '!' }],
    at(0, child('data', 'must be a valid base64 string')),
  ],
  [
    'A url of another scheme',
    [{ name: 'a.txt', url: 'ftp://files.example/a.txt' }],
    at(0, child('url', noUri)),
  ],
  [
    'A url into this machine or its network',
    [{ name: 'a.txt', url: 'http://169.254.169.254/a.txt' }],
    at(0, child('url', 'contains an invalid value')),
  ],
  ['An unknown key', [{ name: 'a.txt', data, size: 5 }], at(0, '"size" is not allowed')],
]

async function attached({ desk }: MessagesProbe): Promise<string[]> {
  const rows = await desk.desk.db
    .selectFrom('attachments')
    .innerJoin('files', 'files.id', 'attachments.file_id')
    .select('files.name')
    .orderBy('files.id')
    .execute()
  return rows.map(({ name }) => name)
}

/** §10.2, case/files */
export const files: Section<Token> = {
  number: '10.2.1',
  title: 'Files of a case — POST case/files',
  cases: [
    {
      says: 'Both parties give files as base64',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        for (const who of ['partner', 'provider'] as const) {
          const value = {
            guid,
            files: [
              { name: 'bill.pdf', data, type: 'proofOfPurchase' },
              { name: 'a.txt', data },
            ],
          }
          expectJson(await post(probe, who, 'case/files', value), 200, done)
        }
      },
    },
    {
      says: 'Each of the documented endings is taken, in any letter case, and each type, known or not',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const types = [
          'proofOfPurchase',
          'proofOfDamage',
          'transportDamage',
          'claim',
          'report',
          'shipmentLabel',
          'other',
          'poem',
        ]
        const all = [...endings, 'JPG'].map((ending, index) => ({
          name: `a.${ending}`,
          data,
          type: types[index % types.length],
        }))
        expectJson(await post(probe, 'partner', 'case/files', { guid, files: all }), 200, done)
      },
    },
    ...rows.map(
      ([says, given, text]): Case<Token> => ({
        says: `Refused: ${says}`,
        source: '§10.2; §6.1',
        async run(probe) {
          const guid = await openCase(probe)
          expectError(await post(probe, 'partner', 'case/files', { guid, files: given }), 400, text)
        },
      }),
    ),
    {
      says: 'All files or none: with one wrong file nothing is kept',
      source: '§10.2',
      needs: 'clock',
      async run(probe) {
        const guid = await openCase(probe)
        const value = {
          guid,
          files: [
            { name: 'a.txt', data },
            { name: 'b.txt', data: '!' },
          ],
        }
        expectStatus(await post(probe, 'partner', 'case/files', value), 400)
        expectValue(await attached(probe), [], 'the files')
      },
    },
    {
      says: 'A url is fetched after the answer, tried again when that fails, and the file is on the case once',
      source: '§10.2',
      needs: { what: 'to fetch from this machine', desk: { fetchAllow: '127.0.0.0/8', retrySeconds: [30] } },
      async run(probe) {
        const answers = [503, 200]
        const server = createServer((_request, response) => {
          response.writeHead(answers.shift() ?? 500).end('bytes')
        })
        await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
        try {
          const guid = await openCase(probe)
          const { port } = server.address() as AddressInfo
          const url = `http://127.0.0.1:${probe.name(port, 'port')}/bill`
          const value = { guid, files: [{ name: 'bill.pdf', url }] }
          expectJson(await post(probe, 'partner', 'case/files', value), 200, done)
          expectValue(await attached(probe), [], 'the files')
          for (const ms of [0, 60_000, 3_600_000]) {
            probe.desk.clock.advance(ms)
            await probe.desk.runJobs()
          }
          expectValue(await attached(probe), ['bill.pdf'], 'the files')
          expect(answers.length === 0, 'it was not fetched twice')
        } finally {
          server.closeAllConnections()
          await new Promise((closed) => server.close(closed))
        }
      },
    },
    {
      says: 'A url that gives nothing in the end is told of on the case, by nobody’s side',
      source: '§10.2; §2.1',
      needs: { what: 'to fetch from this machine', desk: { fetchAllow: '127.0.0.0/8', retrySeconds: [] } },
      async run(probe) {
        const server = createServer((_request, response) => {
          response.writeHead(404).end()
        })
        await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
        try {
          const guid = await openCase(probe)
          const { port } = server.address() as AddressInfo
          const url = `http://127.0.0.1:${probe.name(port, 'port')}/bill`
          expectStatus(
            await post(probe, 'partner', 'case/files', { guid, files: [{ name: 'bill.pdf', url }] }),
            200,
          )
          await probe.desk.runJobs()
          const answer = await get(probe, 'partner', `case-messages?guid=${guid}`)
          const [told] = answer.json() as Record<string, unknown>[]
          expectValue(
            [told?.content, told?.senderType, told?.senderAccountId],
            ['The file "bill.pdf" could not be fetched: answered 404.', null, null],
            'the message',
          )
        } finally {
          server.closeAllConnections()
          await new Promise((closed) => server.close(closed))
        }
      },
    },
  ],
}
