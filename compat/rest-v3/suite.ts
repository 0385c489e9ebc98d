import { builtIn } from '../../src/domain/catalog.ts'
import { buildRepWithKey } from '../../test/harness/build.ts'
import type { Suite } from '../case.ts'
import { attachments } from './attachments.ts'
import { callbacks } from './callbacks.ts'
import { credentials } from './client.ts'
import { errors } from './errors.ts'
import { keysAndRoles } from './keys.ts'
import { lists } from './lists.ts'
import { lookups } from './lookups.ts'
import { modules } from './modules.ts'
import { operationNames } from './operation-names.ts'
import { operations } from './operations.ts'
import { parts } from './parts.ts'
import { people } from './people.ts'
import { requestActions } from './request-actions.ts'
import { requests } from './requests.ts'
import { sending } from './sending.ts'
import { transport } from './transport.ts'
import { types } from './types.ts'

/** REST API v3: every statement of the vendor's page, and the main line of every section of the contract with its examples. */
export const restV3: Suite<keyof typeof credentials> = {
  wire: 'rest-v3',
  prefix: 'R3',
  title: 'REST API v3',
  about:
    'The API of SupportCenter Plus’s integrations: monitoring tools and scripts. Numbers are those of the contract’s sections; “seed” is the vendor’s own page, by its words.',
  credentials,
  async equip(on) {
    const rep = (name: string, role: number) => {
      const loginName = name.split(' ')[0]?.toLowerCase() ?? ''
      const addresses = [`${loginName}@desk.example`]
      return buildRepWithKey(on, { name, loginName, addresses, roleIds: [role] })
    }
    const admin = await rep('Ada Admin', builtIn.role.administrator)
    const clerk = await rep('Rita Rep', builtIn.role.rep)
    const reader = await rep('Rob Reader', builtIn.role.readOnly)
    return { key: admin.key, repKey: clerk.key, readerKey: reader.key }
  },
  checklist: [
    '1',
    '2.1',
    '2.2',
    '2.3',
    '3.1',
    '3.2',
    '3.3',
    '3.4',
    '4',
    '5',
    '6',
    '7.1',
    '7.2',
    '7.3',
    '7.4',
    '8.1',
    '8.2',
    '8.3',
    '8.4',
    '8.5',
    '8.6',
    '8.7',
    '8.8',
    '9',
    '9.1',
    '9.2',
    '9.3',
    '9.4',
    '9.5',
    '9.6',
    '9.7',
    ...[
      '10.1',
      '10.2',
      '10.3',
      '10.4',
      '11',
      '11.1',
      '11.2',
      '11.3',
      '11.4',
      '12.1',
      '12.2',
      '13.1',
      '13.2',
      '14',
      '15.1',
      '15.2',
      '15.3',
      '15.4',
      '15.5',
      '17',
      '18',
    ],
    '16',
  ],
  sections: [
    ...transport,
    ...sending,
    ...errors,
    ...types,
    ...lists,
    ...requests,
    ...requestActions,
    ...parts,
    ...attachments,
    ...people,
    ...keysAndRoles,
    ...lookups,
    ...callbacks,
    ...modules,
    ...operations,
    ...operationNames,
  ],
}
