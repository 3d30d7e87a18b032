import { resolve } from 'node:path'
import type { Command } from 'commander'
import { StartError } from '../start-error.ts'

// Not written into the import: hosts that only serve need none of its tools.
const ADMIN_UI = '@wasla/admin-ui'

/** `wasla build-admin [folder]` */
export function addBuildAdmin(program: Command): void {
  program
    .command('build-admin')
    .description("build a plugin's pages into dist-admin/")
    .argument('[folder]', 'the plugin', '.')
    .action(async (folder: string) => {
      const { buildPluginAdmin } = await load()
      const built = await buildPluginAdmin({ directory: resolve(folder) })
      console.log(built ? 'Built dist-admin/.' : 'It has no admin/index.tsx, so there are no pages to build.')
    })
}

async function load(): Promise<{ buildPluginAdmin(options: { directory: string }): Promise<boolean> }> {
  return import(ADMIN_UI).catch((cause: unknown) => {
    throw new StartError(
      'admin_ui_missing',
      `Pages are built by ${ADMIN_UI}, which is not installed here; run "npm install --save-dev ${ADMIN_UI}".`,
      { cause },
    )
  })
}
