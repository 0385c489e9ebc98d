import type { Case, Section } from '../case.ts'
import { any, expect, expectValue, partly } from '../expect.ts'
import {
  call,
  denied,
  entityIn,
  expectPlain,
  expectRefusal,
  make,
  makeRep,
  missing,
  missingFields,
  openRequest,
  prepare,
  type RestKey,
  rowsIn,
  unknownKey,
} from './client.ts'

type RestCase = Case<RestKey>

const reps: readonly RestCase[] = [
  ...['technicians', 'support_reps'].map(
    (path): RestCase => ({
      says: `The profiles of all support reps are imported from ${path}`,
      source: 'seed: import Support Rep profiles; §10.2; §11.3',
      async run(probe) {
        const rows = rowsIn(await call(probe, 'GET', path, { list_info: { row_count: 100 } }), path)
        expectValue(rows[0], partly({ id: any.textId, name: any.someText, is_technician: true }))
        expect(
          rows.some(({ name }) => name === 'Rita Rep'),
          'not all are listed',
        )
      },
    }),
  ),
  {
    says: 'A rep is added with every attribute, read, changed and deleted; the person object is the one of the contract',
    source: '§10.1; §10.2',
    async run(probe) {
      const given = {
        ...{
          name: probe.unique('Jen Doe'),
          first_name: 'Jen',
          middle_name: 'J',
          last_name: 'Doe',
          employee_id: 'E1',
        },
        ...{
          jobtitle: 'Agent',
          description: 'nights',
          sms_mail_id: 'sms@x.example',
          phone: '1',
          mobile: '2',
        },
        ...{ email_id: `${probe.unique('jen', '-')}@x.example`, login_name: probe.unique('jen', '-') },
        ...{
          secondary_emailids: [`${probe.unique('second', '-')}@x.example`],
          cost_per_hour: '12',
          is_vipuser: true,
        },
        login_enabled: true,
      }
      const technician = {
        ...given,
        associated_roles: [{ id: '1' }],
        associated_groups: [{ name: 'Network' }],
        password: 'correct horse battery',
      }
      const made = entityIn(await call(probe, 'POST', 'technicians', { technician }), 'technician', 201)
      expectValue(
        made,
        partly({
          ...given,
          ...{ id: any.textId, status: 'active', is_technician: true, reporting_to: null, department: null },
          profile_pic: { 'content-url': '/images/default-profile-pic.svg' },
          associated_roles: [{ id: '1', name: 'Support Rep' }],
          associated_groups: [partly({ name: 'Network' })],
          api_key: { exists: false, expires_on: null },
        }),
      )
      expect(!('password' in made), 'the password is shown')
      const path = `technicians/${made.id}`
      const answer = await call(probe, 'PUT', path, {
        technician: { reporting_to: { name: 'Ada Admin' }, phone: null },
      })
      expectValue(
        entityIn(answer, 'technician'),
        partly({ reporting_to: partly({ name: 'Ada Admin' }), phone: null, mobile: '2' }),
      )
      expectPlain(await call(probe, 'DELETE', path))
      expectRefusal(await call(probe, 'GET', path), missing)
    },
  },
  {
    says: 'A rep sees of colleagues id, name and e-mail only, and changes none',
    source: '§10.2; §17',
    async run(probe) {
      const { id } = await makeRep(probe)
      const seen = entityIn(
        await call(probe, 'GET', `technicians/${id}`, undefined, { key: 'repKey' }),
        'technician',
      )
      expectValue(seen, { id, name: any.text, email_id: any.text, is_technician: true })
      const technician = { name: 'x' }
      expectRefusal(await call(probe, 'PUT', `technicians/${id}`, { technician }, { key: 'repKey' }), denied)
    },
  },
  {
    says: 'A name is mandatory; a rep with open requests is not deleted',
    source: '§10.2; §5',
    async run(probe) {
      expectRefusal(await call(probe, 'POST', 'technicians', { technician: {} }), missingFields('name'))
      const { id } = await makeRep(probe)
      await openRequest(probe, { technician: { id } })
      expectRefusal(await call(probe, 'DELETE', `technicians/${id}`), [400, 4005, 'Reference exists'])
    },
  },
  {
    says: 'When the login of a rep is disabled the key is deleted, and enabling the login does not bring it back',
    source: 'seed: Note 2; §10.2; §2.2',
    async run(probe) {
      const { id, key } = await makeRep(probe)
      const own = { key: { own: key } }
      rowsIn(await call(probe, 'GET', 'requests', undefined, own), 'requests')
      const off = await call(probe, 'PUT', `technicians/${id}`, { technician: { login_enabled: false } })
      expectValue(
        entityIn(off, 'technician'),
        partly({ login_enabled: false, api_key: { exists: false, expires_on: null } }),
      )
      expectRefusal(await call(probe, 'GET', 'requests', undefined, own), unknownKey)
      await prepare(probe, 'PUT', `technicians/${id}`, { technician: { login_enabled: true } })
      expectRefusal(await call(probe, 'GET', 'requests', undefined, own), unknownKey)
    },
  },
]

