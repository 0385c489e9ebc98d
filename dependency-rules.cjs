/** The picture in CONTRIBUTING.md, enforced. Tests may reach what they test; type-only imports count like any other. */
const notTests = '\\.test\\.ts$'
const inward = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: notTests },
  to: { path: to },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'types and rules only: no packages, no I/O, nothing of the outer floors',
      from: { path: '^src/domain/', pathNot: notTests },
      to: { pathNot: '^src/domain/' },
    },
    inward(
      'storage-knows-facts',
      '^src/storage/',
      '^src/(usecases|http|jobs|email|cli|config|start|main)',
      'facts only',
    ),
    inward(
      'operations-know-no-door',
      '^src/usecases/',
      '^src/(http|jobs|email|cli|config|start|main)',
      'words are for the edge',
    ),
    inward(
      'doors-never-touch-storage',
      '^src/(http|jobs|email|cli)/',
      '^src/storage/',
      'wires translate, operations decide',
    ),
    inward(
      'doors-never-meet',
      '^src/http/',
      '^src/(jobs|email|cli|config|start|main)',
      'each door is on its own',
    ),
    inward(
      'jobs-know-no-door',
      '^src/jobs/',
      '^src/(http|email|cli|config|start|main)',
      'each door is on its own',
    ),
    {
      name: 'wires-never-meet',
      severity: 'error',
      from: { path: '^src/http/([^/]+)/', pathNot: notTests },
      to: { path: '^src/http/[^/]+/', pathNot: '^src/http/($1|shared)/' },
    },
    {
      name: 'one-importer-of-the-query-builder',
      severity: 'error',
      from: { pathNot: '^(src/storage|test|bench|compat)/' },
      to: { path: 'node_modules/(kysely|pg)/' },
    },
    {
      name: 'console-knows-the-contract-only',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: '^src/http/desk/schema(-custom)?\\.ts$' },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(src|console)/', pathNot: notTests },
      to: { path: '^(test|bench|compat)/|\\.test\\.ts$' },
    },
    {
      name: 'nothing-missing',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(bun|deno):' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
