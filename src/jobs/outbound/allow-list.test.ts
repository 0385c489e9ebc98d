import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, allowsPort, mayConnect, parseAllowList } from './allow-list.ts'

type Row = [text: string, host: string, port: number, address: string, allowed: boolean]

const rows: Row[] = [
  ['', 'h', 80, '10.1.2.3', false],
  ['10.1.0.0/16', 'h', 80, '10.1.2.3', true],
  ['10.1.0.0/16', 'h', 80, '::ffff:10.1.2.3', true],
  ['10.1.0.0/16', 'h', 80, '10.2.0.1', false],
  ['10.1.2.3/16', 'h', 80, '10.1.9.9', true],
  ['10.1.0.0/16', 'h', 80, '64:ff9b::a01:203', false],
  ['fd00::/8', 'h', 80, 'fd12::1', true],
  ['fd00::/8', 'h', 80, 'fe80::1', false],
  ['::/0', 'h', 80, '10.0.0.1', false],
  ['0.0.0.0/0', 'h', 80, '::1', false],
  ['10.0.0.5', 'h', 8080, '10.0.0.5', true],
  ['10.0.0.5/32', 'h', 8080, '10.0.0.5', true],
  ['127.0.0.1:9099', 'h', 9099, '127.0.0.1', true],
  ['127.0.0.1:9099', 'h', 9098, '127.0.0.1', false],
  ['127.0.0.1:9099', 'h', 9099, '127.0.0.2', false],
  ['[fd00::1]:8080', 'h', 8080, 'fd00:0::1', true],
  ['[fd00::1]:8080', 'h', 80, 'fd00::1', false],
  ['[fd00::1]', 'h', 80, 'fd00::1', true],
  ['FD00::1', 'h', 80, 'fd00::1', true],
  ['monitor.lan', 'monitor.lan', 80, '192.168.3.4', true],
  [' Monitor.LAN. ', 'monitor.lan', 80, '::1', true],
  ['monitor.lan', 'other.monitor.lan', 80, '192.168.3.4', false],
  ['monitor.lan:9099', 'monitor.lan', 9099, '10.0.0.1', true],
  ['monitor.lan:9099', 'monitor.lan', 80, '10.0.0.1', false],
  ['bücher.lan', 'xn--bcher-kva.lan', 80, '10.0.0.1', true],
  ['10.1.0.0/16,,monitor.lan,127.0.0.1:9099', 'h', 9099, '127.0.0.1', true],
]
for (const [text, host, port, address, allowed] of rows) {
  test(`REST v3 15.5: CALLBACK_ALLOW=${text} ${allowed ? 'allows' : 'does not allow'} ${address} port ${port} as ${host}`, () => {
    const { list, problems } = parseAllowList(text)
    assert.deepEqual(problems, [])
    assert.equal(allows(list, { host, port, address }), allowed)
  })
}

test('REST v3 15.5: a metadata address is allowed only if it is listed exactly', () => {
  const place = { host: 'cloud.lan', port: 80, address: '169.254.169.254' }
  for (const text of ['169.254.0.0/16', '0.0.0.0/0', '169.254.169.254/31', 'cloud.lan', 'cloud.lan:80']) {
    assert.equal(mayConnect(parseAllowList(text).list, place), false, text)
  }
  for (const text of ['169.254.169.254', '169.254.169.254:80', '169.254.169.254/32']) {
    assert.equal(mayConnect(parseAllowList(text).list, place), true, text)
  }
  const translated = { ...place, address: '64:ff9b::a9fe:a9fe' }
  assert.equal(mayConnect(parseAllowList('::/0,cloud.lan').list, translated), false)
})

test('a public address needs no entry', () => {
  assert.equal(mayConnect([], { host: 'h', port: 80, address: '8.8.8.8' }), true)
  assert.equal(mayConnect([], { host: 'h', port: 80, address: '10.0.0.1' }), false)
})

test('a mistyped entry is reported and allows nothing', () => {
  const wrong = [
    '10.1.0.0/33 10.1.0.0/ /8 10.1/16 fd00::/129 ::ffff:10.0.0.0/104 10.0.0.0/8:80 monitor.lan/8 [fd00::1',
    'monitor.lan: monitor.lan:0 monitor.lan:65536 monitor.lan:x :80 [monitor.lan] *.lan 0177.0.0.1 127.1',
    '2130706433 0x7f000001 10.0.0.256 http://monitor.lan monitor..lan -a.lan fe80::1%eth0/64 a@b',
  ]
  for (const word of wrong.join(' ').split(' ')) {
    const { list, problems } = parseAllowList(`${word},10.0.0.1`)
    assert.deepEqual(list, [{ kind: 'address', address: '10.0.0.1' }], word)
    assert.equal(problems.length, 1, word)
    assert.ok(problems[0]?.includes(`"${word}"`), word)
  }
})

test('only an entry with a port lifts the port rule', () => {
  const { list } = parseAllowList('monitor.lan,printer.lan:25,10.0.0.1:22,[fd00::1]:23,10.0.0.0/8')
  assert.equal(allowsPort(list, 'monitor.lan', 25), false)
  assert.equal(allowsPort(list, 'printer.lan', 25), true)
  assert.equal(allowsPort(list, 'printer.lan', 26), false)
  assert.equal(allowsPort(list, '10.0.0.1', 22), true)
  assert.equal(allowsPort(list, '10.0.0.2', 22), false)
  assert.equal(allowsPort(list, 'fd00::1', 23), true)
})
