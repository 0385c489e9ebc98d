import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

test('package-lock.json names no registry, so that it installs from whichever the machine is set to', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<
      string,
      {
        resolved?: string
        integrity?: string
        optional?: boolean
        optionalDependencies?: Record<string, string>
      }
    >
  }
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
  assert.ok(packages.length > 100)
  assert.deepEqual(
    packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path),
    [],
  )
  // Builds for other systems stand in the list by version only: no machine of ours could fetch and hash them.
  assert.deepEqual(
    packages.filter(([, { integrity, optional }]) => !integrity && !optional).map(([path]) => path),
    [],
  )
  // Without an entry for each of them `npm ci` calls the lock file out of date, and fails.
  const names = new Set(packages.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13)))
  const builds = packages.flatMap(([, each]) => Object.keys(each.optionalDependencies ?? {}))
  assert.deepEqual(
    builds.filter((name) => !names.has(name)),
    [],
  )
})

test('package.json pins every dependency to one version', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
  const all = { ...manifest.dependencies, ...manifest.devDependencies }
  const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  assert.deepEqual(loose, [])
})
