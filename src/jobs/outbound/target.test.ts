import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllowList } from './allow-list.ts'
import { checkTarget } from './target.ts'

const reasonOf = (url: string, allow = '') => {
  const check = checkTarget(url, parseAllowList(allow).list)
  return check.ok ? 'ok' : check.reason
}

const refused: Record<string, string[]> = {
  not_a_url: [
    ...['', ' ', 'hook', '/hook', '//example.com/', 'example.com', 'http:example.com', 'http:/example.com'],
    ...[
      'http:\\\\example.com',
      'http://exa mple.com',
      'http://a:99999',
      'http://a:b',
      'http://[::1',
      'http://1.2.3.4.5',
    ],
    ...[
      'http://exa\nmple.com',
      'http://example.com/\u0000',
      'ht\ttp://example.com',
      'http://a%00b',
      'http://[fe80::1%25eth0]/',
    ],
  ],
  scheme: [
    'ftp://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'gopher://a',
    'ws://a',
    'data:,x',
    'mailto:a@b',
  ],
  too_long: [`http://example.com/${'a'.repeat(2000)}`],
  user_info: [
    'http://u:p@example.com',
    'http://u@example.com',
    'http://@example.com',
    'https://:@a/',
    'http://a@b@c/',
  ],
  no_host: ['http://', 'http:///hook', 'https://?x', 'http://:80/', 'http://#x', 'http://./'],
  port: [
    ...[
      'http://a:0',
      'http://a:22',
      'http://a:25/',
      'http://a:81',
      'https://a:1023',
      'http://a:6379',
      'http://a:11211',
    ],
    ...['http://a:5432', 'http://a:2375'],
  ],
}
for (const [reason, urls] of Object.entries(refused)) {
  test(`REST v3 15.1: refused as ${reason}`, () => {
    for (const url of urls) assert.equal(reasonOf(url), reason, url)
  })
}

test('REST v3 15.5: a forbidden literal address is refused in every spelling', () => {
  const hosts = [
    ...[
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '127.0.0.1.',
      '2130706433',
      '017700000001',
      '0x7f000001',
      '0x7f.1',
      '0X7F.0.0.0x1',
    ],
    ...[
      '0177.0.0.1',
      '0177.0.0.01',
      '%31%32%37.0.0.1',
      '127。0。0。1',
      '①②⑦.⓪.⓪.①',
      '0',
      '0.0.0.0',
      '0x0',
      '10.0.0.1',
    ],
    ...[
      '012.1',
      '172.16.0.1',
      '192.168.1.1',
      '3232235777',
      '169.254.169.254',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
    ],
    ...[
      '100.100.100.200',
      '255.255.255.255',
      '[::]',
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
    ],
    ...[
      '[::127.0.0.1]',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[ff02::1]',
      '[2001:db8::1]',
    ],
  ]
  for (const host of hosts) {
    assert.equal(reasonOf(`http://${host}/hook`), 'address', host)
    assert.equal(reasonOf(`https://${host}:8443/`), 'address', host)
  }
})

test('REST v3 15.1: a name is not resolved, and a public address passes', () => {
  const urls = [
    ...[
      'http://example.com',
      'https://example.com/hook?a=b',
      'HTTP://EXAMPLE.COM/',
      'http://localhost:3000/',
      'http://a:80',
    ],
    ...[
      'https://a:443',
      'http://a:443',
      'http://a:1024',
      'http://a:65535',
      'http://8.8.8.8/',
      'http://[2606:4700::1]:8080/',
    ],
    ...['http://monitor_1.lan/', 'https://bücher.example/', 'http://a/x@y', 'http://a/?x=@', ' http://a/ '],
  ]
  for (const url of urls) assert.equal(reasonOf(url), 'ok', url)
  assert.equal(reasonOf(`http://example.com/${'a'.repeat(2000 - 'http://example.com/'.length)}`), 'ok')
})

test('REST v3 15.1, 15.3: the fragment is dropped and the query kept as given', () => {
  const check = checkTarget('https://example.com/a%20b?x=1&y=%2F+&&z#part', [])
  assert.equal(check.ok && check.url.href, 'https://example.com/a%20b?x=1&y=%2F+&&z')
})

test('REST v3 15.5: what the operator lists is allowed', () => {
  assert.equal(reasonOf('http://10.1.2.3/', '10.1.0.0/16'), 'ok')
  assert.equal(reasonOf('http://0x0a010203/', '10.1.0.0/16'), 'ok')
  assert.equal(reasonOf('http://10.1.2.3:22/', '10.1.0.0/16'), 'port')
  assert.equal(reasonOf('http://10.1.2.3:22/', '10.1.2.3:22'), 'ok')
  assert.equal(reasonOf('http://127.0.0.1:9099/', '127.0.0.1:9099'), 'ok')
  assert.equal(reasonOf('http://127.0.0.1:9098/', '127.0.0.1:9099'), 'address')
  assert.equal(reasonOf('http://monitor.lan:81/', 'monitor.lan'), 'port')
  assert.equal(reasonOf('http://MONITOR.lan.:81/', 'monitor.lan:81'), 'ok')
  assert.equal(reasonOf('http://cache.lan:6379/', 'cache.lan:6379'), 'ok')
  assert.equal(reasonOf('http://[fd00::1]:81/', '[fd00::1]:81'), 'ok')
  assert.equal(reasonOf('http://169.254.169.254/', '169.254.0.0/16'), 'address')
  assert.equal(reasonOf('http://169.254.169.254/', '169.254.169.254'), 'ok')
})

test('REST v3 15.5: the list of denied ports can be replaced', () => {
  const check = checkTarget('http://a:9000/', [], new Set([9000]))
  assert.deepEqual(check, { ok: false, reason: 'port' })
  assert.equal(checkTarget('http://a:6379/', [], new Set()).ok, true)
})
