import { findEvent } from '../find-event.ts'
import { spellings } from '../names.ts'
import { render } from '../render.ts'
import { withEntry, withImport } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

export const subscriber: Part = {
  async add(plugin) {
    const { constant, from } = await findEvent(plugin, plugin.event)
    const files = [...templateFiles('parts/subscriber')].map(([path, text]): [string, string] => [
      path,
      render(text, plugin.meaning).replaceAll('theEvent', constant).replace('the-contract', from),
    ])
    const { camel, kebab } = spellings(plugin.meaning.entity)
    return [
      ...(await writeFiles(plugin, new Map(files))),
      await changeFile(plugin, 'plugin.ts', (source) =>
        withEntry(
          withImport(source, camel, `./server/subscribers/${kebab}.subscriber.ts`),
          'subscribers',
          camel,
        ),
      ),
    ]
  },
}