const requesters: readonly RestCase[] = [
  ...(
    [
      ['users', 'user'],
      ['requesters', 'requester'],
      ['contacts', 'contact'],
    ] as const
  ).map(
    ([path, wrapper]): RestCase => ({
      says: `The profiles of all requesters are imported from ${path}; they are added, changed and deleted there`,
      source: 'seed: import requester profiles; §10.3',
      async run(probe) {
        const account = await make(probe, 'accounts', 'account', { name: probe.unique('ACME') })
        const given = {
          name: probe.unique('Gus'),
          email_id: `${probe.unique('gus', '-')}@x.example`,
          phone: '1',
        }
        const answer = await call(probe, 'POST', path, {
          [wrapper]: { ...given, account: { id: account.id } },
        })
        const { id } = entityIn(answer, wrapper, 201)
        expectValue(
          entityIn(answer, wrapper, 201),
          partly({ ...given, is_technician: false, account: partly({ id: account.id }) }),
        )
        const list_info = { search_fields: { name: given.name } }
        expectValue(
          rowsIn(await call(probe, 'GET', path, { list_info }), path),
          [partly({ id })],
          'who is found',
        )
        expectValue(
          entityIn(await call(probe, 'PUT', `${path}/${id}`, { [wrapper]: { phone: '2' } }), wrapper),
          partly({ phone: '2' }),
        )
        expectPlain(await call(probe, 'DELETE', `${path}/${id}`))
        expectRefusal(await call(probe, 'GET', `${path}/${id}`), missing)
      },
    }),
  ),
  {
    says: 'users lists reps too, told apart by is_technician; requesters and contacts never do',
    source: '§10.3',
    async run(probe) {
      const list_info = { search_fields: { name: 'Ada Admin' } }
      expectValue(
        rowsIn(await call(probe, 'GET', 'users', { list_info }), 'users'),
        [partly({ is_technician: true })],
        'users',
      )
      for (const path of ['requesters', 'contacts'])
        expectValue(rowsIn(await call(probe, 'GET', path, { list_info }), path), [], path)
    },
  },
  {
    says: 'The requests of a requester are worked on through the requester',
    source: 'seed: work on their requests; §10.3',
    async run(probe) {
      const { id: gus } = await make(probe, 'requesters', 'requester', { name: probe.unique('Gus') })
      const id = await openRequest(probe, { requester: { id: gus } })
      expectValue(
        rowsIn(await call(probe, 'GET', `requesters/${gus}/requests`), 'requests'),
        [partly({ id })],
        'the requests',
      )
    },
  },
]

const address = {
  door_no: '1',
  street: 's',
  landmark: 'l',
  city: 'c',
  province: 'p',
  country: 'DE',
  zip_code: 'z',
}
const facts = {
  ...{
    annual_revenue: '1000',
    email_id: 'info@acme.example',
    website: 'https://acme.example/',
    phone: '1',
    fax: '2',
  },
  ...{
    industry: 'Toys',
    time_zone: 'Europe/Berlin',
    account_manager: 'Jen Doe',
    description: 'north',
    address,
  },
}
const accounts: readonly RestCase[] = [
  {
    says: 'Accounts have every attribute of the contract, unique names and contacts of their own',
    source: '§10.4',
    async run(probe) {
      const name = probe.unique('ACME')
      const answer = await call(probe, 'POST', 'accounts', { account: { name, ...facts } })
      const account = entityIn(answer, 'account', 201)
      expectValue(account, { id: any.textId, name, ...facts }, 'the account')
      expectRefusal(await call(probe, 'POST', 'accounts', { account: { name: name.toUpperCase() } }), [
        400,
        4008,
        'Not unique',
        'name',
      ])
      expectRefusal(await call(probe, 'POST', 'accounts', { account: {} }), missingFields('name'))
      const { id } = await make(probe, 'contacts', 'contact', {
        name: probe.unique('Gus'),
        account: { id: account.id },
      })
      expectValue(
        rowsIn(await call(probe, 'GET', `accounts/${account.id}/contacts`), 'contacts'),
        [partly({ id })],
        'the contacts',
      )
      const edited = await call(probe, 'PUT', `accounts/${account.id}`, {
        account: { fax: null, address: { city: 'd' } },
      })
      expectValue(entityIn(edited, 'account'), partly({ fax: null, address: { ...address, city: 'd' } }))
      expectRefusal(await call(probe, 'DELETE', `accounts/${account.id}`), [400, 4005, 'Reference exists'])
    },
  },
  {
    says: 'Subaccounts have the same attributes and their account',
    source: '§10.4',
    async run(probe) {
      const account = await make(probe, 'accounts', 'account', { name: probe.unique('ACME') })
      const subaccount = { name: probe.unique('ACME North'), ...facts, account: { id: account.id } }
      const answer = await call(probe, 'POST', 'subaccounts', { subaccount })
      const { id } = entityIn(answer, 'subaccount', 201)
      expectValue(entityIn(answer, 'subaccount', 201), {
        ...subaccount,
        id,
        account: { id: account.id, name: account.name },
      })
      expectPlain(await call(probe, 'DELETE', `subaccounts/${id}`))
    },
  },
]

export const people: readonly Section<RestKey>[] = [
  { number: '10.2', title: 'Support reps — technicians', cases: reps },
  { number: '10.3', title: 'Requesters — users, requesters, contacts', cases: requesters },
  { number: '10.4', title: 'Accounts', cases: accounts },
]
