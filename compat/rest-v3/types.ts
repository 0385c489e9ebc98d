import type { Case, Section } from '../case.ts'
import { any, expect, expectValue, partly } from '../expect.ts'
import { call, entityIn, type Json, look, openRequest, type RestKey } from './client.ts'

type RestCase = Case<RestKey>

const values: readonly RestCase[] = [
  ...(
    [
      ['{"value":"<ms>"}', { value: '1767690000000' }],
      ['{"value":<ms>}', { value: 1_767_690_000_000 }],
      ['a bare number', 1_767_690_000_000],
      ['a bare text', '1767690000000'],
      ['display_value with value, which wins', { display_value: 'x', value: '1767690000000' }],
    ] as const
  ).map(
    ([form, due_by_time]): RestCase => ({
      says: `A time is taken as ${form} and shown in both forms`,
      source: '§6',
      async run(probe) {
        const request = { subject: probe.unique('s'), due_by_time }
        const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
        expectValue(
          made.due_by_time,
          { display_value: any.textLike(/^\d\d\/\d\d\/2026 \d\d:00 [AP]M$/), value: '1767690000000' },
          'due_by_time',
        )
      },
    }),
  ),
  {
    says: 'display_value alone is read in the form in which it is shown',
    source: '§6',
    async run(probe) {
      const given = { value: '1767690000000' }
      const { due_by_time } = await look(probe, await openRequest(probe, { due_by_time: given }))
      const { display_value } = due_by_time as Json
      const request = { subject: probe.unique('s'), due_by_time: { display_value } }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expectValue(made.due_by_time, due_by_time, 'due_by_time')
    },
  },
  ...(
    [
      ['its id as text', { id: '4' }],
      ['its id as a number', { id: 4 }],
      ['its name, whatever the case', { name: ' hIGH ' }],
      ['a bare name', 'High'],
      ['both, of which the id decides', { id: '4', name: 'Low' }],
    ] as const
  ).map(
    ([form, priority]): RestCase => ({
      says: `A reference is taken as ${form}, and shown with id, name and colour`,
      source: '§6',
      async run(probe) {
        const request = { subject: probe.unique('s'), priority }
        const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
        expectValue(made.priority, { id: '4', name: 'High', color: '#ff0000' }, 'priority')
      },
    }),
  ),
  {
    says: 'HTML is cleaned of scripts, event handlers and javascript: links',
    source: '§6',
    async run(probe) {
      const description = '<p onclick="x()">a<script>x()</script><a href="javascript:x()">b</a></p>'
      const request = { subject: probe.unique('s'), description }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expect(!/script|onclick/.test(String(made.description)), 'something that runs is left')
    },
  },
  {
    says: 'The built-in user-defined fields are there without any set-up',
    source: '§6',
    async run(probe) {
      const udf_fields = { udf_char24: 'x', udf_long8: 8, udf_date8: { value: '1767690000000' } }
      const request = { subject: probe.unique('s'), udf_fields }
      const made = entityIn(await call(probe, 'POST', 'requests', { request }), 'request', 201)
      expectValue(
        made.udf_fields,
        partly({ udf_char24: 'x', udf_long8: 8, udf_date8: partly({ value: '1767690000000' }) }),
      )
    },
  },
]

export const types: readonly Section<RestKey>[] = [{ number: '6', title: 'Data types', cases: values }]
