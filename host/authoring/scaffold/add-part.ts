import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartError } from '../../start-error.ts'
import { requireName } from './create-plugin.ts'
import { findEvent, ownEvents } from './find-event.ts'
import { plural, spellings } from './names.ts'
import { type Meaning, render } from './render.ts'
import { withEntry, withImport } from './table-of-contents.ts'
import { templateFiles } from './template-files.ts'

export const parts = ['entity', 'route', 'job', 'event', 'subscriber', 'page'] as const
export type Part = (typeof parts)[number]

/** Where an Arabic title stands in for the author's, since nobody can spell it from the name. */
export const standIns: Readonly<Partial<Record<string, string>>> = {
  entity: 'plugin.json',
  page: 'admin/locales/ar.json',
}

interface Plugin {
  readonly directory: string
  readonly id: string
  /** The modules that its plugin.json names. */
  readonly modules: readonly string[]
  readonly meaning: Meaning
  /** What a subscriber listens to. */
  readonly event: string | undefined
}

/**
 * Grows a plugin by a part, and lists the part where the plugin lists such.
 * @param event what a subscriber listens to
 * @returns the files written and changed
 * @throws StartError `not_a_plugin`, `plugin_name_invalid`, `part_unknown`, `part_exists` or `event_unknown`
 */
export async function addPart(
  directory: string,
  part: string,
  name: string,
  { event }: { event?: string | undefined } = {},
): Promise<string[]> {
  if (!parts.includes(part as Part))
    throw new StartError(
      'part_unknown',
      `A plugin has no part "${part}" that can be added; there are ${parts.join(', ')}.`,
    )
  requireName(part, name)
  const manifest = await readFile(join(directory, 'plugin.json'), 'utf8').catch(() => {
    throw new StartError(
      'not_a_plugin',
      `${directory} has no plugin.json, so there is no plugin to add to; go to the plugin's folder.`,
    )
  })
  const { id, requires = {}, optional = {} } = JSON.parse(manifest) as NamingModules
  const title = spellings(name).words
  const plugin = {
    directory,
    id,
    modules: Object.keys({ ...requires, ...optional }),
    event,
    meaning: {
      plugin: id,
      entity: name,
      name: { en: title, ar: title },
      entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    },
  }
  const add: Record<Part, (to: Plugin) => Promise<string[]>> = {
    entity: addEntity,
    route: addRoute,
    job: addJob,
    event: addEvent,
    subscriber: addSubscriber,
    page: addPage,
  }
  return add[part as Part](plugin)
}

interface NamingModules {
  readonly id: string
  readonly requires?: object
  readonly optional?: object
}

async function write(plugin: Plugin, files: ReadonlyMap<string, string>): Promise<string[]> {
  const targets = [...files].map(
    ([path, text]) =>
      [render(path, plugin.meaning).replace('.template', ''), render(text, plugin.meaning)] as const,
  )
  const present = targets.find(([path]) => existsSync(join(plugin.directory, path)))
  if (present !== undefined)
    throw new StartError(
      'part_exists',
      `${present[0]} is there already, and it would be lost; choose another name.`,
    )
  for (const [path, text] of targets) {
    await mkdir(dirname(join(plugin.directory, path)), { recursive: true })
    await writeFile(join(plugin.directory, path), text)
  }
  return targets.map(([path]) => path)
}

async function change(plugin: Plugin, path: string, edit: (source: string) => string): Promise<string> {
  const file = join(plugin.directory, path)
  await writeFile(file, edit(await readFile(file, 'utf8')))
  return path
}

async function addRoute(plugin: Plugin): Promise<string[]> {
  const written = await write(plugin, templateFiles('parts/route'))
  const { camel, kebab } = spellings(plugin.meaning.entity)
  return [
    ...written,
    await change(plugin, 'plugin.ts', (source) =>
      withEntry(
        withImport(source, `${camel}Routes`, `./server/http/${kebab}.routes.ts`),
        'routes',
        `${camel}Routes`,
      ),
    ),
  ]
}

async function addJob(plugin: Plugin): Promise<string[]> {
  const written = await write(plugin, templateFiles('parts/job'))
  const { camel, kebab } = spellings(plugin.meaning.entity)
  return [
    ...written,
    await change(plugin, 'plugin.ts', (source) =>
      withEntry(withImport(source, camel, `./server/jobs/${kebab}.job.ts`), 'jobs', camel),
    ),
  ]
}

