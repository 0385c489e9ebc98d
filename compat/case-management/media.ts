import { randomBytes } from 'node:crypto'
import { form, json, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { expect, expectHeader, expectStatus, expectValue, partly } from '../expect.ts'
import { type Cm, type CmProbe, call, expectMade, type Json, prepare, refusals, upload } from './client.ts'

const file = { name: 'file.pdf', content: 'Y29udGVudA==' }
const required = (name: string) => `The "${name}" parameter is required`
const badContent = 'The "content" parameter is not valid base64'

/** @returns the bytes of a medium */
async function bytesOf(probe: CmProbe, id: number): Promise<Buffer> {
  const answer = await prepare(probe, 'GET', `/v1/media/${id}/download`)
  expectStatus(answer, 200)
  return answer.bytes
}

/** §8.1 */
export const uploadSection: Section<Cm> = {
  number: '8.1',
  title: 'Upload a medium — POST /v1/media',
  cases: [
    {
      says: 'Name and base64 make a medium; the bytes come back identical',
      source: 'seed: Attachments; §11.6',
      async run(probe) {
        const answer = await call(probe, 'POST', '/v1/media', { body: json(file) })
        const id = expectMade(answer, '/v1/media', 'name', 'size')
        expectValue(answer.json(), partly({ name: 'file.pdf', size: 7 }), 'the answer')
        expectValue((await bytesOf(probe, id)).toString(), 'content', 'the bytes')
      },
    },
    ...(
      [
        ['without padding', 'Y29udGVudA', 'content'],
        ['with line breaks', 'Y29u\r\ndGVudA==', 'content'],
        ['behind a data prefix', 'data:text/plain;base64,Y29udGVudA==', 'content'],
        ['in the URL-safe alphabet', '-_-_', '\u00fb\u00ff\u00bf'],
      ] as const
    ).map(([how, content, bytes]) => ({
      says: `base64 is taken ${how}`,
      source: '§8.1' as const,
      async run(probe: CmProbe) {
        const answer = await call(probe, 'POST', '/v1/media', { body: json({ name: 'a', content }) })
        const id = expectMade(answer, '/v1/media', 'name', 'size')
        expectValue((await bytesOf(probe, id)).toString('latin1'), bytes, 'the bytes')
      },
    })),
    {
      says: 'In a form, blanks in the content are plus signs that nobody encoded',
      source: '§8.1',
      async run(probe) {
        const body = raw('application/x-www-form-urlencoded', 'name=a&content=++++')
        const id = expectMade(await call(probe, 'POST', '/v1/media', { body }), '/v1/media', 'name', 'size')
        expect((await bytesOf(probe, id)).equals(Buffer.from('++++', 'base64')), 'other bytes came back')
      },
    },
    {
      says: 'Of the name the last part of a path is kept',
      source: '§8.1',
      async run(probe) {
        const body = json({ name: 'C:\\temp\\file.pdf', content: 'YQ==' })
        const answer = await call(probe, 'POST', '/v1/media', { body })
        expectValue((answer.json() as Json).name, 'file.pdf', 'the name')
      },
    },
    {
      says: 'A file of 7 MiB fits as JSON',
      source: 'seed: Attachments; §11.9',
      async run(probe) {
        const bytes = randomBytes(7 * 1024 * 1024)
        const body = json({ name: 'big.bin', content: bytes.toString('base64') })
        const answer = await prepare(probe, 'POST', '/v1/media', { body })
        expectStatus(answer, 200)
        expect(
          (await bytesOf(probe, Number((answer.json() as Json).id))).equals(bytes),
          'other bytes came back',
        )
      },
    },
    {
      says: 'and as a form, where some characters take three bytes',
      source: '§11.9',
      async run(probe) {
        const bytes = randomBytes(7 * 1024 * 1024)
        const body = form({ name: 'big.bin', content: bytes.toString('base64') })
        const answer = await prepare(probe, 'POST', '/v1/media', { body })
        expectStatus(answer, 200)
        expect(
          (await bytesOf(probe, Number((answer.json() as Json).id))).equals(bytes),
          'other bytes came back',
        )
      },
    },
    {
      says: 'A body of exactly 10 MiB is taken',
      source: '§8.1; §9.1',
      async run(probe) {
        const body = raw('application/json', `{"name":"x","content":"${'A'.repeat(10_485_760 - 25)}"}`)
        expectValue(body.bytes.length, 10_485_760, 'the length')
        expectStatus(await prepare(probe, 'POST', '/v1/media', { body }), 200)
      },
    },
    ...refusals(
      '§8.1; §11.14',
      (
        [
          ['without a name', { name: undefined }, required('name'), 'name'],
          ['without content', { content: undefined }, required('content'), 'content'],
          ['with content that is no base64', { content: 'not base64!' }, badContent, 'content'],
          [
            'with content of no bytes',
            { content: 'data:text/plain;base64,' },
            'The "content" parameter is empty',
            'content',
          ],
        ] as const
      ).map(([what, change, message, field]) => ({
        says: `400 ${what}`,
        path: '/v1/media',
        body: { ...file, ...change },
        status: 400,
        message,
        field,
      })),
    ),
  ],
}

/** §8.2 */
export const readSection: Section<Cm> = {
  number: '8.2',
  title: 'Read a medium — GET /v1/media/{id} and /download',
  cases: [
    {
      says: 'It is read with its content',
      source: '§8.2',
      async run(probe) {
        const { id, guid } = await upload(probe)
        const shown = { uuid: id, id, name: 'file.pdf', type: 'application/pdf', size: 7 }
        const answer = await call(probe, 'GET', `/v1/media/${id}`)
        expectValue(answer.json(), { ...shown, full_uuid: guid, content: 'Y29udGVudA==' }, 'the answer')
      },
    },
    {
      says: 'It is downloaded as bytes that no browser shows',
      source: '§8.2',
      async run(probe) {
        const { id } = await upload(probe)
        const answer = await call(probe, 'GET', `/v1/media/${id}/download`)
        expectStatus(answer, 200)
        expectValue(answer.text, 'content', 'the bytes')
        expectHeader(answer, 'content-disposition', /^attachment/)
        expectHeader(answer, 'x-content-type-options', 'nosniff')
      },
    },
    ...refusals('§8.2', [
      {
        says: 'An unknown one is 404',
        path: '/v1/media/999999999',
        status: 404,
        message: 'Media 999999999 does not exist',
      },
      {
        says: 'also its bytes',
        path: '/v1/media/999999999/download',
        status: 404,
        message: 'Media 999999999 does not exist',
      },
    ]),
  ],
}
