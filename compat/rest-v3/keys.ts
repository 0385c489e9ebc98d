import { raw } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { any, expect, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  denied,
  entityIn,
  expectPlain,
  expectRefusal,
  make,
  makeRep,
  missingFields,
  nameKey,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  time,
  unknownKey,
} from './client.ts'

type RestCase = Case<RestKey>

const keys: readonly RestCase[] = [
  {
    says: 'The administrator generates the key of a rep with login permission, in the form of a GUID, shown only now',
    source: 'seed: Generating API Key; §12.1; §2.2',
    async run(probe) {
      const { id } = await make(probe, 'technicians', 'technician', {
        name: probe.unique('New'),
        login_name: probe.unique('new', '-'),
        login_enabled: true,
      })
      const path = `technicians/${id}/api_key`
      expectValue(entityIn(await call(probe, 'GET', path), 'api_key'), {
        exists: false,
        last4: null,
        created_time: null,
        expires_on: null,
      })
      const made = entityIn(await call(probe, 'POST', path), 'api_key', 201)
      const key = nameKey(probe, made.key, 'rep key')
      expectValue(key, any.textLike(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/), 'the key')
      const shown = { exists: true, last4: key.slice(-4), created_time: time, expires_on: null }
      expectValue(entityIn(await call(probe, 'GET', path), 'api_key'), shown, 'the key without itself')
    },
  },
  {
    says: 'A key is generated again in the same way, and the old one stops working at once',
    source: 'seed: a Re-generate link appears; §12.1',
    async run(probe) {
      const { id, key } = await makeRep(probe)
      const again = entityIn(await call(probe, 'POST', `technicians/${id}/api_key`), 'api_key', 200)
      nameKey(probe, again.key, 'new key')
      expectRefusal(await call(probe, 'GET', 'levels', undefined, { key: { own: key } }), unknownKey)
      rowsIn(await call(probe, 'GET', 'levels', undefined, { key: { own: String(again.key) } }), 'levels')
    },
  },
  {
    says: 'A time frame for the key to expire can be given, or the key is perpetual; a past one is refused',
    source: 'seed: You can select a time frame; §12.1',
    async run(probe) {
      const { id } = await makeRep(probe)
      const of = (value: string) => ({ api_key: { expires_on: { value } } })
      const made = await call(probe, 'POST', `technicians/${id}/api_key`, of('4000000000000'))
      nameKey(probe, entityIn(made, 'api_key').key, 'new key')
      expectValue(entityIn(made, 'api_key').expires_on, partly({ value: '4000000000000' }), 'expires_on')
      expectRefusal(await call(probe, 'POST', `technicians/${id}/api_key`, of('1')), [
        400,
        4001,
        /^Invalid Input/,
        'expires_on',
      ])
    },
  },
  {
    says: 'A rep without login gets no key; who is no administrator generates none for others; a rep deletes the own one',
    source: 'seed: Note 1; §12.1',
    async run(probe) {
      const { id: mute } = await make(probe, 'technicians', 'technician', { name: probe.unique('Mute') })
      expectRefusal(await call(probe, 'POST', `technicians/${mute}/api_key`), [
        400,
        4001,
        /^Invalid Input/,
        'technician',
      ])
      const { id, key } = await makeRep(probe)
      expectRefusal(
        await call(probe, 'POST', `technicians/${id}/api_key`, undefined, { key: 'repKey' }),
        denied,
      )
      expectPlain(await call(probe, 'DELETE', 'technicians/me/api_key', undefined, { key: { own: key } }))
      expectRefusal(await call(probe, 'GET', 'levels', undefined, { key: { own: key } }), unknownKey)
    },
  },
  {
    says: 'A rep generates the own key authenticated by login',
    source: 'seed: Generate API key; §12.1',
    async run(probe) {
      const login_name = probe.unique('self', '-')
      const password = 'correct horse battery'
      await make(probe, 'technicians', 'technician', {
        name: probe.unique('Self'),
        login_name,
        password,
        login_enabled: true,
      })
      const Authorization = probe.name(
        `Basic ${Buffer.from(`${login_name}:${password}`).toString('base64')}`,
        'login',
      )
      const answer = await probe.send('POST', '/api/v3/technicians/me/api_key', {
        headers: { Authorization },
        body: raw('', ''),
      })
      nameKey(probe, entityIn(answer, 'api_key', 201).key, 'rep key')
    },
  },
]

