import { spellings } from '../names.ts'
import { withEntry, withImport } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

export const route: Part = {
  async add(plugin) {
    const written = await writeFiles(plugin, templateFiles('parts/route'))
    const { camel, kebab } = spellings(plugin.meaning.entity)
    return [
      ...written,
      await changeFile(plugin, 'plugin.ts', (source) =>
        withEntry(
          withImport(source, `${camel}Routes`, `./server/http/${kebab}.routes.ts`),
          'routes',
          `${camel}Routes`,
        ),
      ),
    ]
  },
}
