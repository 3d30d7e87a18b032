import type { Command } from 'commander'
import { addPlugin } from '../authoring/deployment/add-plugin.ts'
import type { Kernel } from '../runtime/kernel.ts'

/** `wasla plugins add <folder|tarball|package>` */
export function addPluginsAdd(plugins: Command, kernel: Kernel): void {
  plugins
    .command('add')
    .description('add a plugin to this deployment')
    .argument('<plugin>', 'a folder, a tarball (.tgz) or the name of a package')
    .action(async (what: string) => {
      const { id, differ } = await addPlugin(process.cwd(), what)
      if (differ !== undefined) console.warn(`Of ${id}, ${differ}`)
      const { modules } = await kernel.loadPlugins()
      const added = modules.find((module) => module.id === id)
      if (added?.quarantine !== undefined) {
        console.error(`${id} is listed now, but the host would leave it out: ${added.quarantine}`)
        process.exitCode = 1
        return
      }
      console.log(
        `Added ${id} ${added?.version ?? ''}. Restart the host: it creates its tables and serves it, and organizations can switch it on.`,
      )
    })
}