/** `gift-card-redeemed`: the last word is what happened, those before say to what. */
async function addEvent(plugin: Plugin): Promise<string[]> {
  const { kebab, camel } = spellings(plugin.meaning.entity)
  const [, subject, happened] = /^(.+)-([^-]+)$/.exec(kebab) ?? []
  if (subject === undefined || happened === undefined)
    throw new StartError(
      'plugin_name_invalid',
      `"${kebab}" does not say what happened to what; name an event after both, such as gift-card-redeemed.`,
    )
  const event = `${plugin.id}.${subject}.${happened}`
  if (ownEvents(plugin.directory).has(event))
    throw new StartError('part_exists', `"${event}" is announced already; choose another name.`)
  const participle = spellings(happened)
  const files = [...templateFiles('parts/event')].map(([path, text]): [string, string] => [
    path.replace('happened', happened),
    text.replaceAll('Happened', participle.pascal).replaceAll('happened', happened),
  ])
  const file = `contract/${kebab}.events.ts`
  return [
    ...(await write({ ...plugin, meaning: { ...plugin.meaning, entity: subject } }, new Map(files))),
    await change(
      plugin,
      'contract/index.ts',
      (source) => `${source}export { ${camel} } from './${kebab}.events.ts'\n`,
    ),
    await change(plugin, 'plugin.ts', (source) =>
      withEntry(withImport(source, camel, `./${file}`), 'events', camel),
    ),
  ]
}

async function addSubscriber(plugin: Plugin): Promise<string[]> {
  const { constant, from } = await findEvent(plugin, plugin.event)
  const files = [...templateFiles('parts/subscriber')].map(([path, text]): [string, string] => [
    path,
    render(text, plugin.meaning).replaceAll('theEvent', constant).replace('the-contract', from),
  ])
  const { camel, kebab } = spellings(plugin.meaning.entity)
  return [
    ...(await write(plugin, new Map(files))),
    await change(plugin, 'plugin.ts', (source) =>
      withEntry(
        withImport(source, camel, `./server/subscribers/${kebab}.subscriber.ts`),
        'subscribers',
        camel,
      ),
    ),
  ]
}

async function addPage(plugin: Plugin): Promise<string[]> {
  const written = await write(plugin, templateFiles('parts/page'))
  const { kebab, pascal, words } = spellings(plugin.meaning.entity)
  const route = `{ path: '${kebab}', load: async () => (await import('./${kebab}.page.tsx')).${pascal}Page }`
  const titled =
    (title: string) =>
    (source: string): string =>
      `${JSON.stringify({ ...(JSON.parse(source) as object), [kebab]: { title } }, null, 2)}\n`
  return [
    ...written,
    await change(plugin, 'admin/index.tsx', (source) =>
      withEntry(withEntry(source, 'nav', `{ path: '${kebab}', label: '${kebab}.title' }`), 'routes', route),
    ),
    await change(plugin, 'admin/locales/en.json', titled(words)),
    await change(plugin, 'admin/locales/ar.json', titled('صفحة جديدة')),
  ]
}

async function addEntity(plugin: Plugin): Promise<string[]> {
  const template = templateFiles()
  const files = new Map(
    [...template].filter(
      ([path]) =>
        /^(contract|server)\/.*sample-items?\.(schema|events|entity|routes)\.ts$|sample-item-list\.view\.ts$|use-cases\//.test(
          path,
        ) && !path.includes('graphql'),
    ),
  )
  const migrations = await readdir(join(plugin.directory, 'migrations')).catch(() => [])
  const number = String(
    Math.max(0, ...migrations.map((file) => Number.parseInt(file, 10) || 0)) + 1,
  ).padStart(4, '0')
  files.set(`migrations/${number}_sample-items.sql`, template.get('migrations/0001_sample-items.sql') ?? '')
  const written = await write(plugin, files)
  const { camel, kebab, pascal, words } = spellings(plugin.meaning.entity)
  const many = plural(plugin.meaning.entity)
  return [
    ...written,
    await change(plugin, 'server/data/entities.ts', (source) =>
      withImport(source, pascal, `./${kebab}.entity.ts`).replace(
        /(entities = \[)([^\]]*)\]/,
        `$1$2, ${pascal}]`,
      ),
    ),
    await change(
      plugin,
      `server/${plugin.id}.errors.ts`,
      (source) =>
        `${source}\nexport const ${camel}NotFound = () =>\n  notFound('${plugin.id}.${spellings(kebab).snake}_not_found', 'There is no such item in this organization; it may have been deleted.')\n`,
    ),
    await change(plugin, 'plugin.json', (source) =>
      withPermission(source, many, spellings(many).words || words),
    ),
    await change(plugin, 'contract/permissions.ts', (source) =>
      source.replace(/(interface Permissions \{\s+\S+: '[^\n]*)/, `$1 | '${many}'`),
    ),
    await change(plugin, 'plugin.ts', (source) => {
      const imported = withImport(
        withImport(source, `${camel}Created`, `./contract/${kebab}.events.ts`),
        `${camel}Routes`,
        `./server/http/${kebab}.routes.ts`,
      )
      return withEntry(withEntry(imported, 'events', `${camel}Created`), 'routes', `${camel}Routes`)
    }),
  ]
}

function withPermission(source: string, resource: string, title: string): string {
  const manifest = JSON.parse(source) as { permissions?: object[] }
  const added = { resource, actions: ['read', 'write'], title: { en: title, ar: 'العناصر' } }
  return `${JSON.stringify({ ...manifest, permissions: [...(manifest.permissions ?? []), added] }, null, 2)}\n`
}
