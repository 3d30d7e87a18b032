import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plantTree } from '../tests/_planted-tree.ts'
import { afterSecondRun, filesToRepeat } from './second-run.ts'
import type { TestRun } from './test-run.ts'
import { totals } from './totals.ts'
import { tries } from './tries.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
const VITEST = join(REPOSITORY, 'node_modules/vitest/vitest.mjs')
const RECORDER = join(import.meta.dirname, 'record-run.ts')

const HEAD = "import { beforeAll, expect, test } from 'vitest'\n"
const SECOND = "const isSecond = process.env.SECOND === 'yes'\n"
const files = {
  'sound.spec.ts': `${HEAD}test('adds', () => expect(1 + 1).toBe(2))\n`,
  'lucky.spec.ts': `${HEAD}let count = 0\ntest('passes late', () => expect((count += 1)).toBe(2))\n`,
  'left-over.spec.ts': `${HEAD}${SECOND}let count = 0\ntest('is in its own way', () => expect((count += 1)).toBe(isSecond ? 1 : 7))\n`,
  'shut.spec.ts': `${HEAD}${SECOND}beforeAll(() => { if (!isSecond) throw new Error('no host') })\ntest('waits', () => expect(1).toBe(1))\n`,
  'stray.spec.ts': `${HEAD}${SECOND}test('forgets', async () => { if (!isSecond) void Promise.reject(new Error('unheard')); await new Promise((next) => setTimeout(next, 50)) })\n`,
}

test('a run is recorded with every try, and what broke by chance is mended by a second run of its file', () => {
  const root = plantTree({ ...files, 'package.json': '{ "type": "module" }' })
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'))
  const run = (name: string, second: string, ...only: string[]): TestRun => {
    const record = join(root, `${name}.json`)
    const { output } = spawnSync(
      process.execPath,
      [VITEST, 'run', '--retry=1', `--reporter=${RECORDER}`, ...only],
      { cwd: root, encoding: 'utf8', env: { ...process.env, TEST_RECORD: record, SECOND: second } },
    )
    expect(output.join('')).not.toContain('Failed to load')
    return JSON.parse(readFileSync(record, 'utf8')) as TestRun
  }
  const first = run('first', 'no')
  expect(totals(first, 1, [])).toMatchObject({ passed: 3, failed: 3 })
  expect(tries(first).join('\n')).toMatch(
    /failed: left-over.spec.ts > is in its own way\n {2}try 1: expected 1 to be 7[^]*\n {2}try 2: expected 2 to be 7/,
  )
  expect(tries(first).join('\n')).toMatch(
    /passed on try 2: lucky.spec.ts > passes late\n {2}try 1: expected 1 to be 2/,
  )

  const again = filesToRepeat(first)
  expect(again.toSorted()).toEqual(['left-over.spec.ts', 'shut.spec.ts', 'stray.spec.ts'])
  const whole = afterSecondRun(first, run('second', 'yes', ...again))
  expect(totals(whole, 0, [])).toEqual({ passed: 5, failed: 0, problems: [] })
  const told = tries(whole).join('\n')
  expect(told).toContain('passed on try 3: left-over.spec.ts > is in its own way')
  expect(told).toContain('run again: shut.spec.ts\n  no host')
  expect(told).toContain('run again: stray.spec.ts\n  unheard')

  // What is broken stays broken.
  const still = afterSecondRun(first, first)
  expect(totals(still, 1, []).failed).toBe(3)
})
