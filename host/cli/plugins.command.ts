import type { Command } from 'commander'
import type { Kernel } from '../runtime/kernel.ts'
import { addPluginsAdd } from './plugins-add.command.ts'
import { addPluginsGraph } from './plugins-graph.command.ts'
import { addPluginsRemove } from './plugins-remove.command.ts'
import { addPluginsScan } from './plugins-scan.command.ts'

/** `wasla plugins list|add|remove|graph|scan` */
export function addPlugins(program: Command, kernel: Kernel): void {
  const plugins = program.command('plugins').description('the modules of this deployment')
  addPluginsList(plugins, kernel)
  addPluginsAdd(plugins, kernel)
  addPluginsRemove(plugins)
  addPluginsGraph(plugins)
  addPluginsScan(plugins)
}

function addPluginsList(plugins: Command, kernel: Kernel): void {
  plugins
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
