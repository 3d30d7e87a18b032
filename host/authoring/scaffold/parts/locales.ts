import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { changeFile, type GrowingPlugin } from './part.ts'

/** A text per language under a key, `problem.card_not_found`, in a plugin that has pages. @returns the files changed */
export async function addTexts(
  plugin: GrowingPlugin,
  key: string,
  texts: { readonly en: string; readonly ar: string },
): Promise<string[]> {
  const [group = key, name] = key.split('.')
  const changed: string[] = []
  for (const language of ['en', 'ar'] as const) {
    const path = `admin/locales/${language}.json`
    if (!existsSync(join(plugin.directory, path))) continue
    changed.push(
      await changeFile(plugin, path, (source) => {
        const all = JSON.parse(source) as Record<string, object | undefined>
        const grown = { ...all, [group]: { ...all[group], [String(name)]: texts[language] } }
        return `${JSON.stringify(grown, null, 2)}\n`
      }),
    )
  }
  return changed
}
