import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'

const main = join(import.meta.dirname, 'main.ts')

const tool = {
  version: '1.0.0',
  dev: true,
  optionalDependencies: {
    '@tool/linux-x64-gnu': '1.0.0',
    '@tool/linux-arm64-musl': '1.0.0',
    '@tool/darwin-arm64': '1.0.0',
    colours: '^2.0.0',
  },
}
const linux = { version: '1.0.0', dev: true, optional: true, os: ['linux'] }
const incomplete = {
  packages: { '': {}, 'node_modules/tool': tool, 'node_modules/@tool/linux-x64-gnu': linux },
}

test('a lock file without the builds of other platforms fails, and --write completes it', () => {
  const root = plantTree({ 'package-lock.json': JSON.stringify(incomplete) })
  const { code, output } = runProgram(process.execPath, [main], root)
  expect(output).toContain('lacks @tool/linux-arm64-musl, @tool/darwin-arm64; npm ci refuses it')
  expect(code).toBe(1)

  expect(runProgram(process.execPath, [main, '--write'], root)).toEqual({
    code: 0,
    output: expect.any(String),
  })
  expect(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).toEqual({
    packages: {
      '': {},
      'node_modules/@tool/darwin-arm64': {
        version: '1.0.0',
        os: ['darwin'],
        cpu: ['arm64'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/linux-arm64-musl': {
        version: '1.0.0',
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
        dev: true,
        optional: true,
      },
      'node_modules/@tool/linux-x64-gnu': linux,
      'node_modules/tool': tool,
    },
  })
  expect(runProgram(process.execPath, [main], root)).toEqual({ code: 0, output: expect.any(String) })
})

test('a build locked in a nested folder is not missing', () => {
  const nested = { version: '1.0.0', optionalDependencies: { '@tool/win32-x64': '1.0.0' } }
  const packages = {
    'node_modules/a/node_modules/tool': nested,
    'node_modules/a/node_modules/@tool/win32-x64': { version: '1.0.0' },
  }
  const root = plantTree({ 'package-lock.json': JSON.stringify({ packages }) })
  expect(runProgram(process.execPath, [main], root)).toEqual({ code: 0, output: expect.any(String) })
})
