import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { manifestSchema } from '@wasla/sdk'
import { listedPlugins } from '../../plugins/listed-plugins.ts'
import { identifyPlugins } from '../../plugins/plugin-sources.ts'
import { StartError } from '../../start-error.ts'
import { installationAbove } from './installation-above.ts'
import { requireName, requireSingular } from './names.ts'
import { type Meaning, render } from './render.ts'
import { packageManifest, type PackageOrigin } from './package-manifest.ts'
import { templateFiles } from './template-files.ts'

export interface NewPlugin extends Meaning {
  readonly directory: string
  readonly origin: PackageOrigin
}

/**
 * Writes a plugin that runs and passes its tests.
 * @returns the paths it wrote, below the directory
 * @throws StartError `plugin_name_invalid` or `directory_not_empty`
 */
export async function createPlugin(plugin: NewPlugin): Promise<string[]> {
  requireName('plugin', plugin.plugin)
  requireName('entity', plugin.entity)
  requireSingular(plugin.entity)
  const reserved = manifestSchema.shape.id.safeParse(plugin.plugin)
  if (!reserved.success) {
    throw new StartError(
      'plugin_name_invalid',
      `A plugin cannot be called "${plugin.plugin}": the name ${reserved.error.issues[0]?.message}; choose another one.`,
    )
  }
  if ((await identifyPlugins(listedPlugins)).some(({ id }) => id === plugin.plugin)) {
    throw new StartError(
      'plugin_name_invalid',
      `A plugin cannot be called "${plugin.plugin}": every host has a module of that name; choose another one.`,
    )
  }
  const present = await readdir(plugin.directory).catch(() => [])
  if (present.length > 0) {
    throw new StartError(
      'directory_not_empty',
      `${plugin.directory} holds files already, and a new plugin would mix with them; choose another folder with --directory.`,
    )
  }
  const written: string[] = []
  for (const [path, text] of templateFiles()) {
    const target = render(path, plugin)
      .replace(/(^|\/)dot-/, '$1.')
      .replace('.template', '')
    if (plugin.origin.kind === 'platform' && ownFiles.has(target)) continue
    const content = contentOf(target, render(text, plugin), plugin)
    await mkdir(dirname(join(plugin.directory, target)), { recursive: true })
    await writeFile(join(plugin.directory, target), content)
    written.push(target)
  }
  return written.sort()
}

function contentOf(target: string, text: string, { plugin, origin, directory }: NewPlugin): string {
  if (target === 'package.json') return packageManifest(text, plugin, origin)
  const above = target === 'plugin.json' ? installationAbove(directory) : undefined
  // Editors look the schema up by its path.
  return above === undefined
    ? text
    : text.replace('./node_modules/', `${relative(directory, above).replaceAll(sep, '/')}/node_modules/`)
}

/** What a plugin of the platform's own repository shares with all others there. */
const ownFiles = new Set([
  'tsconfig.json',
  'vitest.config.ts',
  '.gitignore',
  'wasla.plugins.json',
  'tests/_postgres.ts',
])
