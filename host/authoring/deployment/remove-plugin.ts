import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createLogger, loadPlugins, retireModule, type RetiredModule } from '@wasla/core'
import { listedPlugins } from '../../plugins/listed-plugins.ts'
import { pluginSource } from '../../plugins/plugin-source.ts'
import { identifyPlugins, pluginSources } from '../../plugins/plugin-sources.ts'
import { StartError } from '../../start-error.ts'
import { uninstallPackage } from './npm.ts'
import { changePluginList, readPluginList } from './plugin-list.ts'

export interface RemovePlugin {
  readonly directory: string
  readonly id: string
  readonly adminUrl: string
  readonly appUrl: string
  readonly switchOff: boolean
  readonly purge: boolean
  /** A folder for one file per organization. */
  readonly exportTo: string | undefined
}

/**
 * Takes a plugin off the deployment: its data in every organization first, then the list, then the package.
 * @throws StartError `plugin_built_in`; WaslaError as `retireModule`
 */
export async function removePlugin({
  directory,
  id,
  exportTo,
  ...options
}: RemovePlugin): Promise<RetiredModule> {
  if ((await identifyPlugins(listedPlugins)).some((plugin) => plugin.id === id)) {
    throw new StartError(
      'plugin_built_in',
      `"${id}" is a module of every deployment and cannot be removed; organizations can leave it off.`,
    )
  }
  const log = createLogger({ level: 'silent' })
  const registry = await loadPlugins({
    sources: await pluginSources(directory),
    environment: process.env,
    log,
  })
  if (exportTo !== undefined) await mkdir(exportTo, { recursive: true })
  const retired = await retireModule({
    ...options,
    moduleId: id,
    registry,
    log,
    save:
      exportTo === undefined
        ? undefined
        : (organization, lines) =>
            pipeline(Readable.from(lines), createWriteStream(join(exportTo, `${id}-${organization}.ndjson`))),
  })
  const entry = await entryOf(directory, id)
  if (entry !== undefined) {
    await changePluginList(directory, (plugins) => plugins.filter((name) => name !== entry))
    if (!entry.startsWith('.')) uninstallPackage(directory, entry)
  }
  return retired
}

/** Of a plugin that is gone from the disk, the entry that bears its name. */
async function entryOf(directory: string, id: string): Promise<string | undefined> {
  const path = join(directory, 'wasla.plugins.json')
  const { plugins } = await readPluginList(directory)
  for (const name of plugins) {
    const [plugin] = await identifyPlugins([pluginSource(name, path)])
    if (plugin?.id === id) return name
  }
  return plugins.find(
    (name) =>
      name
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/^wasla-plugin-/, '') === id,
  )
}
