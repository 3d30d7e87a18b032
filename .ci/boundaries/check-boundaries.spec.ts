import { describe, expect, test } from 'vitest'
import { plantTree, runProgram } from '../tests/_planted-tree.ts'
import { checkBoundaries } from './check-boundaries.ts'

const main = `${import.meta.dirname}/main.ts`
const run = (root: string) => runProgram(process.execPath, [main, root], root)

const clean = {
  'vitest.config.ts': 'export default {}',
  'sdk/index.ts': "export { a } from './a.ts'",
  'sdk/a.ts': 'export const a = 1',
  'core/index.ts':
    "import { a } from '@wasla/sdk'\nexport const core = async (name: string) => [a, await import(name)]",
  'core/tests/database.spec.ts': "import '@wasla/migrations'\nimport './_database.ts'",
  'core/tests/_database.ts': 'export const database = 1',
  'migrations/index.ts': "import type { A } from '@wasla/sdk'\nexport type B = A",
  'host/index.ts':
    "import '@wasla/core'\nimport '@wasla/migrations'\nimport '@wasla/plugin-crm'\nexport const host = 1",
  'admin-ui/main.tsx': "import '@wasla/sdk/admin'\nexport const App = () => <p />",
  'plugins/crm/plugin.json': '{ "id": "crm" }',
  'plugins/crm/index.ts':
    "export { contract } from './contract/index.ts'\nexport type { T } from './types.ts'",
  // A circle of types is none at run time.
  'plugins/crm/types.ts': "import type { U } from './index.ts'\nexport type T = U",
  'plugins/crm/contract/index.ts': "import '@wasla/sdk'\nexport const contract = 1",
  'plugins/crm/admin/index.ts': "import '@wasla/sdk/admin'\nimport '../contract/index.ts'",
  'e2e/walk.spec.ts': "import '../core/tests/_database.ts'",
  'host/plugins.ts':
    "import { createRequire } from 'node:module'\nconst require = createRequire('/x')\nrequire('./package.json')",
  'plugins/ticketing/plugin.json': '{ "id": "ticketing", "requires": { "crm": "^0.1.0" } }',
  'plugins/ticketing/index.ts':
    "import '@wasla/plugin-crm/contract'\nimport { z } from 'zod'\nexport const t = z",
  'plugins/ticketing/tests/boot.spec.ts': "import '@wasla/host'",
}

test('a tree whose imports run one way passes, and the count of modules read is printed', () => {
  const { code, output } = run(plantTree(clean))
  expect(output).toContain('boundaries: read 17 of 17 modules, 22 imports, 0 violations')
  expect(code).toBe(0)
})

