import { expect, test } from 'vitest'
import { runChecks } from './run-checks.ts'

const node = (name: string, script: string) => ({ name, command: process.execPath, args: ['-e', script] })

test('every check runs, also after a failed one, and each says how it ended', () => {
  const reported: string[] = []
  const results = runChecks(
    [
      node('fails', 'console.log("seen on stdout"); console.error("seen on stderr"); process.exit(3)'),
      node('is killed', 'process.kill(process.pid, "SIGKILL")'),
      { name: 'is missing', command: 'no-such-program', args: [] },
      node('passes', ''),
    ],
    import.meta.dirname,
    ({ name }) => reported.push(name),
  )
  expect(results.map(({ name, passed }) => [name, passed])).toEqual([
    ['fails', false],
    ['is killed', false],
    ['is missing', false],
    ['passes', true],
  ])
  expect(results[0]?.output).toBe('seen on stdout\n\nseen on stderr')
  expect(results[2]?.output).toContain('ENOENT')
  expect(reported).toEqual(['fails', 'is killed', 'is missing', 'passes'])
})
