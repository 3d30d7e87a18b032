import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { deploymentPlugins } from './deployment-plugins.ts'
import { listedPlugins } from './listed-plugins.ts'
import type { PluginSource } from './plugin-source.ts'

/** All plugins of this deployment: the listed ones, and those its working directory adds. */
export async function pluginSources(directory: string = process.cwd()): Promise<PluginSource[]> {
  return [...listedPlugins, ...(await deploymentPlugins(directory))]
}

/** A plugin by the id in its plugin.json, found without running code. */
export interface IdentifiedPlugin {
  id: string
  directory: string
}

/** Those whose plugin.json can be read; what is wrong with the others is for the kernel to tell. */
export async function identifyPlugins(sources: readonly PluginSource[]): Promise<IdentifiedPlugin[]> {
  const ids = await Promise.all(sources.map(({ directory }) => readId(directory)))
  return sources.flatMap(({ directory }, index) => {
    const id = ids[index]
    return id === undefined ? [] : [{ id, directory }]
  })
}

async function readId(directory: string): Promise<string | undefined> {
  try {
    const { id } = JSON.parse(await readFile(join(directory, 'plugin.json'), 'utf8')) as { id?: unknown }
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

/** @throws StartError `unknown_plugin` */
export async function findPlugin(id: string): Promise<IdentifiedPlugin> {
  const plugins = await identifyPlugins(await pluginSources())
  const plugin = plugins.find((candidate) => candidate.id === id)
  if (plugin) return plugin
  throw new StartError(
    'unknown_plugin',
    `There is no plugin "${id}" here; there are ${plugins.map((known) => known.id).join(', ')}, and wasla.plugins.json can add others.`,
  )
}
