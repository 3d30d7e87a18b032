import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { plural, requireSingular, spellings } from '../names.ts'
import { withEntry, withImport } from '../table-of-contents.ts'
import { templateFiles } from '../template-files.ts'
import { addText } from './locales.ts'
import { changeFile, type GrowingPlugin, type Part, writeFiles } from './part.ts'

export const entity: Part = {
  standIn: 'plugin.json',
  async add(plugin) {
    requireSingular(plugin.meaning.entity)
    const written = await writeFiles(plugin, await entityFiles(plugin))
    const { camel, kebab, pascal, words } = spellings(plugin.meaning.entity)
    const many = plural(plugin.meaning.entity)
    return [
      ...written,
      await changeFile(plugin, 'server/data/entities.ts', (source) =>
        withImport(source, pascal, `./${kebab}.entity.ts`).replace(
          /(entities = \[)([^\]]*)\]/,
          `$1$2, ${pascal}]`,
        ),
      ),
      await changeFile(
        plugin,
        `server/${plugin.id}.errors.ts`,
        (source) =>
          `${source}\nexport const ${camel}NotFound = () =>\n  notFound('${plugin.id}.${spellings(kebab).snake}_not_found', 'There is no such item in this organization; it may have been deleted.')\n`,
      ),
      ...(await addText(plugin, 'problem', `${spellings(kebab).snake}_not_found`, {
        en: 'There is none any more; it may have been deleted.',
        ar: 'لم يعد موجودًا؛ ربما حُذف.',
      })),
      await changeFile(plugin, 'plugin.json', (source) =>
        withPermission(source, many, spellings(many).words || words),
      ),
      await changeFile(plugin, 'contract/permissions.ts', (source) =>
        source.replace(/(interface Permissions \{\s+\S+: '[^\n]*)/, `$1 | '${many}'`),
      ),
      await changeFile(plugin, 'plugin.ts', (source) => {
        const imported = withImport(
          withImport(source, `${camel}Created`, `./contract/${kebab}.events.ts`),
          `${camel}Routes`,
          `./server/http/${kebab}.routes.ts`,
        )
        return withEntry(withEntry(imported, 'events', `${camel}Created`), 'routes', `${camel}Routes`)
      }),
    ]
  },
}

/** Those of the template's own entity, with the next migration. */
async function entityFiles({ directory }: GrowingPlugin): Promise<Map<string, string>> {
  const template = templateFiles()
  const files = [...template].filter(
    ([path]) =>
      /^(contract|server)\/.*sample-items?\.(schema|events|entity|routes)\.ts$|sample-item-list\.view\.ts$|use-cases\//.test(
        path,
      ) && !path.includes('graphql'),
  )
  const migrations = await readdir(join(directory, 'migrations')).catch(() => [])
  const last = Math.max(0, ...migrations.map((file) => Number.parseInt(file, 10) || 0))
  return new Map([
    ...files,
    [
      `migrations/${String(last + 1).padStart(4, '0')}_sample-items.sql`,
      template.get('migrations/0001_sample-items.sql') ?? '',
    ],
  ])
}

function withPermission(source: string, resource: string, title: string): string {
  const manifest = JSON.parse(source) as { permissions?: object[] }
  const added = { resource, actions: ['read', 'write'], title: { en: title, ar: 'العناصر' } }
  return `${JSON.stringify({ ...manifest, permissions: [...(manifest.permissions ?? []), added] }, null, 2)}\n`
}
