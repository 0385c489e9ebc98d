import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { newDesk } from '../../../test/harness/desk.ts'
import { exampleOf } from '../docs/example.ts'
import { type OpenApi, operationsOf } from '../shared/openapi/document.ts'
import { registerFormats, validatorCompiler } from './compilers.ts'
import { contract } from './contract.ts'
import { problems } from './errors.ts'

async function served(): Promise<{ document: OpenApi }> {
  const on = await newDesk('sqlite')
  try {
    const document = await on.app.inject('/api/desk/v1/openapi.json')
    assert.match(String(document.headers['content-type']), /^application\/json/)
    const page = await on.app.inject('/api/desk/v1/reference')
    assert.deepEqual([page.statusCode, page.headers.location], [302, '/docs/desk'])
    return { document: document.json() }
  } finally {
    await on.close()
  }
}

function referencesIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '')
}

test('the document is OpenAPI 3.1 and every operation says all it must', async () => {
  const { document } = await served()
  assert.equal(document.openapi, '3.1.0')
  const operations = operationsOf(document)
  assert.ok(operations.length > 35)
  const ids = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length, 'operation ids are unique')
  for (const { path, method, operation } of operations) {
    const at = `${method} ${path}`
    assert.match(path, /^\/api\/desk\/v1\/[\w{}/-]+$/)
    assert.match(operation.operationId ?? '', /^[a-z][A-Za-z]+$/, at)
    assert.ok((operation.summary ?? '').length > 3, at)
    assert.equal(operation.tags?.length, 1, at)
    assert.ok(operation.security !== undefined, `${at} says who may call it`)
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const given = (operation.parameters ?? []).filter((each) => each.in === 'path')
    assert.deepEqual(given.map((each) => each.name).sort(), named.sort(), at)
    assert.ok(
      given.every((each) => each.required),
      at,
    )
    const statuses = Object.keys(operation.responses)
    assert.equal(statuses.filter((status) => status.startsWith('2')).length, 1, at)
    for (const status of ['400', '500', '503']) assert.ok(statuses.includes(status), `${at} ${status}`)
    assert.equal(statuses.includes('404'), named.length > 0, at)
    for (const status of statuses.filter((each) => Number(each) >= 400)) {
      const schema = operation.responses[status]?.content?.['application/problem+json']?.schema
      assert.equal(schema?.$ref, '#/components/schemas/Problem', `${at} ${status}`)
    }
    const header = (name: string) => operation.parameters?.some((each) => each.name === name) ?? false
    assert.equal(header('idempotency-key'), method !== 'GET', at)
  }
})

test('every reference leads somewhere, and bodies and answers are named schemas', async () => {
  const { document } = await served()
  const schemas = document.components?.schemas ?? {}
  const references = new Set(referencesIn(document))
  for (const reference of references) {
    assert.ok(Object.hasOwn(schemas, reference.replace('#/components/schemas/', '')), reference)
  }
  for (const name of Object.keys(schemas)) assert.ok(references.has(`#/components/schemas/${name}`), name)
  const inline = operationsOf(document).flatMap(({ operation }) => {
    const body = operation.requestBody?.content['application/json']?.schema
    return body && !body.$ref ? [operation.operationId] : []
  })
  assert.deepEqual(inline, ['attachFiles'])
})

test('every schema of the contract that is sent or received is in the document', async () => {
  const { document } = await served()
  const queries = ['CaseListQuery']
  const objects = Object.entries(contract).flatMap(([name, value]) =>
    typeof value === 'object' && ('properties' in value || 'anyOf' in value) ? [name] : [],
  )
  const expected = objects.filter((name) => !queries.includes(name)).sort()
  assert.deepEqual(Object.keys(document.components?.schemas ?? {}).sort(), expected)
})

test('every example of a body is one that the contract accepts', async () => {
  registerFormats()
  const { document } = await served()
  for (const [name, schema] of Object.entries(contract)) {
    if (typeof schema !== 'object' || !('properties' in schema)) continue
    const check = validatorCompiler({ schema, method: '', url: '', httpPart: 'body' })
    const shown = document.components?.schemas?.[name]
    if (shown) assert.ok('value' in Object(check(exampleOf(document, shown))), name)
  }
})

test('docs/errors.md and the table of problems say the same', async () => {
  const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...text.matchAll(/^\| `(\w+)` \| (\d{3}) \| .{20,} \|$/gm)].map(
    ([, code, status]) => [code, Number(status)] as const,
  )
  assert.deepEqual(
    documented,
    Object.entries(problems).map(([code, { status }]) => [code, status]),
  )
})
