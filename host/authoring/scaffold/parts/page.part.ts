import { spellings } from '../names.ts'
import { withEntry } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

const arabicTexts = 'admin/locales/ar.json'

export const page: Part = {
  standIn: arabicTexts,
  async add(plugin) {
    const written = await writeFiles(plugin, templateFiles('parts/page'))
    const { kebab, pascal, words } = spellings(plugin.meaning.entity)
    const path = `{ path: '${kebab}', load: async () => (await import('./${kebab}.page.tsx')).${pascal}Page }`
    const titled =
      (title: string) =>
      (source: string): string =>
        `${JSON.stringify({ ...(JSON.parse(source) as object), [kebab]: { title } }, null, 2)}\n`
    return [
      ...written,
      await changeFile(plugin, 'admin/index.tsx', (source) =>
        withEntry(withEntry(source, 'nav', `{ path: '${kebab}', label: '${kebab}.title' }`), 'routes', path),
      ),
      await changeFile(plugin, 'admin/locales/en.json', titled(words)),
      await changeFile(plugin, arabicTexts, titled('صفحة جديدة')),
    ]
  },
}
