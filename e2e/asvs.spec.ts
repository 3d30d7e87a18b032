import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const CITATION = /`([\w./-]+\.spec\.ts)`: “([^”]+)”/g

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

test('every test that the ASVS table names exists, in words', async () => {
  const table = await read('docs/security/asvs.md')
  const citations = [...table.matchAll(CITATION)].map(([, path = '', title = '']) => ({ path, title }))
  expect(citations.length).toBeGreaterThan(60)
  const missing = []
  for (const { path, title } of citations) {
    const source = await read(path).catch(() => '')
    if (!source.includes(title)) missing.push(`${path}: ${title}`)
  }
  expect(missing).toEqual([])
})
