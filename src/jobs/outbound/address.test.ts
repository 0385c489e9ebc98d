import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalAddress, isForbiddenAddress, isMetadataAddress } from './address.ts'

const forbidden: Record<string, string[]> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::', '0:0:0:0:0:0:0:0'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'],
  'RFC 1918': [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
  ],
  'carrier-grade NAT': ['100.64.0.0', '100.127.255.255'],
  'link-local': ['169.254.0.0', '169.254.255.255', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  'unique-local and site-local': ['fc00::1', 'fdff:ffff::1', 'fec0::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'reserved and broadcast': ['240.0.0.1', '255.255.255.254', '255.255.255.255'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1', '3fff:fff::1'],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'protocol assignments': ['192.0.0.1', '192.88.99.1', '2001:10::1', '2001:20::1', '100::1', '5f00::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:10.0.0.1', '0:0:0:0:0:ffff:c0a8:1'],
  'IPv4-compatible and translated': ['::127.0.0.1', '::7f00:1', '::8.8.8.8', '::ffff:0:127.0.0.1'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::10.0.0.1', '64:ff9b:1::8.8.8.8'],
  '6to4': ['2002:7f00:1::', '2002:a00:1::1', '2002:c0a8:101::1', '2002:a9fe:a9fe::'],
  Teredo: ['2001:0:7f00:1::1', '2001:0:4136:e378:8000:63bf:f5ff:fffe'],
  ISATAP: ['2606:4700::5efe:10.0.0.1', '2606:4700::200:5efe:127.0.0.1'],
  'not an address': ['', 'localhost', '127.1', '0177.0.0.1', '0x7f000001', '[::1]', '1.2.3.4.5', ':::'],
}
for (const [range, addresses] of Object.entries(forbidden)) {
  test(`REST v3 15.5: ${range} is forbidden`, () => {
    for (const address of addresses) assert.equal(isForbiddenAddress(address), true, address)
  })
}

test('REST v3 15.5: the neighbours of the forbidden ranges are not forbidden', () => {
  const open = [
    '1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255',
    '169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0',
    '198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255',
    '2001:200::1 2001:4860:4860::8888 2001:db7::1 2606:4700:4700::1111 2a00:1450::1 3ffe::1 2003::1',
    '::ffff:8.8.8.8 ::ffff:808:808 64:ff9b::8.8.8.8 2002:808:808::1 2606:4700::5efe:8.8.8.8',
  ]
  for (const address of open.join(' ').split(' ')) assert.equal(isForbiddenAddress(address), false, address)
})

test('REST v3 15.5: cloud metadata addresses are known in every form, and always forbidden', () => {
  const addresses = [
    '169.254.169.254 169.254.170.2 169.254.170.23 100.100.100.200 192.0.0.192 168.63.129.16',
    'fd00:ec2::254 FD00:0EC2:0:0:0:0:0:254 fd20:ce::254 fe80::a9fe:a9fe fe80::a9fe:a9fe%eth0',
    '::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::169.254.169.254 64:ff9b::a9fe:a9fe 64:ff9b:1::169.254.169.254',
    '2002:a9fe:a9fe::1 2001:0:a9fe:a9fe::1 2001:0:808:808:0:0:5601:5601 64:ff9b::a83f:8110',
  ]
  for (const address of addresses.join(' ').split(' ')) {
    assert.equal(isMetadataAddress(address), true, address)
    assert.equal(isForbiddenAddress(address), true, address)
  }
  for (const address of ['169.254.169.1', '8.8.8.8', '::1', 'fd00:ec2::1', 'metadata', '']) {
    assert.equal(isMetadataAddress(address), false, address)
  }
})

test('an address is compared in one spelling', () => {
  const spellings: [string, string | null][] = [
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:0a00:0001', '10.0.0.1'],
    ['FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['10.0.0.01', null],
    ['monitor.lan', null],
  ]
  for (const [written, canonical] of spellings) assert.equal(canonicalAddress(written), canonical, written)
})
