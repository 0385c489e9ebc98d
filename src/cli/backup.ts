import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Desk } from '../usecases/desk.ts'
import { masterKeyPlace } from '../usecases/encryption/master-key-place.ts'
import { command } from './command.ts'
import { print } from './print.ts'
import { TarWriter } from './tar.ts'
import { Unavailable } from './unavailable.ts'
import { withDesk } from './with-desk.ts'

export const backup = command({
  name: 'backup',
  about:
    'writes database, files, installation secret and own master key to one tar archive, also while the server runs',
  arguments: { file: { about: 'where to; must not exist yet' } },
  example: 'caseloom backup /backups/caseloom-monday.tar',
  run: ({ file }) =>
    withDesk(async (desk, _actor, config) => {
      if (desk.engine.name !== 'sqlite') {
        throw new Unavailable(
          `A PostgreSQL database is backed up with pg_dump; then copy the folder ${config.dataFolder} (files and secret). Keep the master key with it: ${keyPlaceWords(config)}. Without it the backup cannot be read.`,
        )
      }
      if (await exists(file)) throw new Unavailable(`${file} exists already and is left as it is.`)
      const files = await writeArchive(desk, config, file)
      print(`Backed up to ${file}: the database and ${files} file${files === 1 ? '' : 's'}.`)
      print('To restore it, unpack it into an empty data folder: tar -xf <file> -C <folder>')
      print(`${keyWords(config)} Without the master key the backup cannot be read.`)
      return undefined
    }),
})

/**
 * The bytes of files are copied both before and after the database: bytes are kept for an hour at least after they were
 * stored and only then swept, so whatever the copied database names was there in one of the two rounds.
 */
async function writeArchive(desk: Desk, config: Config, file: string): Promise<number> {
  const unfinished = `${file}.unfinished`
  const copy = `${file}.database`
  const target = await open(unfinished, 'w', 0o600)
  try {
    const archive = new TarWriter(target)
    const done = new Set<string>()
    await addFiles(archive, config.dataFolder, done)
    await (await open(copy, 'w', 0o600)).close()
    await desk.engine.backup(copy)
    await archive.add('caseloom.db', copy)
    await addFiles(archive, config.dataFolder, done)
    // With it the keys that clients hold stay valid. A secret from the settings is not ours to copy.
    if (config.secret === null) await archive.add('secret', join(config.dataFolder, 'secret'))
    // The same goes for the master key.
    const key = masterKeyPlace(config)
    if (key.kind === 'data folder') await archive.add('master-key', key.path)
    await archive.end()
    await rename(unfinished, file)
    return done.size
  } finally {
    await target.close()
    await rm(unfinished, { force: true })
    await rm(copy, { force: true })
  }
}

function keyWords(config: Config): string {
  return masterKeyPlace(config).kind === 'data folder'
    ? 'The master key is in it: keep the archive as safe as the key.'
    : `The master key is not in it but ${keyPlaceWords(config)}: keep a copy elsewhere.`
}

function keyPlaceWords(config: Config): string {
  const key = masterKeyPlace(config)
  return key.kind === 'setting' ? 'in the setting MASTER_KEY' : `in the file ${key.path}`
}

async function addFiles(archive: TarWriter, dataFolder: string, done: Set<string>): Promise<void> {
  const found = await readdir(join(dataFolder, 'files'), { recursive: true, withFileTypes: true })
  for (const entry of found) {
    // Only whole blobs have 64 hexadecimal digits for a name; what is still arriving does not.
    if (!entry.isFile() || !/^[0-9a-f]{64}$/.test(entry.name) || done.has(entry.name)) continue
    const name = `files/${entry.name.slice(0, 2)}/${entry.name}`
    if (await archive.add(name, join(entry.parentPath, entry.name))) done.add(entry.name)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
