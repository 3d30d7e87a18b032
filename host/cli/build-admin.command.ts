import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { buildPages } from '../authoring/pages/build-pages.ts'
import { pluginTexts } from '../authoring/texts/plugin-texts.ts'
import { StartError } from '../start-error.ts'

/** `wasla build-admin [folder]` */
export function addBuildAdmin(program: Command): void {
  program
    .command('build-admin')
    .description("build a plugin's pages into dist-admin/")
    .argument('[folder]', 'the plugin', '.')
    .action(async (folder: string) => {
      if (!existsSync(join(folder, 'plugin.json'))) {
        throw new StartError(
          'not_a_plugin',
          `${resolve(folder)} has no plugin.json, so there are no pages to build; name the plugin's folder.`,
        )
      }
      if (!(await buildPages(folder)))
        return console.log(`${folder} has no admin/index.tsx, so there are no pages to build.`)
      console.log('Built dist-admin/.')
      const { id } = JSON.parse(await readFile(join(folder, 'plugin.json'), 'utf8')) as { id: string }
      for (const finding of (await pluginTexts(folder, id))?.wanting ?? []) console.warn(finding)
    })
}
