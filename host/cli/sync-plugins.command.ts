import type { Command } from 'commander'
import { syncPlugins } from '../authoring/scaffold/sync-plugins.ts'

/** `wasla sync-plugins [--check]` */
export function addSyncPlugins(program: Command): void {
  program
    .command('sync-plugins')
    .description("keep the plugins of this repository as the template says; for the platform's own")
    .argument('[folder]', 'where they lie', 'plugins')
    .option('--check', 'only tell what differs', false)
    .action((folder: string, { check }: { check: boolean }) => {
      const { plugins, differences } = syncPlugins(folder, { write: !check })
      for (const { plugin, message } of differences) console.error(`${plugin}: ${message}`)
      console.log(
        `${plugins} plugins, ${differences.length} differences${check || differences.length === 0 ? '' : ', mended in package.json where they could be'}.`,
      )
      if (plugins === 0 || (check && differences.length > 0)) process.exitCode = 1
    })
}
