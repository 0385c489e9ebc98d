import { resolve } from 'node:path'
import { applyGroups } from '../usecases/encryption/change-groups.ts'
import { type EncryptionStatus, readEncryption } from '../usecases/encryption/read-encryption.ts'
import { rewrap } from '../usecases/encryption/rewrap.ts'
import { rotate } from '../usecases/encryption/rotate.ts'
import { type Command, command, exitCodes } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { withDesk } from './with-desk.ts'

const status = command({
  name: 'encryption status',
  about: 'says what is encrypted, with which keys, and how many values are not yet as they should be',
  options: { json: { kind: 'flag', about: 'prints JSON for programs' } },
  example: 'caseloom encryption status',
  run: ({ json }) =>
    withDesk(async (desk, actor) => {
      const found = await readEncryption(desk, actor)
      if (json) printJson(found)
      else printStatus(found)
      return undefined
    }, 'leave'),
})

function printStatus({ groups, unsettled, keys, columns }: EncryptionStatus): void {
  print(`Encrypted beside secrets: ${groups.length === 0 ? 'nothing' : groups.join(', ')}`)
  if (unsettled) print('Older rows and files are still being gone through.')
  if (keys.some(({ masters }) => masters > 1))
    print('A new master key is prepared: restart with it, then the former one opens nothing any more.')
  printTable(
    ['KEY', 'FOR', 'STATE'],
    keys.map(({ id, purpose, state }) => [id, purpose, state]),
    'There are no keys.',
  )
  const held = columns.filter(({ rows }) => rows > 0)
  printTable(
    ['COLUMN', 'VALUES', 'ENCRYPTED', 'WITH A FORMER KEY'],
    held.map(({ table, column, rows, sealed, former }) => [
      `${table}.${column}`,
      String(rows),
      String(sealed),
      String(former),
    ]),
    'Nothing is stored yet.',
  )
}

const apply = command({
  name: 'encryption apply',
  about: 'makes the database what ENCRYPT says: encrypts what it names, decrypts what it leaves out',
  example: 'ENCRYPT=contacts,notes caseloom encryption apply',
  run: () =>
    withDesk(async (desk, _actor, config) => {
      await applyGroups(desk, config.encrypt)
      print(
        `Encrypted beside secrets: ${config.encrypt.length === 0 ? 'nothing' : config.encrypt.join(', ')}.`,
      )
      if (desk.engine.name === 'postgres') print(scrubAdvice)
      return undefined
    }, 'leave'),
})

const rotateKeys = command({
  name: 'encryption rotate',
  about: 'makes a new data key and encrypts everything with it; run it again if it was interrupted',
  example: 'caseloom encryption rotate',
  run: () =>
    withDesk(async (desk) => {
      const began = await rotate(desk)
      if (began === 'rewrapping') {
        say(
          'A new master key is prepared but not in use yet. Restart with it first: caseloom encryption status',
        )
        return exitCodes.refused
      }
      print(
        began === 'begun'
          ? 'Everything is encrypted with a new key; the former one is gone.'
          : 'The rotation that was interrupted is done; the former key is gone.',
      )
      return undefined
    }),
})

const rewrapKeys = command({
  name: 'encryption rewrap',
  about: 'prepares a new master key; the former one stays valid until a start with the new one',
  arguments: { file: { about: 'file of the new master key; made if it does not exist' } },
  example: 'caseloom encryption rewrap /etc/caseloom/master-key',
  run: ({ file }) =>
    withDesk(async (desk) => {
      const path = resolve(file)
      const { made, keys } = await rewrap(desk, path)
      if (made) print(`Made a new master key in ${path}. Keep a copy of it elsewhere.`)
      print(`${keys} keys can now be opened with it as well.`)
      print(
        `Restart every process with MASTER_KEY_FILE=${path}; then the former master key opens nothing any more.`,
      )
      return undefined
    }),
})

const scrubAdvice =
  'PostgreSQL keeps former versions of rows until VACUUM FULL, and in its WAL: see docs/encryption.md.'

/** Commands about encryption at rest (REST v3 §14). */
export const encryptionCommands: readonly Command[] = [status, apply, rotateKeys, rewrapKeys]
