import type { Command } from 'commander'
import { buildPages } from '../authoring/pages/build-pages.ts'

/** `wasla build-admin [folder]` */
export function addBuildAdmin(program: Command): void {
  program
    .command('build-admin')
    .description("build a plugin's pages into dist-admin/")
    .argument('[folder]', 'the plugin', '.')
    .action(async (folder: string) => {
      const built = await buildPages(folder)
      console.log(
        built ? 'Built dist-admin/.' : `${folder} has no admin/index.tsx, so there are no pages to build.`,
      )
    })
}
