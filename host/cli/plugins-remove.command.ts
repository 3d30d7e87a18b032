import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../config/load-config.ts'
import { applicationUrls } from '../database/application-urls.ts'
import { withDatabase } from './with-database.ts'

interface Options {
  export?: string
  purge: boolean
  switchOff: boolean
}

/** `wasla plugins remove <id>` */
export function addPluginsRemove(plugins: Command): void {
  plugins
    .command('remove')
    .description('take a plugin off this deployment for good; its code need not be there')
    .argument('<id>', 'its id')
    .option('--switch-off', 'switch it off where it is on', false)
    .option('--export <folder>', 'first write what each organization holds into this folder')
    .option('--purge', 'delete what organizations hold; without it, a plugin that holds rows stays', false)
    .action(remove)
}

async function remove(id: string, options: Options): Promise<void> {
  const [{ bootstrap }, { removePlugin }] = await Promise.all([
    import('@wasla/migrations'),
    import('../authoring/deployment/remove-plugin.ts'),
  ])
  const config = loadConfig()
  const { organizations, purged } = await withDatabase(
    config,
    'plugins remove',
    async ({ adminUrl, appUrl }) => {
      const login = await bootstrap({ adminUrl, appUrl })
      return removePlugin({
        directory: process.cwd(),
        id,
        adminUrl,
        appUrl: applicationUrls(config, login.appUrl).directUrl,
        switchOff: options.switchOff,
        purge: options.purge,
        exportTo: options.export === undefined ? undefined : resolve(options.export),
      })
    },
  )
  const rows = Object.entries(purged)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => `${count} of ${table}`)
  if (options.export !== undefined)
    console.log(`Exported ${organizations} organization(s) to ${options.export}.`)
  if (options.purge)
    console.log(rows.length === 0 ? 'There was nothing to delete.' : `Deleted ${rows.join(', ')}.`)
  console.log(
    `Removed ${id}: its tables, its role and its place on the list are gone. Restart hosts that still run it.`,
  )
}
