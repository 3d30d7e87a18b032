import { afterAll, beforeAll, beforeEach } from 'vitest'

/**
 * Sets up what the tests of a file share, and once more before a test is tried again: what a try that broke off
 * has left behind would be in the way of the next.
 */
export function eachTryAnew(begin: () => Promise<void>, end: () => Promise<void>): void {
  let tried: string | undefined
  beforeAll(begin)
  beforeEach(async ({ task }) => {
    if (tried === task.id) {
      await end()
      await begin()
    }
    tried = task.id
  })
  afterAll(end)
}