const integration = (name: string) => ({
  ...{ name, validity: { value: 0 }, status: 'active', description: 'alerts' },
  roles: [{ id: '3', name: 'SDAdmin' }],
})
const integrations: readonly RestCase[] = [
  {
    says: 'An integration key is made as captured, works, and is masked from then on',
    source: 'seed: Integration Key; §12.2',
    async run(probe) {
      const integration_key = integration(probe.unique('monitoring'))
      const made = entityIn(
        await call(probe, 'POST', 'integration_keys', { integration_key }),
        'integration_key',
        201,
      )
      const key = nameKey(probe, made.key, 'integration key')
      expectValue(made, {
        id: any.textId,
        ...integration_key,
        key,
        technician: partly({ name: 'Ada Admin' }),
      })
      rowsIn(await call(probe, 'GET', 'requests', undefined, { key: { own: key } }), 'requests')
      const shown = entityIn(await call(probe, 'GET', `integration_keys/${made.id}`), 'integration_key')
      expect(shown.key !== key && String(shown.key).endsWith(key.slice(-4)), 'the key is not masked')
    },
  },
  {
    says: 'Names are unique, name and roles mandatory, the owner is not given at creation, the key never changes',
    source: '§12.2; §5',
    async run(probe) {
      const integration_key = integration(probe.unique('monitoring'))
      const { id } = await make(probe, 'integration_keys', 'integration_key', integration_key)
      expectRefusal(await call(probe, 'POST', 'integration_keys', { integration_key }), [
        400,
        4008,
        'Not unique',
        'name',
      ])
      expectRefusal(
        await call(probe, 'POST', 'integration_keys', { integration_key: {} }),
        missingFields('name', 'roles'),
      )
      const owned = { ...integration_key, technician: { name: 'Ada Admin' } }
      expectRefusal(await call(probe, 'POST', 'integration_keys', { integration_key: owned }), [
        400,
        4009,
        'Field is not editable',
        'technician',
      ])
      const answer = await call(probe, 'PUT', `integration_keys/${id}`, { integration_key: { key: 'x' } })
      expectRefusal(answer, [400, 4014, 'Field is read only', 'key'])
    },
  },
  {
    says: 'A key rests while its owner cannot log in, and reassigning revives it',
    source: 'seed: reassign them to different support reps; §12.2',
    async run(probe) {
      const owner = await makeRep(probe, { associated_roles: [{ id: '3' }] })
      const of = { key: { own: owner.key } }
      const integration_key = integration(probe.unique('monitoring'))
      const made = entityIn(
        await prepare(probe, 'POST', 'integration_keys', { integration_key }, of),
        'integration_key',
        201,
      )
      const own = { key: { own: nameKey(probe, made.key, 'integration key') } }
      await prepare(probe, 'PUT', `technicians/${owner.id}`, { technician: { login_enabled: false } })
      expectRefusal(await call(probe, 'GET', 'levels', undefined, own), unknownKey)
      const given = { technician: { name: 'Ada Admin' }, comments: 'left the company' }
      const moved = await call(probe, 'PUT', `integration_keys/${made.id}/reassign`, {
        integration_key: given,
      })
      expectValue(entityIn(moved, 'integration_key'), partly({ technician: partly({ name: 'Ada Admin' }) }))
      rowsIn(await call(probe, 'GET', 'levels', undefined, own), 'levels')
    },
  },
  {
    says: 'A key is shown again for the login password of the caller; a wrong one is 403 with code 4002',
    source: '§12.2',
    async run(probe) {
      const password = 'correct horse battery'
      const owner = await makeRep(probe, { associated_roles: [{ id: '3' }], password })
      const of = { key: { own: owner.key } }
      const integration_key = integration(probe.unique('monitoring'))
      const made = entityIn(
        await prepare(probe, 'POST', 'integration_keys', { integration_key }, of),
        'integration_key',
        201,
      )
      nameKey(probe, made.key, 'integration key')
      const path = `integration_keys/${made.id}/reveal`
      expectJson(
        await call(probe, 'POST', path, { password }, of),
        200,
        partly({ integration_key: partly({ key: made.key }) }),
      )
      expectRefusal(await call(probe, 'POST', path, { password: 'wrong' }, of), denied)
    },
  },
]

