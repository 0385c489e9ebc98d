import { ownKeyFile } from '../../storage/seal/master-key.ts'

/** Where the master key of an installation is. */
export type MasterKeyPlace =
  | { readonly kind: 'setting' }
  | { readonly kind: 'file' | 'data folder'; readonly path: string }

/** @returns where the settings say that the master key is */
export function masterKeyPlace(settings: {
  readonly masterKey: Buffer | null
  readonly masterKeyFile: string | null
  readonly dataFolder: string
}): MasterKeyPlace {
  if (settings.masterKey) return { kind: 'setting' }
  if (settings.masterKeyFile !== null) return { kind: 'file', path: settings.masterKeyFile }
  return { kind: 'data folder', path: ownKeyFile(settings.dataFolder) }
}
