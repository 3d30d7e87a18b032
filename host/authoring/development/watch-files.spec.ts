import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { watchFiles } from './watch-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'wasla-watch-'))
const write = (path: string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true })
  writeFileSync(join(directory, path), `${performance.now()}`)
}
const seen: string[] = []
const after = (change: () => void) => {
  seen.length = 0
  change()
  return () => seen.at(-1)
}
const soon = { timeout: 20_000 }

write('plugin.ts')
write('server/jobs/sweep.job.ts')
write('node_modules/library/index.js')
const unwatch = await watchFiles([directory], (file) => seen.push(file))

afterAll(() => {
  unwatch()
  rmSync(directory, { recursive: true })
})

test('a change at any depth is told by its path, also in folders that come, go and come again', async () => {
  await expect
    .poll(
      after(() => write('plugin.ts')),
      soon,
    )
    .toBe('plugin.ts')
  await expect
    .poll(
      after(() => write('server/jobs/sweep.job.ts')),
      soon,
    )
    .toBe('server/jobs/sweep.job.ts')
  for (const _time of ['first', 'again']) {
    await expect
      .poll(
        after(() => mkdirSync(join(directory, 'admin/locales'), { recursive: true })),
        soon,
      )
      .toMatch(/^admin\b/)
    await expect
      .poll(
        after(() => write('admin/locales/en.json')),
        soon,
      )
      .toBe('admin/locales/en.json')
    await expect
      .poll(
        after(() => rmSync(join(directory, 'admin'), { recursive: true })),
        soon,
      )
      .toMatch(/^admin\b/)
  }
})

test('what was installed or built is not told', async () => {
  // The last of what was removed may be told a little later.
  await new Promise((resolve) => setTimeout(resolve, 500))
  const others = [
    'node_modules/library/index.js',
    'dist-admin/manifest.json',
    'tests/perks.spec.ts',
    'plugin.ts~',
  ]
  await expect
    .poll(
      after(() => [...others, 'plugin.ts'].forEach(write)),
      soon,
    )
    .toBe('plugin.ts')
  expect(seen).toEqual(['plugin.ts'])
})
