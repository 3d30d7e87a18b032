import { spawnSync } from 'node:child_process'
import type { Check } from './checks.ts'

/** How a check ended; `output` is all that it printed. */
export interface CheckResult {
  name: string
  passed: boolean
  seconds: number
  output: string
}

/** Runs each check, also after a failed one, so that one run shows everything that is wrong. */
export function runChecks(
  checks: readonly Check[],
  cwd: string,
  report: (result: CheckResult) => void,
): CheckResult[] {
  return checks.map(({ name, command, args }) => {
    const started = performance.now()
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    })
    const output = [stdout, stderr, error?.message].filter(Boolean).join('\n').trim()
    const result = { name, passed: status === 0, seconds: (performance.now() - started) / 1000, output }
    report(result)
    return result
  })
}
