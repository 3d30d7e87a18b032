import { defineConfig } from 'vitest/config'
import tests from './vitest.config.ts'

/** `npm run screenshots` draws the pictures of docs/screenshots.md anew; it is no test, so no other run includes it. */
export default defineConfig({
  ...tests,
  test: {
    ...tests.test,
    projects: undefined,
    globalSetup: ['./e2e/_cluster.ts'],
    include: ['e2e/admin/_screenshots.ts'],
  },
})
