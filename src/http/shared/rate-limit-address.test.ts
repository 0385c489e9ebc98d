import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressBlock } from './rate-limit-address.ts'

test('calls are counted by IPv4 address and by the first 64 bits of an IPv6 one', () => {
  const blocks: [address: string, block: string][] = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:1::7', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
  ]
  for (const [address, block] of blocks) assert.equal(addressBlock(address), block, address)
})
