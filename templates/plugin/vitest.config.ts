import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.spec.ts', 'server/**/*.spec.ts'],
    globalSetup: ['./tests/_postgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
