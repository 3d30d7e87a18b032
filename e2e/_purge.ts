import type { TestClient } from '@wasla/host'
import { expect } from 'vitest'
import { eventually } from './_eventually.ts'

/** Has a module purged as its preview said, and waits for what came of it. */
export async function purge(owner: Pick<TestClient, 'call'>, module: string, confirmation: string) {
  const ordered = await owner.call('POST', `/modules/${module}/purge`, { body: { confirmation } })
  expect(ordered.status, JSON.stringify(ordered.body)).toBe(202)
  return eventually(async () => {
    const { items } = (await owner.call('GET', '/modules/purges')).body
    const found = items.find(({ id }: { id: string }) => id === ordered.body.id)
    expect(['completed', 'failed']).toContain(found.status)
    return found
  })
}
