import { resolve } from 'node:path'
import type { Command } from 'commander'
import { StartError } from '../start-error.ts'

/** Not written into an import: hosts that only serve need none of its tools. */
const adminUi = '@wasla/admin-ui'

/** `wasla build-admin [folder]` */
export function addBuildAdmin(program: Command): void {
  program
    .command('build-admin')
    .description("build a plugin's pages into dist-admin/")
    .argument('[folder]', 'the plugin', '.')
    .action(async (folder: string) => {
      const built = await buildAdmin(folder, adminUi)
      console.log(built ? 'Built dist-admin/.' : 'It has no admin/index.tsx, so there are no pages to build.')
    })
}

/** @throws StartError `admin_ui_missing` */
export async function buildAdmin(folder: string, tools: string): Promise<boolean> {
  const { buildPluginAdmin } = (await import(tools).catch((cause: unknown) => {
    throw new StartError(
      'admin_ui_missing',
      `Pages are built by ${tools}, which is not installed here; run "npm install --save-dev ${tools}".`,
      { cause },
    )
  })) as { buildPluginAdmin(options: { directory: string }): Promise<boolean> }
  return buildPluginAdmin({ directory: resolve(folder) })
}
