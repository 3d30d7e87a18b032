import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './.ci/longest-first.ts'

// Packages resolve to their TypeScript sources, as at run time (condition `wasla-source`).
const conditions = ['wasla-source', 'node', 'module-sync']

const exclude = [
  '**/node_modules/**',
  '**/dist/**',
  // The stranger's walk runs it, as the tests of the plugin that it makes from this template.
  'templates/plugin/tests/conformance.spec.ts',
]
/** They watch over the process in which they run. */
const watches = 'core/observability/**/*.spec.ts'

export default defineConfig({
  // graphql 16 comes as two builds, and Node gives packages the CommonJS one; with the other beside it, types differ.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  ssr: { resolve: { conditions } },
  // The environment in which the global setup runs.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{sdk,core,migrations,host,admin-ui,plugins,bench}/**/*.spec.ts'],
          exclude: [...exclude, '**/tests/**', watches],
          // Beside their sources lie tests of pure code: what one has loaded serves the next.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            '{sdk,core,migrations,host,admin-ui,plugins,bench}/**/tests/**/*.spec.ts',
            '{e2e,examples,templates,.ci}/**/*.spec.ts',
            watches,
          ],
          exclude,
          globalSetup: ['./e2e/_cluster.ts'],
        },
      },
    ],
    // Machines that run this for everybody are busy with others; a test that fails three times in a row is broken.
    retry: process.env['CI'] === undefined ? 0 : 2,
    // Ten times what the slowest takes alone: three run at once, on machines that may be busy with others.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // What happens behind an answer, such as a mail, takes its time on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // What a file waits for, a lease, a process or a page, leaves its processor to the others.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
})
