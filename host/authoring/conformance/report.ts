import type { Manifest } from '@wasla/sdk'
import type { ConformanceCheck, ConformanceReport } from '@wasla/sdk/testing'

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const

/** Puts the results into words, for a terminal and for a README. */
export function toReport(
  { id, version, sdk }: Manifest,
  checks: readonly ConformanceCheck[],
): ConformanceReport {
  const made = checks.filter(({ outcome }) => outcome !== 'skipped')
  const passed = made.filter(({ outcome }) => outcome === 'passed')
  const sum = `${passed.length} of ${made.length} checks passed${made.length < checks.length ? `, ${checks.length - made.length} not made` : ''}`
  return {
    plugin: id,
    version,
    checks,
    failed: checks.flatMap(({ name, outcome, findings }) =>
      outcome === 'failed' ? findings.map((finding) => `${name}: ${finding}`) : [],
    ),
    text: [
      `Conformance of ${id} ${version} with contract ${sdk}`,
      '',
      ...checks.flatMap(linesOf),
      '',
      `${sum}.`,
    ].join('\n'),
    badge: badge(passed.length, made.length, sdk),
  }
}

function linesOf({ name, outcome, findings, looked }: ConformanceCheck): string[] {
  const many = looked > 0 ? ` (${looked})` : ''
  return [`  ${marks[outcome]} ${name}${many}`, ...findings.map((finding) => `      ${finding}`)]
}

function badge(passed: number, made: number, sdk: number): string {
  const colour = passed === made ? 'brightgreen' : 'red'
  const label = `conformance-${passed}%2F${made}%20·%20contract%20${sdk}-${colour}`
  return `![Wasla conformance: ${passed} of ${made}, contract ${sdk}](https://img.shields.io/badge/Wasla%20${label})`
}
