import type { Command } from 'commander'
import { configurationReference } from '../config/configuration-reference.ts'

/** `wasla configuration` */
export function addConfiguration(program: Command): void {
  program
    .command('configuration')
    .description('print the reference of all settings as Markdown')
    .action(() => {
      process.stdout.write(configurationReference())
    })
}
