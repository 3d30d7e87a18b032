import { spellings } from '../names.ts'
import { withEntry, withImport } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

export const job: Part = {
  async add(plugin) {
    const written = await writeFiles(plugin, templateFiles('parts/job'))
    const { camel, kebab } = spellings(plugin.meaning.entity)
    return [
      ...written,
      await changeFile(plugin, 'plugin.ts', (source) =>
        withEntry(withImport(source, camel, `./server/jobs/${kebab}.job.ts`), 'jobs', camel),
      ),
    ]
  },
}
