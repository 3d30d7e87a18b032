import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

/** `npm run screenshots` draws the pictures of docs/screenshots.md anew; it is no test, so no other run includes it. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['e2e/screenshots/main.ts'],
  },
})
