// The command line on a platform that answers `/` and knows one module and one quarantined plugin.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { runCommandLine } from '../cli/command-line.ts'
import type { ModuleSummary, Platform, PlatformOptions } from '../runtime/kernel.ts'

const modules: ModuleSummary[] = [
  { id: 'crm', version: '1.2.3' },
  { id: 'broken', version: '0.1.0', quarantine: 'its code is missing on disk; put it back.' },
]

async function startPlatform({ config, database, migrate }: PlatformOptions): Promise<Platform> {
  const report = await migrate([])
  console.log(`migrated ${report.applied.length} as ${new URL((await database()).url).username}`)
  if (config.runtime.role === 'worker') return { port: undefined, modules, stop: async () => undefined }
  const server = createServer().listen(config.http.port, config.http.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    modules,
    async stop() {
      server.close()
      if (process.env['NEVER_STOPS']) await new Promise(() => undefined)
    },
  }
}

await runCommandLine(process.argv, {
  startPlatform,
  loadPlugins: async () => ({
    migrations: [],
    modules: process.env['ALL_WELL'] ? modules.slice(0, 1) : modules,
  }),
})
