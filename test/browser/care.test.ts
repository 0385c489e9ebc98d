import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCase } from '../../src/usecases/cases/open-case.ts'
import { readCase } from '../../src/usecases/cases/read-case.ts'
import { replyToCase } from '../../src/usecases/messages/reply-to-case.ts'
import { buildContact, buildRep } from '../harness/build.ts'
import { type ConsoleTest, openConsole } from './console.ts'

const hostile = `<p style="position:fixed;color:red;font-weight:bold" onclick="document.title='owned'">Hello</p>
<script>document.title='owned'</script><img src=x onerror="document.title='owned'">
<img src="https://elsewhere.example/pixel.png" alt="pixel"><a href="javascript:document.title='owned'">click</a>`

async function open(at: ConsoleTest, subject: string, description = 'Text.', html = false): Promise<number> {
  at.on.clock.advance(60_000)
  const { id } = await buildContact(at.on, { name: 'Ben Okoro' })
  const descriptionFormat = html ? 'html' : 'text'
  return (
    await openCase(at.on.desk, at.on.as('desk'), { subject, description, descriptionFormat, requester: id })
  ).number
}

test('Nothing typed is lost, nothing jumps, and nothing that a message brings can run', async (t) => {
  const at = await openConsole()
  t.after(() => at.close())
  const rep = await buildRep(at.on, { name: 'Ada Stone' })
  const number = await open(at, 'The first')
  const page = await at.signedIn(rep.id)
  const field = page.getByRole('textbox', { name: /^Write / })

  await t.test('rows keep their place until the reader asks for the new ones', async () => {
    const rows = page.locator('[data-row]')
    await rows.first().waitFor()
    await open(at, 'The second')
    const bar = page.getByRole('button', { name: '1 new' })
    await bar.waitFor()
    assert.equal(await rows.count(), 1)
    await page.getByRole('link', { name: 'Inbox 2' }).waitFor()
    await bar.click()
    await page.getByRole('link', { name: 'The second' }).waitFor()
    assert.match((await rows.first().textContent()) ?? '', /The second/)
  })

  await t.test('a draft outlives the page', async () => {
    await page.goto(`/cases/${number}`)
    await field.fill('Half a sentence')
    await page.reload()
    await field.waitFor()
    assert.equal(await field.inputValue(), 'Half a sentence')
  })

  await t.test('a message that still waits when the page goes is sent once', async () => {
    await field.fill('Sent while leaving.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('button', { name: 'Send now' }).waitFor()
    await page.reload()
    await page.getByRole('article', { name: 'Ada Stone wrote' }).getByText('Sent while leaving.').waitFor()
    await page.getByText('Being sent').waitFor({ state: 'detached' })
    const { messages } = await readCase(at.on.desk, at.on.as(), number)
    assert.equal(messages.filter(({ body }) => body === 'Sent while leaving.').length, 1)
    assert.equal(await field.inputValue(), '')
  })

  await t.test('what a colleague sets meanwhile is seen at once', async () => {
    at.on.clock.advance(60_000)
    await replyToCase(at.on.desk, at.on.as('rest-v3'), number, { body: 'From the side.', bodyFormat: 'text' })
    await page.getByRole('article').getByText('From the side.').waitFor()
  })

  await t.test('files are uploaded, named and sent with the message', async () => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'photo.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('not really a photo'),
    })
    await page.getByRole('button', { name: 'Remove photo.txt' }).waitFor()
    await field.fill('See the file.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByRole('link', { name: 'Download photo.txt' }).waitFor()
  })

  await t.test(
    'markup of a message cannot run, and remote images wait until they are asked for',
    async () => {
      const asked: string[] = []
      await page.route('https://elsewhere.example/**', (route) => {
        asked.push(route.request().url())
        return route.fulfill({ status: 200, contentType: 'image/png', body: onePixel })
      })
      const nasty = await open(at, '<b>Not bold</b>', hostile, true)
      await page.goto(`/cases/${nasty}`)
      await page.getByRole('article').getByText('Hello').waitFor()
      await page.getByRole('article').getByText('Hello').click()
      assert.match(await page.title(), /^#\d+ <b>Not bold<\/b>$/)
      assert.deepEqual(asked, [])
      const paragraph = page.getByText('Hello', { exact: true })
      assert.equal(await paragraph.getAttribute('style'), 'font-weight: bold;')
      await page.getByRole('button', { name: 'Show images' }).click()
      await page.getByRole('img', { name: 'pixel' }).waitFor()
      await page.waitForFunction('document.querySelector("img[alt=pixel]").naturalWidth === 1')
      assert.deepEqual(asked, ['https://elsewhere.example/pixel.png'])
    },
  )
  assert.deepEqual(at.complaints, [])
})

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
