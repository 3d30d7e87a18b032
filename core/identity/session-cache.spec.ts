import { expect, onTestFinished, test, vi } from 'vitest'
import type { Session } from './session.ts'
import { SessionCache, type StoredSession } from './session-cache.ts'
import { applySessionNews } from './session-news.ts'

const stored = (sessionId: string, expiresIn = 60_000): StoredSession => ({
  expiresAt: new Date(Date.now() + expiresIn),
  session: {
    sessionId,
    organizationId: 'o',
    role: 'owner',
    email: 'a@b.c',
    principal: { kind: 'user', id: 'u', name: 'n', language: 'en' },
  } satisfies Session,
})

test('what was read before a revocation is read again after it', async () => {
  const answers: (StoredSession | null)[] = [stored('s1'), null]
  const reads: (() => void)[] = []
  const cache = new SessionCache({
    load: () => {
      const answer = answers.shift() ?? null
      return new Promise((resolve) => reads.push(() => resolve(answer)))
    },
  })
  const found = cache.find('hash')
  cache.revoke('s1')
  reads.shift()?.()
  await Promise.resolve()
  await new Promise(setImmediate)
  reads.shift()?.()
  expect(await found).toBeNull()
})

test('under a storm of revocations a session is answered but not kept', async () => {
  let loads = 0
  const cache: SessionCache = new SessionCache({
    load: async () => {
      loads += 1
      cache.revoke('another')
      return stored('s1')
    },
  })
  expect(await cache.find('hash')).toMatchObject({ sessionId: 's1' })
  expect(loads).toBe(3)
  expect(cache.find('hash')).toBeInstanceOf(Promise)
})

test('a session is not believed beyond its end', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const cache = new SessionCache({ load: async () => stored('s1', 30) })
  await cache.find('hash')
  expect(cache.find('hash')).not.toBeInstanceOf(Promise)
  vi.advanceTimersByTime(31)
  expect(cache.find('hash')).toBeInstanceOf(Promise)
})

test('memory is bounded', async () => {
  const cache = new SessionCache({ load: async (hash) => stored(hash), size: 2 })
  for (const hash of ['a', 'b', 'c']) await cache.find(hash)
  expect(cache.find('a')).toBeInstanceOf(Promise)
  expect(cache.find('c')).not.toBeInstanceOf(Promise)
})

test('a revocation forgets all tokens of a session; other news, those it is about', async () => {
  const cache = new SessionCache({ load: async (hash) => stored(hash.startsWith('one') ? 's1' : hash) })
  const known = (hash: string) => !(cache.find(hash) instanceof Promise)
  for (const hash of ['one-cookie', 'one-access', 's2']) await cache.find(hash)
  applySessionNews('s1', cache)
  expect(['one-cookie', 'one-access', 's2'].map(known)).toEqual([false, false, true])
  await Promise.all(['one-cookie', 'one-access'].map((hash) => cache.find(hash)))
  applySessionNews('user:another', cache)
  applySessionNews('organization:another', cache)
  applySessionNews('key:o', cache)
  expect(known('one-access')).toBe(true)
  applySessionNews('user:u', cache)
  expect(['one-cookie', 's2'].map(known)).toEqual([false, false])
  await cache.find('s2')
  applySessionNews('organization:o', cache)
  expect(known('s2')).toBe(false)
})
