import type { ConformanceOptions, ConformanceReport } from './conformance-report.ts'
import { loadHost } from './load-host.ts'

/**
 * Asks of a plugin what every organization relies on: that others see nothing of it, that it goes off and on with
 * nothing lost, that its queries stay quick. Takes a real host on a database of its own, and some seconds.
 * @example
 * const report = await conformance({ plugin: loyalty, directory: new URL('..', import.meta.url) })
 * expect(report.failed, report.text).toEqual([])
 */
export async function conformance(options: ConformanceOptions): Promise<ConformanceReport> {
  return (await loadHost()).conformance(options)
}
