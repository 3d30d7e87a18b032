import { Command } from 'commander'
import type { Kernel } from '../runtime/kernel.ts'
import { addAudit } from './audit.command.ts'
import { addConfiguration } from './configuration.command.ts'
import { addAdd } from './add.command.ts'
import { addBuildAdmin } from './build-admin.command.ts'
import { addCreatePlugin } from './create-plugin.command.ts'
import { addDev } from './dev.command.ts'
import { addDoctor } from './doctor.command.ts'
import { addEvents } from './events.command.ts'
import { addJobs } from './jobs.command.ts'
import { addKeys } from './keys.command.ts'
import { addMigrate } from './migrate.command.ts'
import { addMigration } from './migration.command.ts'
import { addOperators } from './operator.command.ts'
import { addPlugins } from './plugins.command.ts'
import { addSingletons } from './singletons.command.ts'
import { printError } from './print-error.ts'
import { addStart } from './start.command.ts'
import { addSyncPlugins } from './sync-plugins.command.ts'
import { version } from './version.ts'

/** Runs one `wasla` command to its end; a failure is printed and leaves exit code 1. */
export async function runCommandLine(argv: readonly string[], kernel: Kernel): Promise<void> {
  const program = new Command('wasla')
    .description('A platform core for business software, in modules that each organization switches on.')
    .version(version)
    .showHelpAfterError()
  addStart(program, kernel)
  addMigrate(program, kernel)
  addDoctor(program, kernel)
  addPlugins(program, kernel)
  addMigration(program)
  addAudit(program)
  addKeys(program)
  addOperators(program)
  addJobs(program)
  addEvents(program)
  addSingletons(program)
  addCreatePlugin(program)
  addAdd(program)
  addBuildAdmin(program)
  addSyncPlugins(program)
  addDev(program)
  addConfiguration(program)
  try {
    await program.parseAsync(argv)
  } catch (error) {
    printError(error)
    process.exitCode = 1
  }
}
