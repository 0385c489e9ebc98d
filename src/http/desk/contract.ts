import * as main from './schema.ts'
import * as admin from './schema-admin.ts'
import * as catalog from './schema-catalog.ts'
import * as custom from './schema-custom.ts'
import * as outgoing from './schema-outgoing.ts'
import * as work from './schema-work.ts'

/** Every schema of this API by its name. */
export const contract = { ...main, ...admin, ...catalog, ...custom, ...outgoing, ...work }
