import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../errors.ts'

// Roles belong to the cluster. Several databases of one cluster bootstrapping at once meet in its
// shared catalogs, where PostgreSQL answers "already exists" or "tuple concurrently updated"
// (XX000) instead of waiting.
const collisions = new Set(['42710', '23505', 'XX000', '40P01', '40001'])
const attempts = 40

/** Repeats an idempotent step while it collides with the same step of another host. */
export async function retryOnCollision<T>(step: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step()
    } catch (error) {
      if (attempt === attempts || !collisions.has(errorCode(error) ?? '')) throw error
      await sleep(5 + Math.random() * 10 * Math.min(attempt, 10))
    }
  }
}
