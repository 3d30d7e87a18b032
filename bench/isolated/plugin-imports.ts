import { useLibraryBundle } from '../../host/libraries/use-library-bundle.ts'

// What follows is found where a host finds it.
useLibraryBundle()
const { pluginSources } = await import('../../host/plugins/plugin-sources.ts')
await import('@wasla/core')

/** What importing each plugin costs once the platform is loaded. */
export interface PluginImport {
  readonly plugin: string
  readonly milliseconds: number
  readonly megabytes: number
}

const imports: PluginImport[] = []
for (const { directory, load } of await pluginSources()) {
  global.gc?.()
  const before = { time: performance.now(), memory: process.memoryUsage().heapUsed }
  await load()
  const milliseconds = performance.now() - before.time
  global.gc?.()
  imports.push({
    plugin: directory.split('/').at(-1) ?? directory,
    milliseconds,
    megabytes: (process.memoryUsage().heapUsed - before.memory) / 1024 ** 2,
  })
}
process.send?.(imports)
