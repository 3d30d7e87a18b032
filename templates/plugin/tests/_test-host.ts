import { startTestHost, type PluginUnderTest, type TestHost } from '@wasla/sdk/testing'
import { acmeSample } from '../plugin.ts'

export const underTest: PluginUnderTest = { plugin: acmeSample, directory: new URL('..', import.meta.url) }

/** A real host on a database of its own. */
export function startHost(): Promise<TestHost> {
  return startTestHost({ plugins: [underTest] })
}
