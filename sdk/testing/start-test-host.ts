import { loadHost } from './load-host.ts'
import type { TestHost, TestHostOptions } from './test-host.ts'

/**
 * Starts a real host in this process, on a database of its own, with the listed modules and the given plugins.
 * @example
 * const host = await startTestHost({ plugins: [{ plugin: loyalty, directory: new URL('..', import.meta.url) }], organizations: ['Northwind'], active: ['loyalty'] })
 * const { body } = await host.organizations['Northwind'].owner.call('GET', '/loyalty/rewards')
 */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  return (await loadHost()).startTestHost(options)
}
