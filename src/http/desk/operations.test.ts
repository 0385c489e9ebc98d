import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { clientWith, type DeskClient, sessionHeaders, signedIn } from '../../../test/harness/desk-client.ts'
import { Tour } from '../../../test/harness/desk-tour.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import type { OpenApi } from '../shared/openapi/document.ts'

const password = 'correct horse battery'

onEachEngine('every documented operation works and answers as documented', async (engine) => {
  const on = await newDesk(engine)
  try {
    const document: OpenApi = (await on.app.inject('/api/desk/v1/openapi.json')).json()
    const admin = await signedIn(on, { password })
    const tour = new Tour(document, admin)
    await workOnCases(tour, admin)
    await managePeople(tour)
    await defineFields(tour)
    await workTogether(tour)
    await manageKeys(tour)
    await manageIntegrations(tour, admin)
    await manageWebhooks(tour)
    await listen(tour, on, admin)
    await endSession(on, document, tour)
    assert.deepEqual([...tour.called].sort(), tour.all.sort())
  } finally {
    await on.close()
  }
})

async function workOnCases(tour: Tour, admin: DeskClient): Promise<void> {
  const upload = { 'content-type': 'text/plain', 'x-file-name': 'to%20do.txt' }
  const file = (await tour.call(201, 'POST', '/files', Buffer.from('first'), upload)).json()
  assert.deepEqual(file, {
    id: file.id,
    name: 'to do.txt',
    contentType: 'text/plain',
    size: 5,
    url: `/api/desk/v1/files/${file.id}`,
  })
  const opened = await tour.call(201, 'POST', '/cases', {
    subject: 'No dial tone',
    text: 'Since this morning',
    requester: { email: 'Ada@customer.example', name: 'Ada' },
    priority: builtIn.priority.high,
    fileIds: [file.id],
  })
  const made = opened.json()
  assert.equal(opened.headers.location, `/api/desk/v1/cases/${made.number}`)
  assert.deepEqual(
    [
      made.requester.name,
      made.priority.name,
      made.status.name,
      made.wire,
      made.files[0].id,
      made.awaitsAnswer,
    ],
    ['Ada', 'High', 'Open', 'desk', file.id, true],
  )
  const at = `/cases/${made.number}`
  assert.equal((await tour.call(200, 'GET', `/files/${file.id}`)).body, 'first')
  const patched = await tour.call(200, 'PATCH', at, { assigneeId: admin.rep.id, resolution: 'a < b' })
  assert.deepEqual(
    [patched.json().assignee.id, patched.json().resolution.text, patched.json().resolution.html],
    [admin.rep.id, 'a < b', 'a &lt; b'],
  )
  const second = (await tour.call(201, 'POST', '/files', Buffer.from('second'), upload)).json()
  const attached = (await tour.call(200, 'POST', `${at}/files`, { fileIds: [second.id] })).json()
  assert.equal(attached.files.length, 2)
  await tour.call(204, 'DELETE', `${at}/files/${second.id}`)
  const message = await tour.call(201, 'POST', `${at}/messages`, { audience: 'customer', text: 'On our way' })
  assert.deepEqual(
    [message.json().form, message.json().side, message.json().internal],
    ['reply', 'desk', false],
  )
  const read = await tour.call(200, 'GET', at)
  assert.deepEqual([read.json().messages.length, read.json().awaitsAnswer], [1, false])
  assert.equal((await tour.call(200, 'GET', '/cases?view=mine')).json().items[0].preview, 'On our way')
  assert.equal((await tour.call(200, 'GET', '/views')).json().counts.mine, 1)
  assert.ok((await tour.call(200, 'GET', `${at}/history`)).json().items.length >= 4)
  await tour.call(204, 'DELETE', at)
  assert.equal((await tour.call(200, 'POST', `${at}/restore`)).json().trashed, false)
}

