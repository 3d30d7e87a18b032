import { StartError } from '../../../start-error.ts'
import { ownEvents } from '../find-event.ts'
import { spellings } from '../names.ts'
import { withEntry, withImport } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { changeFile, type Part, writeFiles } from './part.ts'

/** `gift-card-redeemed`: the last word is what happened, those before say to what. */
export const event: Part = {
  async add(plugin) {
    const { kebab, camel } = spellings(plugin.meaning.entity)
    const [, subject, happened] = /^(.+)-([^-]+)$/.exec(kebab) ?? []
    if (subject === undefined || happened === undefined)
      throw new StartError(
        'plugin_name_invalid',
        `"${kebab}" does not say what happened to what; name an event after both, such as gift-card-redeemed.`,
      )
    const name = `${plugin.id}.${subject}.${happened}`
    if (ownEvents(plugin.directory).has(name))
      throw new StartError('part_exists', `"${name}" is announced already; choose another name.`)
    const participle = spellings(happened)
    const files = [...templateFiles('parts/event')].map(([path, text]): [string, string] => [
      path.replace('happened', happened),
      text.replaceAll('Happened', participle.pascal).replaceAll('happened', happened),
    ])
    const file = `contract/${kebab}.events.ts`
    return [
      ...(await writeFiles({ ...plugin, meaning: { ...plugin.meaning, entity: subject } }, new Map(files))),
      await changeFile(
        plugin,
        'contract/index.ts',
        (source) => `${source}export { ${camel} } from './${kebab}.events.ts'\n`,
      ),
      await changeFile(plugin, 'plugin.ts', (source) =>
        withEntry(withImport(source, camel, `./${file}`), 'events', camel),
      ),
    ]
  },
}
