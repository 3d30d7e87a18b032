import { defineConfig } from 'vitest/config'

// Packages resolve to their TypeScript sources, as at run time (condition `wasla-source`).
const conditions = ['wasla-source', 'node', 'module-sync']

export default defineConfig({
  // graphql 16 comes as two builds, and Node gives packages the CommonJS one; with the other beside it, types differ.
  resolve: { conditions, alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  ssr: { resolve: { conditions } },
  // The environment in which the global setup runs.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    include: [
      '{sdk,core,migrations,host,admin-ui,plugins,e2e,bench,examples,templates}/**/*.spec.ts',
      '.ci/**/*.spec.ts',
    ],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      // The stranger's walk runs it, as the tests of the plugin that it makes from this template.
      'templates/plugin/tests/conformance.spec.ts',
    ],
    // Machines that run this for everybody are busy with others; a test that fails three times in a row is broken.
    retry: process.env['CI'] === undefined ? 0 : 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What happens behind an answer, such as a mail, takes its time on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['./e2e/_cluster.ts'],
    pool: 'forks',
  },
})