const roles: readonly RestCase[] = [
  ...(
    [
      ['readerKey', 'POST', 'requests', { request: { subject: 's' } }],
      ['readerKey', 'PUT', 'requests/{id}', { request: { urgency: 'Low' } }],
      ['readerKey', 'PUT', 'requests/{id}/pickup', undefined],
      ['readerKey', 'PUT', 'requests/{id}/close', undefined],
      ['readerKey', 'POST', 'requests/{id}/worklogs', { worklog: { owner: { name: 'Ada Admin' } } }],
      ['readerKey', 'PUT', 'requests/{id}/resolutions', { resolution: { content: 'x' } }],
      ['repKey', 'DELETE', 'requests/{id}', undefined],
      ['repKey', 'POST', 'levels', { level: { name: 'x' } }],
      ['repKey', 'POST', 'technicians', { technician: { name: 'x' } }],
      ['repKey', 'POST', 'requesters', { requester: { name: 'x' } }],
      ['repKey', 'GET', 'integration_keys', undefined],
    ] as const
  ).map(
    ([key, method, path, data]): RestCase => ({
      says: `The key is valid only for the role: ${key === 'repKey' ? 'a Support Rep' : 'Read Only'} may not ${method} ${path}`,
      source: 'seed: the key is valid only for the role given; §17',
      async run(probe) {
        const id = await openRequest(probe)
        expectRefusal(await call(probe, method, path.replace('{id}', id), data, { key }), denied)
      },
    }),
  ),
  {
    says: 'A role is made of rights by name, several add up, and a change acts on existing keys at once',
    source: '§17',
    async run(probe) {
      const role = { name: probe.unique('Closer'), permissions: ['requests.view', 'requests.close'] }
      const { id } = await make(probe, 'roles', 'role', role)
      const rep = await makeRep(probe, { associated_roles: [{ id: '2' }, { id }] })
      const of = { key: { own: rep.key } }
      expectStatus(await call(probe, 'PUT', `requests/${await openRequest(probe)}/close`, undefined, of), 200)
      await prepare(probe, 'PUT', `roles/${id}`, { role: { permissions: ['requests.view'] } })
      expectRefusal(
        await call(probe, 'PUT', `requests/${await openRequest(probe)}/close`, undefined, of),
        denied,
      )
    },
  },
  {
    says: 'The last administrator who can log in stays one',
    source: '§10.2',
    needs: 'clock',
    async run(probe) {
      const [admin] = rowsIn(
        await prepare(probe, 'GET', 'technicians', { list_info: { search_fields: { name: 'Ada Admin' } } }),
        'technicians',
      )
      const answer = await call(probe, 'PUT', `technicians/${admin?.id}`, {
        technician: { login_enabled: false },
      })
      expectRefusal(answer, [400, 4000, 'The last administrator who can log in must stay one'])
    },
  },
]

export const keysAndRoles: readonly Section<RestKey>[] = [
  { number: '12.1', title: 'API key of a rep — technicians/{id}/api_key', cases: keys },
  { number: '12.2', title: 'Integration keys', cases: integrations },
  { number: '17', title: 'Roles', cases: roles },
]
