// What importing each plugin costs once the platform is loaded; the bench asks for it in a process of its own.
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { useLibraryBundle } from '../libraries/use-library-bundle.ts'

// What follows is found where a host finds it, and compiled as it left it on disk.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/wasla', import.meta.url)))
useLibraryBundle()
const { pluginSources } = await import('../plugins/plugin-sources.ts')
await import('@wasla/core')

const imports: { plugin: string; milliseconds: number; megabytes: number }[] = []
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
