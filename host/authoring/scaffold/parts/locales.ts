import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { changeFile, type GrowingPlugin } from './part.ts'

/** Adds a text in each language under `group.name`, `problem.card_not_found`, to a plugin that has pages. @returns the files changed */
export async function addText(
  plugin: GrowingPlugin,
  group: string,
  name: string,
  text: { readonly en: string; readonly ar: string },
): Promise<string[]> {
  const changed: string[] = []
  for (const language of ['en', 'ar'] as const) {
    const path = `admin/locales/${language}.json`
    if (!existsSync(join(plugin.directory, path))) continue
    changed.push(
      await changeFile(plugin, path, (source) => {
        const all = JSON.parse(source) as Record<string, object | undefined>
        const grown = { ...all, [group]: { ...all[group], [name]: text[language] } }
        return `${JSON.stringify(grown, null, 2)}\n`
      }),
    )
  }
  return changed
}
