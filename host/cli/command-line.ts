import { Command } from 'commander'
import type { Kernel } from '../runtime/kernel.ts'
import { printError } from './print-error.ts'
import { version } from './version.ts'

type AddCommands = (program: Command, kernel: Kernel) => void

/** By the words they begin with; each is loaded when it is asked for, since some bring the whole platform along. */
const commands: readonly (readonly [words: string, load: () => Promise<AddCommands>])[] = [
  ['start worker', async () => (await import('./start.command.ts')).addStart],
  ['migrate', async () => (await import('./migrate.command.ts')).addMigrate],
  ['doctor', async () => (await import('./doctor.command.ts')).addDoctor],
  ['plugins', async () => (await import('./plugins.command.ts')).addPlugins],
  ['migration', async () => (await import('./migration.command.ts')).addMigration],
  ['audit', async () => (await import('./audit.command.ts')).addAudit],
  ['keys', async () => (await import('./keys.command.ts')).addKeys],
  ['operator', async () => (await import('./operator.command.ts')).addOperators],
  ['jobs', async () => (await import('./jobs.command.ts')).addJobs],
  ['events', async () => (await import('./events.command.ts')).addEvents],
  ['singletons', async () => (await import('./singletons.command.ts')).addSingletons],
  ['create-plugin', async () => (await import('./create-plugin.command.ts')).addCreatePlugin],
  ['add', async () => (await import('./add.command.ts')).addAdd],
  ['build-admin', async () => (await import('./build-admin.command.ts')).addBuildAdmin],
  ['sync-plugins', async () => (await import('./sync-plugins.command.ts')).addSyncPlugins],
  ['dev', async () => (await import('./dev.command.ts')).addDev],
  ['bundle-libraries', async () => (await import('./bundle-libraries.command.ts')).addBundleLibraries],
  ['configuration', async () => (await import('./configuration.command.ts')).addConfiguration],
]

/** Runs one `wasla` command to its end; a failure is printed and leaves exit code 1. */
export async function runCommandLine(argv: readonly string[], kernel: Kernel): Promise<void> {
  const program = new Command('wasla')
    .description('A platform core for business software, in modules that each organization switches on.')
    .version(version)
    .showHelpAfterError()
  try {
    for (const load of loadersFor(argv[2])) (await load())(program, kernel)
    await program.parseAsync(argv)
  } catch (error) {
    printError(error)
    process.exitCode = 1
  }
}

/** Help, and the answer to a word that is none, name all commands. */
function loadersFor(word = ''): (() => Promise<AddCommands>)[] {
  if (word === '--version' || word === '-V') return []
  const asked = commands.filter(([words]) => words.split(' ').includes(word))
  return (asked.length > 0 ? asked : commands).map(([, load]) => load)
}
