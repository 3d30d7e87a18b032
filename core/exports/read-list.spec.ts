import { expect, test } from 'vitest'
import { readList, type ListPages } from './read-list.ts'

type Reply = { statusCode: number; headers?: object; json?: object }

/** A list that answers these, one after the other and the last one for ever. */
async function read(...replies: readonly Reply[]): Promise<unknown[]> {
  let asked = 0
  const inject = async () => {
    const {
      statusCode,
      headers = {},
      json = {},
    } = replies[Math.min(asked, replies.length - 1)] ?? { statusCode: 500 }
    asked += 1
    return { statusCode, headers, json: () => json }
  }
  const pages = readList({
    platform: { asSystem: async () => [{}] } as unknown as ListPages['platform'],
    server: { inject } as unknown as ListPages['server'],
    reader: { sessionId: crypto.randomUUID(), address: '127.0.0.1' },
    path: '/things',
    query: {},
    whole: false,
    signal: new AbortController().signal,
  })
  return (await Array.fromAsync(pages)).flat()
}

const busy = { statusCode: 429, headers: { 'retry-after': '0' } }
const page = (id: number, nextCursor: string | null) => ({
  statusCode: 200,
  json: { items: [{ id }], nextCursor },
})

test('an API that is busy is waited for, and not for ever', async () => {
  expect(await read(busy, page(1, 'next'), { ...busy, statusCode: 503 }, page(2, null))).toEqual([
    { id: 1 },
    { id: 2 },
  ])
  await expect(read(busy)).rejects.toMatchObject({ kind: 'unavailable', code: 'export_held_up' })
})

test('what the list refuses is refused in its words', async () => {
  const gone = { code: 'module_inactive', detail: 'It is switched off.' }
  await expect(read(page(1, 'next'), { statusCode: 404, json: gone })).rejects.toMatchObject({
    kind: 'not-found',
    code: 'module_inactive',
    message: 'It is switched off.',
  })
  const broken = { code: 'internal_error', detail: 'Something went wrong.' }
  await expect(read({ statusCode: 500, json: broken })).rejects.toMatchObject({ kind: 'unavailable' })
})
