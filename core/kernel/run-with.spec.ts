import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runWith } from './run-with.ts'

const storage = new AsyncLocalStorage<string>()
const other = new AsyncLocalStorage<string>()
const seen = () => [storage.getStore(), other.getStore()]

test('the value is there in the work and in what it leaves behind, and nowhere else', async () => {
  const left: Promise<unknown>[] = []
  const inside = runWith(storage, 'crm', () => {
    left.push(wait(1).then(seen))
    return seen()
  })
  expect(inside).toEqual(['crm', undefined])
  expect(seen()).toEqual([undefined, undefined])
  expect(await Promise.all(left)).toEqual([['crm', undefined]])
  expect(await wait(1).then(seen)).toEqual([undefined, undefined])
})

test('what others keep stays seen inside, and what was there is back after work that threw', async () => {
  await other.run('trace', async () => {
    await runWith(storage, 'crm', async () => {
      await wait(1)
      expect(seen()).toEqual(['crm', 'trace'])
      expect(runWith(storage, 'ticketing', () => other.run('span', seen))).toEqual(['ticketing', 'span'])
      expect(() =>
        runWith(storage, 'ticketing', () => {
          throw new Error('no')
        }),
      ).toThrow('no')
      expect(seen()).toEqual(['crm', 'trace'])
    })
    expect(seen()).toEqual([undefined, 'trace'])
  })
})
