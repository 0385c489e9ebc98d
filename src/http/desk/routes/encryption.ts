import { readEncryptionState } from '../../../usecases/encryption/read-encryption.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { EncryptionState } from '../schema-admin.ts'

/** How encryption at rest stands. Changing it takes the command line. */
export const encryptionRoutes: Routes = (app, desk) => {
  app.get(
    '/encryption',
    {
      ...access('session'),
      schema: {
        operationId: 'readEncryption',
        summary: 'What is encrypted, and with which keys',
        description:
          'For those who manage keys. Keys are shown by their ids, never themselves. How many values are encrypted, `caseloom encryption status` counts.',
        tags: ['Encryption'],
        response: { 200: EncryptionState },
      },
    },
    async (request) => {
      const { groups, unsettled, keys } = await readEncryptionState(desk, actorOf(request))
      return { groups: [...groups], unsettled, keys: [...keys] }
    },
  )
}