const planted: [rule: string, file: string, source: string, message: string][] = [
  ['sdk imports core', 'sdk/a.ts', "import '@wasla/core'", 'the sdk is the contract'],
  ['core imports host', 'core/b.ts', "import '@wasla/host'", 'core imports only @wasla/sdk'],
  ['core imports a plugin', 'core/b.ts', "import '@wasla/plugin-crm'", 'core imports only @wasla/sdk'],
  ['core imports migrations outside a test', 'core/b.ts', "import '@wasla/migrations'", 'core imports only'],
  [
    'migrations imports core',
    'migrations/b.ts',
    "import '@wasla/core'",
    'migrations imports nothing of ours',
  ],
  ['host reaches into core', 'host/b.ts', "import '@wasla/core/kernel/gate.ts'", 'by its main entry only'],
  ['admin-ui imports the server sdk', 'admin-ui/b.tsx', "import '@wasla/sdk'", 'only @wasla/sdk/admin'],
  ['plugin imports core', 'plugins/crm/b.ts', "import '@wasla/core'", 'a plugin imports only'],
  ['plugin imports host', 'plugins/crm/b.ts', "import '@wasla/host'", 'a plugin imports only'],
  [
    'plugin imports another plugin',
    'plugins/ticketing/b.ts',
    "import '@wasla/plugin-crm'",
    'only through @wasla/plugin-crm/contract',
  ],
  [
    'plugin imports an undeclared contract',
    'plugins/crm/b.ts',
    "import '@wasla/plugin-ticketing/contract'",
    'neither under requires nor under optional',
  ],
  [
    'plugin server imports the admin sdk',
    'plugins/crm/b.ts',
    "import '@wasla/sdk/admin'",
    'only the admin/ folder',
  ],
  ['plugin admin imports the server', 'plugins/crm/admin/b.ts', "import '../index.ts'", 'runs in a browser'],
  ['plugin server imports admin', 'plugins/crm/b.ts', "import './admin/index.ts'", 'does not import pages'],
  [
    'contract reaches behind itself',
    'plugins/crm/contract/b.ts',
    "import '../index.ts'",
    'reaches nothing behind it',
  ],
  [
    'relative path leaves the package',
    'plugins/crm/b.ts',
    "import '../../sdk/index.ts'",
    'a relative path leaves its package',
  ],
  ['relative path without a file', 'core/b.ts', "import './missing.ts'", 'no such file'],
  ['relative path without extension', 'sdk/b.ts', "import './a'", 'no such file'],
  ['absolute path', 'core/b.ts', "import '/srv/core/index.ts'", 'absolute path'],
  [
    'production code imports test support',
    'core/b.ts',
    "import './tests/_database.ts'",
    'imported only by tests',
  ],
  [
    'tooling reaches behind an entry',
    'bench/b.ts',
    "import '../core/index.ts'",
    'a relative path leaves its package',
  ],
  ['package imports itself by name', 'core/b.ts', "import '@wasla/core'", 'by relative path'],
  [
    'dynamic import',
    'plugins/crm/b.ts',
    "export const b = () => import('@wasla/core')",
    'a plugin imports only',
  ],
  [
    'computed import in a plugin',
    'plugins/crm/b.ts',
    'export const b = (name: string) => import(name)',
    'cannot be checked',
  ],
  [
    'type-only import',
    'plugins/crm/b.ts',
    "import type { Kernel } from '@wasla/core'",
    'a plugin imports only',
  ],
  ['type query', 'plugins/crm/b.ts', "export type K = import('@wasla/core').Kernel", 'a plugin imports only'],
  ['re-export', 'plugins/crm/b.ts', "export { x } from '@wasla/core'", 'a plugin imports only'],
  ['star re-export', 'plugins/crm/b.ts', "export * from '@wasla/core'", 'a plugin imports only'],
  ['require', 'plugins/crm/b.cjs', "require('@wasla/core')", 'a plugin imports only'],
  ['vi.mock', 'plugins/crm/b.spec.ts', "vi.mock('@wasla/core')", 'a plugin imports only'],
  ['import.meta.resolve', 'plugins/crm/b.ts', "import.meta.resolve('@wasla/core')", 'a plugin imports only'],
  ['folder without a layer', 'shared-things/b.ts', 'export const b = 1', 'its folder has no layer'],
  ['unreadable module', 'core/b.ts', 'export const = ', 'cannot be parsed'],
]

describe('a planted violation fails the check', () => {
  test.each(planted)('%s', (_rule, file, source, message) => {
    const { violations } = checkBoundaries(plantTree({ ...clean, [file]: source }))
    expect(violations).toEqual([expect.stringContaining(message)])
    expect(violations[0]).toContain(file)
  })

  test('circular imports inside a package', () => {
    const circle = {
      'core/x.ts': "import './y.ts'",
      'core/y.ts': "import './z.ts'",
      'core/z.ts': "export const z = import('./x.ts')",
    }
    const { violations } = checkBoundaries(plantTree({ ...clean, ...circle }))
    expect(violations).toEqual([
      'core/x.ts → core/y.ts → core/z.ts: these modules import each other in a circle',
    ])
  })

  test('with exit code 1 and its place, as npm run check sees it', () => {
    const { code, output } = run(plantTree({ ...clean, 'core/b.ts': "\nimport '@wasla/host'" }))
    expect(output).toContain('core/b.ts:2: import of @wasla/host: core imports only @wasla/sdk')
    expect(output).toContain('read 18 of 18 modules, 23 imports, 1 violations')
    expect(code).toBe(1)
  })

  test('a module that cannot be read is counted as not read', () => {
    const { code, output } = run(plantTree({ ...clean, 'core/b.ts': 'export const = 1' }))
    expect(output).toContain('read 17 of 18 modules')
    expect(code).toBe(1)
  })

  test('a tree in which no module is seen', () => {
    const { code, output } = run(plantTree({ 'README.md': '# empty' }))
    expect(output).toContain('no module was found')
    expect(code).toBe(1)
  })
})