async function workTogether(tour: Tour): Promise<void> {
  const party = (name: string) => tour.call(201, 'POST', '/organisations', { name, party: 'provider' })
  const [one, two] = [(await party('Mender')).json(), (await party('Solderer')).json()]
  const draft = { subject: 'Screen', text: 'Cracked', providerId: one.id, held: true }
  const held = (await tour.call(201, 'POST', '/cases', draft)).json()
  assert.equal(held.provider, null)
  const at = `/cases/${held.number}`
  assert.equal((await tour.call(200, 'POST', `${at}/send`)).json().provider.name, 'Mender')
  assert.notEqual((await tour.call(200, 'PUT', `${at}/acceptance`)).json().acceptedAt, null)
  assert.equal((await tour.call(200, 'DELETE', `${at}/acceptance`)).json().acceptedAt, null)
  const over = (await tour.call(200, 'POST', `${at}/hand-over`, { providerId: two.id })).json()
  assert.equal(over.provider.name, 'Solderer')
  const files = [{ url: 'https://files.example/a.pdf?key=1', name: 'a.pdf', contentType: 'application/pdf' }]
  await tour.call(202, 'POST', `${at}/files/fetch`, { files })
  const [fetching] = (await tour.call(200, 'GET', '/deliveries?kind=file')).json().items
  assert.deepEqual(
    [fetching.state, fetching.caseNumber, fetching.url],
    ['waiting', held.number, 'https://files.example/a.pdf?***'],
  )
  const note = (await tour.call(201, 'POST', `${at}/messages`, { audience: 'internal', text: 'a' })).json()
  const changed = await tour.call(200, 'PATCH', `${at}/messages/${note.id}`, { text: 'b', internal: false })
  assert.deepEqual([changed.json().text, changed.json().internal], ['b', false])
  const ids = [note.id, 99_999]
  const { failures } = (await tour.call(200, 'POST', '/messages/confirm', { ids })).json()
  assert.deepEqual(failures, [{ id: 99_999, reason: 'not_found' }])
  await tour.call(204, 'DELETE', `${at}/messages/${note.id}`)
  const spent = (await tour.call(201, 'POST', `${at}/worklogs`, { minutes: 30, otherCost: '1.5' })).json()
  const more = (await tour.call(200, 'PATCH', `${at}/worklogs/${spent.id}`, { minutes: 45 })).json()
  assert.deepEqual([more.minutes, more.otherCost, more.owner.id], [45, '1.5', spent.owner.id])
  assert.deepEqual((await tour.call(200, 'GET', `${at}/worklogs`)).json().items, [more])
  await tour.call(204, 'DELETE', `${at}/worklogs/${spent.id}`)
  const closed = (await tour.call(200, 'POST', `${at}/close`, { comments: 'Glued' })).json()
  assert.deepEqual([closed.status.phase, closed.closure.comments], ['closed', 'Glued'])
  assert.deepEqual((await tour.call(200, 'GET', `${at}/callbacks`)).json().items, [])
}

async function defineFields(tour: Tour): Promise<void> {
  const field = (await tour.call(201, 'POST', '/fields', { name: 'PO number', type: 'sline' })).json()
  const at = `/fields/${field.id}`
  assert.equal((await tour.call(200, 'PATCH', at, { name: 'Order' })).json().apiName, field.apiName)
  assert.equal((await tour.call(200, 'GET', '/fields')).json().items.length, 1)
  await tour.call(204, 'DELETE', at)
  const fields = [{ name: 'Author', type: 'sline' }]
  const module = (
    await tour.call(201, 'POST', '/modules', { name: 'book', pluralName: 'books', fields })
  ).json()
  const of = `/modules/${module.id}`
  await tour.call(200, 'PATCH', of, { description: 'On the shelf' })
  assert.equal((await tour.call(200, 'GET', of)).json().description, 'On the shelf')
  assert.equal((await tour.call(200, 'GET', '/modules')).json().items.length, 1)
  const draft = { title: 'Kim', fields: { sline_author: 'Rudyard' } }
  const record = (await tour.call(201, 'POST', `${of}/records`, draft)).json()
  const own = `${of}/records/${record.id}`
  await tour.call(200, 'PATCH', own, { text: 'Read it' })
  assert.equal((await tour.call(200, 'GET', own)).json().text, 'Read it')
  assert.equal((await tour.call(200, 'GET', `${of}/records`)).json().total, 1)
  await tour.call(409, 'DELETE', of)
  await tour.call(204, 'DELETE', own)
  await tour.call(204, 'DELETE', of)
}

