import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTypeScript from 'dependency-cruiser/config-utl/extract-ts-config'

/** `npm run check:rules`: holds every import against dependency-rules.cjs and prints those that break a rule. */

/** With a TypeScript it does not know, the reader of imports reads no TypeScript at all, warns and finds nothing wrong. */
const fewest = 50

const folders = ['src', 'console/src', 'test', 'bench', 'compat'].filter((folder) => existsSync(folder))
const options = await extractOptions(resolve('dependency-rules.cjs'))
const { output } = await cruise(folders, options, undefined, { tsConfig: extractTypeScript('tsconfig.json') })
if (typeof output === 'string') throw new Error('a result was expected, and a text came')

const { modules, summary } = output satisfies ICruiseResult
const own = modules.filter(({ source }) => /\.tsx?$/.test(source) && !source.includes('node_modules'))
const imports = own.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
const broken = summary.violations.filter(({ rule }) => rule.severity === 'error')
for (const { rule, from, to, comment } of broken) {
  process.stderr.write(`${rule.name}: ${from} → ${to}${comment ? `  (${comment})` : ''}\n`)
}
process.stdout.write(
  `${own.length} modules with ${imports} imports read, ${broken.length} against the rules\n`,
)
if (own.length < fewest || imports < fewest) {
  process.stderr.write(`Fewer than ${fewest} were read: the check itself is broken.\n`)
  process.exitCode = 1
}
if (broken.length > 0) process.exitCode = 1
