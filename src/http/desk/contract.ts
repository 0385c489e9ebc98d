import * as main from './schema.ts'
import * as catalog from './schema-catalog.ts'
import * as custom from './schema-custom.ts'
import * as outgoing from './schema-outgoing.ts'

/** Every schema of this API by its name. */
export const contract = { ...main, ...catalog, ...custom, ...outgoing }
