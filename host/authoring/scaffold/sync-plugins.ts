import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { packageManifest } from './package-manifest.ts'
import { render } from './render.ts'
import { templateFiles } from './template-files.ts'

/** What the template decides for every plugin of the repository; the rest of a package.json is the plugin's own. */
const shared = ['license', 'type', 'engines', 'exports', 'files'] as const
const required = ['README.md', 'plugin.json', 'plugin.ts', 'index.ts', 'tests/conformance.spec.ts']

export interface Difference {
  readonly plugin: string
  /** One sentence: what differs. */
  readonly message: string
}

/** Compares the repository's plugins with the template, and mends what it can when `write` is set. */
export function syncPlugins(
  directory: string,
  { write = false }: { write?: boolean } = {},
): { plugins: number; differences: Difference[] } {
  const manifests = globSync('*/plugin.json', { cwd: directory }).sort()
  const differences = manifests.flatMap((path) => {
    const folder = join(directory, dirname(path))
    const plugin = basename(folder)
    const missing = required
      .filter((file) => !existsSync(join(folder, file)))
      .map(
        (file): Difference => ({
          plugin,
          message: `It has no ${file}, which every plugin has; "wasla create-plugin" shows one.`,
        }),
      )
    return [...missing, ...syncManifest(folder, plugin, write)]
  })
  return { plugins: manifests.length, differences }
}

function syncManifest(folder: string, plugin: string, write: boolean): Difference[] {
  const path = join(folder, 'package.json')
  const own = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const wanted = templateManifest(plugin)
  const exports = wanted['exports'] as Record<string, unknown>
  if (!existsSync(join(folder, 'contract'))) delete exports['./contract']
  if (!existsSync(join(folder, 'admin')))
    wanted['files'] = (wanted['files'] as string[]).filter((name) => name !== 'dist-admin')
  const differing = shared.filter((key) => canonical(own[key]) !== canonical(wanted[key]))
  if (differing.length === 0) return []
  if (write) {
    for (const key of differing) own[key] = wanted[key]
    writeFileSync(path, `${JSON.stringify(own, null, 2)}\n`)
  }
  return differing.map((key) => ({
    plugin,
    message: `Its package.json says other things under "${key}" than the template.`,
  }))
}

function templateManifest(plugin: string): Record<string, unknown> {
  const text = { en: plugin, ar: plugin }
  const meaning = { plugin, entity: 'entry', name: text, entityName: { ar: plugin, arPlural: plugin } }
  const template = templateFiles().get('package.template.json') ?? '{}'
  return JSON.parse(packageManifest(render(template, meaning), plugin, { kind: 'platform' })) as Record<
    string,
    unknown
  >
}

/** The order of a list of files tells nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
}