async function managePeople(tour: Tour): Promise<void> {
  const { kinds } = (await tour.call(200, 'GET', '/catalog')).json()
  assert.deepEqual(kinds.status[0], {
    id: 1,
    name: 'Open',
    description: null,
    parentId: null,
    color: '#0066ff',
    phase: 'open',
    keyword: null,
  })
  const tag = (await tour.call(201, 'POST', '/catalog/tag', { name: 'Recall', keyword: 'recall' })).json()
  assert.deepEqual([tag.name, tag.keyword, tag.description], ['Recall', 'recall', null])
  const at = `/catalog/tag/${tag.id}`
  const other = (await tour.call(200, 'PATCH', at, { name: 'Callback', description: 'Do it' })).json()
  assert.deepEqual([other.name, other.keyword, other.description], ['Callback', 'recall', 'Do it'])
  await tour.call(409, 'POST', '/catalog/tag', { name: ' callback ' })
  await tour.call(204, 'DELETE', at)
  await tour.call(404, 'DELETE', at)
  const rep = { name: 'Kim', email: 'kim@desk.example', loginName: 'kim', roleIds: [builtIn.role.rep] }
  const kim = (await tour.call(201, 'POST', '/reps', rep)).json()
  assert.deepEqual([kim.loginName, kim.roles[0].name, kim.key], ['kim', 'Support Rep', null])
  const changed = (
    await tour.call(200, 'PATCH', `/reps/${kim.id}`, { name: 'Kim K.', email: 'k@d.example' })
  ).json()
  assert.deepEqual([changed.name, changed.email], ['Kim K.', 'k@d.example'])
  const key = (await tour.call(201, 'POST', `/reps/${kim.id}/key`, {})).json()
  const listed = (await tour.call(200, 'GET', '/reps')).json().items
  const hint = listed.find((each: { id: number }) => each.id === kim.id).key.hint
  assert.ok(key.key.endsWith(hint))
  assert.equal((await tour.call(200, 'GET', `/reps/${kim.id}/key`)).json().hint, hint)
  await tour.call(204, 'DELETE', `/reps/${kim.id}/key`)
  const link = (await tour.call(201, 'POST', `/reps/${kim.id}/sign-in-link`)).json()
  assert.match(link.url, /^http:\/\/localhost(:80)?\/sign-in#token=[\w-]{43}$/)
  const organisation = (
    await tour.call(201, 'POST', '/organisations', { name: 'Fixit', party: 'provider' })
  ).json()
  const draft = { name: 'Ben', email: 'ben@fixit.example', organisationId: organisation.id }
  const ben = (await tour.call(201, 'POST', '/contacts', draft)).json()
  assert.equal(ben.organisation.name, 'Fixit')
  const found = (await tour.call(200, 'GET', '/contacts?q=FIXIT.example')).json()
  assert.deepEqual([found.total, found.items[0].name], [1, 'Ben'])
  const moved = (await tour.call(200, 'PATCH', `/contacts/${ben.id}`, { phone: '112' })).json()
  assert.deepEqual((await tour.call(200, 'GET', `/contacts/${ben.id}`)).json(), moved)
  await tour.call(204, 'DELETE', `/contacts/${ben.id}`)
  await tour.call(204, 'DELETE', `/reps/${kim.id}`)
  const part = { name: 'Fixit North', party: null, parentId: organisation.id }
  const north = (await tour.call(201, 'POST', '/organisations', part)).json()
  assert.equal(north.parent.name, 'Fixit')
  const apart = await tour.call(200, 'PATCH', `/organisations/${north.id}`, { parentId: null })
  assert.equal(apart.json().parent, null)
  await tour.call(204, 'DELETE', `/organisations/${north.id}`)
  const made = (
    await tour.call(201, 'POST', `/organisations/${organisation.id}/accounts`, { name: 'Hub' })
  ).json()
  const { account } = made
  assert.ok(made.token.key.endsWith(account.tokens[0].hint))
  const more = (await tour.call(201, 'POST', `/accounts/${account.id}/tokens`)).json()
  const renamed = (
    await tour.call(200, 'PATCH', `/accounts/${account.id}`, { name: 'Hub 2', disabled: true })
  ).json()
  assert.deepEqual([renamed.name, renamed.disabled, renamed.tokens.length], ['Hub 2', true, 2])
  await tour.call(204, 'DELETE', `/accounts/${account.id}/tokens/${more.id}`)
  const all = (await tour.call(200, 'GET', '/organisations')).json().items
  assert.deepEqual([all[0].name, all[0].accounts[0].tokens.length], ['Fixit', 1])
}

async function manageKeys(tour: Tour): Promise<void> {
  const draft = { name: 'Shop', wire: 'case-management' }
  const made = (await tour.call(201, 'POST', '/applications', draft)).json()
  assert.ok(made.key !== '' && made.secret !== '')
  const renewed = (await tour.call(200, 'POST', `/applications/${made.id}/renew`)).json()
  assert.notEqual(renewed.key, made.key)
  const [application] = (await tour.call(200, 'GET', '/applications')).json().items
  assert.deepEqual([application.name, application.wire], ['Shop', 'case-management'])
  await tour.call(204, 'DELETE', `/applications/${made.id}`)
  const token = (await tour.call(201, 'POST', '/tokens', { name: 'script', scopes: ['case.view'] })).json()
  const [listed] = (await tour.call(200, 'GET', '/tokens')).json().items
  assert.deepEqual([listed.id, listed.name, listed.scopes], [token.id, 'script', ['case.view']])
  await tour.call(204, 'DELETE', `/tokens/${token.id}`)
  const secret = (await tour.call(201, 'POST', '/personal-secrets', { name: 'phone' })).json()
  const [own] = (await tour.call(200, 'GET', '/personal-secrets')).json().items
  assert.deepEqual([own.id, own.name, own.hint], [secret.id, 'phone', secret.key.slice(-4)])
  await tour.call(204, 'DELETE', `/personal-secrets/${secret.id}`)
  const day = [{ from: '09:00', to: '18:00' }]
  const [group] = (await tour.call(200, 'GET', '/groups')).json().items
  const times = { workHours: { ...group.workHours, monday: day }, holidays: ['2030-12-25'] }
  const set = await tour.call(200, 'PUT', `/groups/${group.id}/work-times`, times)
  assert.deepEqual(set.json(), { ...group, ...times })
  const wrong = { ...times, holidays: ['2030-02-30'] }
  await tour.call(400, 'PUT', `/groups/${group.id}/work-times`, wrong)
}

async function manageIntegrations(tour: Tour, { rep }: DeskClient): Promise<void> {
  const draft = { name: 'Monitoring', roleIds: [builtIn.role.rep] }
  const made = (await tour.call(201, 'POST', '/integration-keys', draft)).json()
  const at = `/integration-keys/${made.id}`
  const off = (await tour.call(200, 'PATCH', at, { active: false, description: 'Disks' })).json()
  assert.deepEqual([off.active, off.description, off.owner.id], [false, 'Disks', rep.id])
  assert.equal((await tour.call(200, 'POST', `${at}/reveal`, { password })).json().key, made.key)
  const same = { ownerId: rep.id, comments: 'Still mine' }
  const shown = (await tour.call(200, 'POST', `${at}/reassign`, same)).json()
  assert.deepEqual((await tour.call(200, 'GET', '/integration-keys')).json().items, [shown])
  await tour.call(204, 'DELETE', at)
  const sealing = (await tour.call(200, 'GET', '/encryption')).json()
  assert.deepEqual([sealing.groups, sealing.unsettled], [[], false])
}

async function manageWebhooks(tour: Tour): Promise<void> {
  const [organisation] = (await tour.call(200, 'GET', '/organisations')).json().items
  const made = await tour.call(201, 'POST', '/webhooks', {
    wire: 'messages',
    topic: 'message.created',
    organisationId: organisation.id,
    url: 'https://hooks.example/in?t=1',
    headers: { 'x-key': 'theirs' },
  })
  const { webhook, secret } = made.json()
  assert.deepEqual([webhook.organisation.name, webhook.headerNames], [organisation.name, ['x-key']])
  const at = `/webhooks/${webhook.id}`
  assert.equal((await tour.call(200, 'PATCH', at, { method: 'PUT' })).json().method, 'PUT')
  const renewed = (await tour.call(200, 'POST', `${at}/renew`)).json()
  assert.notEqual(renewed.secret, secret)
  const { deliveryId } = (await tour.call(202, 'POST', `${at}/test`)).json()
  const [delivery] = (await tour.call(200, 'GET', `${at}/deliveries`)).json().items
  assert.deepEqual([delivery.deliveryId, delivery.state, delivery.test], [deliveryId, 'waiting', true])
  assert.equal((await tour.call(200, 'POST', `/deliveries/${delivery.id}/retry`)).json().id, delivery.id)
  const shown = await tour.call(200, 'GET', '/webhooks')
  assert.deepEqual(shown.json().items, [(await tour.call(200, 'GET', at)).json()])
  assert.equal(/theirs/.test(shown.body) || shown.body.includes(renewed.secret), false)
  await tour.call(204, 'DELETE', at)
  assert.deepEqual((await tour.call(200, 'GET', '/deliveries?kind=webhook')).json().items, [])
}

async function listen(tour: Tour, on: TestDesk, admin: DeskClient): Promise<void> {
  const { items } = (await tour.call(200, 'GET', '/events?limit=500')).json()
  assert.ok(items.some((each: { kind: string }) => each.kind === 'case.opened'))
  const stop = new AbortController()
  const answer = await fetch(`${await on.listen()}/api/desk/v1/events/stream`, {
    headers: { ...admin.headers },
    signal: stop.signal,
  })
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type')],
    [200, 'text/event-stream; charset=utf-8'],
  )
  tour.called.add('streamEvents')
  stop.abort()
}

async function endSession(on: TestDesk, document: OpenApi, tour: Tour): Promise<void> {
  const rep = { password: 'a long password', loginName: 'lee' }
  const lee = await signedIn(on, rep)
  const other = new Tour(document, clientWith(on, lee.rep, {}))
  const started = await other.call(201, 'POST', '/session', { login: 'LEE', password: rep.password })
  const session = new Tour(document, clientWith(on, lee.rep, sessionHeaders(started)))
  assert.equal((await session.call(200, 'GET', '/session')).json().person.id, lee.rep.id)
  const change = { current: rep.password, password: 'another password' }
  const changed = await session.call(200, 'PUT', '/session/password', change)
  const next = new Tour(document, clientWith(on, lee.rep, sessionHeaders(changed)))
  await next.call(204, 'DELETE', '/session')
  for (const id of [...other.called, ...session.called, ...next.called]) tour.called.add(id)
}
