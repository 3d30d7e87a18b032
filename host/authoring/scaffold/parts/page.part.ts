import { spellings } from '../names.ts'
import { withEntry } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { addText } from './locales.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

export const page: Part = {
  standIn: 'admin/locales/ar.json',
  async add(plugin) {
    const written = await writeFiles(plugin, templateFiles('parts/page'))
    const { kebab, pascal, words } = spellings(plugin.meaning.entity)
    const path = `{ path: '${kebab}', load: async () => (await import('./${kebab}.page.tsx')).${pascal}Page }`
    return [
      ...written,
      await changeFile(plugin, 'admin/index.tsx', (source) =>
        withEntry(withEntry(source, 'nav', `{ path: '${kebab}', label: '${kebab}.title' }`), 'routes', path),
      ),
      ...(await addText(plugin, kebab, 'title', { en: words, ar: 'صفحة جديدة' })),
    ]
  },
}
