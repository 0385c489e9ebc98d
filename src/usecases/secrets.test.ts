import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, verifyPassword } from './credentials/passwords.ts'
import { Secrets } from './secrets.ts'

const secrets = new Secrets(Buffer.alloc(48, 1))
const claims = { use: 'case-management', credentialId: 7, personId: null } as const

test('a token says what it was signed with until its end, and nothing after', async () => {
  const token = await secrets.signToken(claims, 1_000, 61_000)
  assert.deepEqual(await secrets.readToken(token, 'case-management', 60_999), claims)
  assert.equal(await secrets.readToken(token, 'case-management', 61_000), 'expired')
})

test('a token of another use, another installation, another algorithm or none at all is not accepted', async () => {
  const token = await secrets.signToken(claims, 1_000, 61_000)
  const [header = '', payload = '', signature = ''] = token.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const changed = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace('"app":7', '"app":8'),
  ).toString('base64url')
  const others = [
    await new Secrets(Buffer.alloc(48, 2)).signToken(claims, 1_000, 61_000),
    `${none}.${payload}.`,
    `${header}.${changed}.${signature}`,
    `${header}.${payload}.`,
    'x.y.z',
    '',
  ]
  for (const other of others)
    assert.equal(await secrets.readToken(other, 'case-management', 2_000), 'invalid')
  assert.equal(await secrets.readToken(token, 'support-ticket', 2_000), 'invalid')
})

test('a key is stored as a keyed hash: another installation’s hash of it does not match', () => {
  const key = secrets.newToken()
  assert.equal(key.length, 43)
  assert.equal(secrets.matches(key, secrets.hash(key)), true)
  assert.equal(secrets.matches(key, new Secrets(Buffer.alloc(48, 2)).hash(key)), false)
  assert.equal(secrets.matches('', ''), false)
})

test('a password fits its own hash only; an account without one refuses every password', async () => {
  const hash = await hashPassword('correct horse battery')
  assert.match(hash, /^argon2id\$19456\$2\$/)
  assert.equal(await verifyPassword('correct horse battery', hash), true)
  assert.equal(await verifyPassword('correct horse batterx', hash), false)
  assert.equal(await verifyPassword('', null), false)
})

test('a sealed text is read by its own installation only, and not after a change', () => {
  const sealed = secrets.seal('key: äöü')
  assert.equal(secrets.unseal(sealed), 'key: äöü')
  assert.equal(secrets.unseal(secrets.seal('')), '')
  assert.notEqual(secrets.seal('key: äöü'), sealed)
  assert.equal(new Secrets(Buffer.alloc(48, 2)).unseal(sealed), null)
  for (const other of ['', 'short', sealed.slice(0, -2)]) assert.equal(secrets.unseal(other), null)
})
