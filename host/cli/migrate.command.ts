import { bootstrap, type MigrationReport, migrate } from '@wasla/migrations'
import type { Command } from 'commander'
import { loadConfig } from '../config/load-config.ts'
import type { Kernel } from '../runtime/kernel.ts'
import { withDatabase } from './with-database.ts'

/** `wasla migrate [--dry-run]` */
export function addMigrate(program: Command, kernel: Kernel): void {
  program
    .command('migrate')
    .description('bring the database to what the platform and the plugins need; start does it too')
    .option('--dry-run', 'only list what would be applied', false)
    .action(async ({ dryRun }: { dryRun: boolean }) => {
      const { migrations, modules } = await kernel.loadPlugins()
      const report = await withDatabase(loadConfig(), 'migrate', async ({ adminUrl, appUrl }) => {
        if (!dryRun) await bootstrap({ adminUrl, appUrl })
        return migrate({ adminUrl, plugins: migrations, dryRun, log: console.log })
      })
      print(report, dryRun)
      for (const { id, quarantine } of modules) if (quarantine) console.error(`${id}: ${quarantine}`)
      if (report.failed.length > 0 || modules.some(({ quarantine }) => quarantine)) process.exitCode = 1
    })
}

function print({ applied, pending, failed, milliseconds }: MigrationReport, dryRun: boolean): void {
  for (const { plugin, file } of pending) console.log(`would apply ${plugin} ${file}`)
  for (const { plugin, message } of failed) console.error(`${plugin}: ${message}`)
  if (dryRun) console.log(pending.length === 0 ? 'Nothing to apply.' : `${pending.length} to apply.`)
  else console.log(`${applied.length} applied in ${milliseconds} ms.`)
}
