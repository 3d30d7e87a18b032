import { relative } from 'node:path'
import { bootstrap } from '@wasla/migrations'
import type { Command } from 'commander'
import { platformSources } from '../authoring/development/platform-sources.ts'
import { RestartingHost } from '../authoring/development/restarting-host.ts'
import { watchFiles } from '../authoring/development/watch-files.ts'
import { bringPagesUpToDate } from '../authoring/pages/build-pages.ts'
import { loadConfig } from '../config/load-config.ts'
import { openDatabase } from '../database/open-database.ts'
import { deploymentPlugins } from '../plugins/deployment-plugins.ts'
import { encryptionKeys } from '../runtime/encryption-keys.ts'
import { requireFreePort } from '../runtime/require-free-port.ts'
import { stopRequested } from '../runtime/stop-signals.ts'
import { printError } from './print-error.ts'

/** `wasla dev` */
export function addDev(program: Command): void {
  program
    .command('dev')
    .description("start a host for development: restarted when a plugin's files change")
    .action(dev)
}

async function dev(): Promise<void> {
  const config = loadConfig({ WASLA_MODE: 'development', LOG_LEVEL: 'warn', ...process.env })
  const asked = stopRequested(() => process.exit(1))
  await requireFreePort(config.http.port, config.http.host)
  // The database stays while hosts come and go: that is most of the time of a restart.
  const database = await openDatabase(config, { name: 'wasla dev' })
  const { appUrl } = await bootstrap({ adminUrl: database.adminUrl, appUrl: database.appUrl })
  const added = await addedFolders()
  const host = new RestartingHost(
    {
      WASLA_MODE: 'development',
      LOG_LEVEL: 'warn',
      STOP_TIMEOUT: '1',
      ...process.env,
      DATABASE_URL: appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
      WASLA_ENCRYPTION_KEYS: (await encryptionKeys(config)).join(','),
    },
    { spare: added.length > 0 },
  )
  // Without any, somebody works on the platform itself.
  const folders = added.length > 0 ? added : [process.cwd()]
  const startAnew = (file: string, fresh: boolean): void => {
    console.log(`\n${file} has changed; starting anew.`)
    void host.restart(() => buildChangedPages(folders), { fresh })
  }
  const unwatch = await watchFiles(folders, (file) => startAnew(file, false))
  const unwatchPlatform = await watchFiles(added.length > 0 ? platformSources() : [], (file) =>
    startAnew(file, true),
  )
  await host.restart(() => buildChangedPages(folders))
  console.log(`Watching ${folders.map((folder) => relative('', folder) || '.').join(', ')}.`)
  await asked
  unwatch()
  unwatchPlatform()
  await host.stop()
  await database.close()
  process.exit()
}

/** Only of plugins whose pages have changed. One that does not build keeps its old pages, and the reason is printed. */
async function buildChangedPages(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await bringPagesUpToDate(folder)
    } catch (error) {
      printError(error)
    }
  }
}

/** What authors change: the plugins this deployment adds by path. Installed packages do not change. */
async function addedFolders(): Promise<string[]> {
  const sources = await deploymentPlugins(process.cwd())
  return sources.map(({ directory }) => directory).filter((directory) => !directory.includes('node_modules'))
}
