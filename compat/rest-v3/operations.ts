import { form, multipart } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { any, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import { call, entityIn, expectRefusal, type Json, look, missing, prepare, type RestKey } from './client.ts'
import { operate, ready } from './operation-names.ts'

type RestCase = Case<RestKey>
const headers = {}

const rules: readonly RestCase[] = [
  ...(
    [
      ['operation', (key) => form({ operation: 'GET_ALL', authtoken: key })],
      ['Operation_Name', (key) => form({ Operation_Name: 'get_all', technician_key: key })],
      ['a multipart field', (key) => multipart({ OPERATION_NAME: 'GET_ALL', TECHNICIAN_KEY: key })],
    ] as readonly (readonly [string, (key: string) => ReturnType<typeof form>])[]
  ).map(
    ([how, body]): RestCase => ({
      says: `The name of the operation may be ${how}`,
      source: 'seed: the operation parameter; §16',
      async run(probe) {
        expectJson(
          await probe.send('POST', '/api/v3/levels', { headers, body: body(probe.credentials.key) }),
          200,
          partly({ levels: any.list }),
        )
      },
    }),
  ),
  {
    says: 'The name of the operation may be in the query',
    source: '§16',
    async run(probe) {
      const key = probe.credentials.key
      const answer = await probe.send('POST', `/api/v3/levels?OPERATION_NAME=GET_ALL&TECHNICIAN_KEY=${key}`)
      expectJson(answer, 200, partly({ levels: any.list }))
    },
  },
  {
    says: 'request is another word for requests in an operation, and format=json adds the operation block of the contract',
    source: '§16',
    async run(probe) {
      const details = { subject: probe.unique('Disk full') }
      const answer = await operate(
        probe,
        'request',
        'ADD_REQUEST',
        { operation: { details } },
        { format: 'json' },
      )
      const { id } = entityIn(answer, 'request', 201)
      expectValue((answer.json() as Json).operation, {
        name: 'ADD_REQUEST',
        result: {
          statuscode: '200',
          status: 'Success',
          message: `Request added successfully with request ID : ${id}`,
        },
        details: { WORKORDERID: id, SUBJECT: details.subject, STATUS: 'Open' },
      })
    },
  },
  {
    says: 'Adding a worklog says so in the words of the older API',
    source: '§16',
    async run(probe) {
      const { id } = await ready(probe)
      const details = { technician: 'Ada Admin', workHours: '1', workMinutes: '15' }
      const answer = await operate(probe, `requests/${id}/worklogs`, 'ADD_WORKLOG', {
        operation: { details },
      })
      const message = `Work Log added successfully for request ${id}`
      expectValue((answer.json() as Json).operation, partly({ result: partly({ message }) }))
    },
  },
  {
    says: 'ADD_ATTACHMENT takes its file along',
    source: 'seed: add attachments; §16',
    async run(probe) {
      const { id } = await ready(probe)
      const fields = { OPERATION_NAME: 'ADD_ATTACHMENT', TECHNICIAN_KEY: probe.credentials.key }
      const body = multipart(fields, { field: 'file', name: 'a.txt', bytes: 'x' })
      expectJson(
        await probe.send('POST', `/api/v3/requests/${id}/attachment`, { headers, body }),
        200,
        partly({ attachment: partly({ name: 'a.txt' }) }),
      )
    },
  },
  {
    says: 'In the older form callbackURL, requestType and user-defined fields are known by their names, others are ignored',
    source: '§16',
    async run(probe) {
      const details = {
        subject: 's',
        callbackURL: 'http://tool.example/x',
        requestType: 'Incident',
        udf_char1: 'v',
        'Whatever Else': '1',
      }
      const answer = await operate(probe, 'requests', 'ADD_REQUEST', { operation: { details } })
      const shown = await look(probe, String(entityIn(answer, 'request', 201).id))
      expectValue(
        shown,
        partly({
          callback_url: 'http://tool.example/x',
          request_type: partly({ name: 'Incident' }),
          udf_fields: partly({ udf_char1: 'v' }),
        }),
      )
    },
  },
  {
    says: 'A failure is told in the block too',
    source: '§16',
    async run(probe) {
      const answer = await operate(probe, 'requests', 'ADD_REQUEST', { operation: { details: {} } })
      expectJson(
        answer,
        400,
        partly({
          operation: partly({ result: partly({ status: 'Failed', message: 'Value not provided' }) }),
        }),
      )
    },
  },
  {
    says: 'An unknown name is 4001 on operation, one that does not fit the path 4007, XML 4000',
    source: '§16',
    async run(probe) {
      expectRefusal(await operate(probe, 'requests', 'DANCE'), [400, 4001, /^Invalid Input/, 'operation'])
      expectRefusal(await operate(probe, 'levels', 'ADD_REQUEST'), missing)
      expectStatus(await operate(probe, 'levels', 'GET_ALL', undefined, { format: 'xml' }), 400)
      const xml = await operate(probe, 'levels', 'GET_ALL', undefined, { format: 'xml' })
      expectJson(
        xml,
        400,
        partly({
          response_status: partly({
            messages: [partly({ status_code: 4000, message: 'Only json is supported' })],
          }),
        }),
      )
    },
  },
  {
    says: 'A name on GET, PUT or DELETE is ignored',
    source: '§16',
    async run(probe) {
      const answer = await call(probe, 'GET', 'levels?OPERATION_NAME=DANCE')
      expectJson(answer, 200, partly({ levels: any.list }))
      await prepare(probe, 'GET', 'levels')
    },
  },
]

export const operations: readonly Section<RestKey>[] = [
  { number: '16', title: 'POST with an operation name', cases: [...rules] },
]
