import type { Command } from 'commander'
import type { Kernel } from '../runtime/kernel.ts'

/** `wasla plugins list` */
export function addPlugins(program: Command, kernel: Kernel): void {
  program
    .command('plugins')
    .description('the modules of this deployment')
    .command('list')
    .description('each module with its version, and why it is kept out if it is')
    .action(async () => {
      const { modules } = await kernel.loadPlugins()
      const widest = Math.max(0, ...modules.map(({ id }) => id.length))
      for (const { id, version, quarantine } of modules) {
        console.log(
          `${id.padEnd(widest)}  ${version.padEnd(8)}  ${quarantine ? `quarantined: ${quarantine}` : 'ok'}`,
        )
      }
      if (modules.some(({ quarantine }) => quarantine)) process.exitCode = 1
    })
}
