import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPlugin } from '@wasla/sdk'
import type { Plugin } from '@wasla/sdk'

/** A plugin of the repository, before its code is loaded. */
export interface SourcePlugin {
  id: string
  directory: string
  manifest: { id: string; version: string; sdk: number; requires?: object; optional?: object }
}

/** The plugins under `root`, each behind those that its manifest names. */
export function sourcePlugins(root: string): SourcePlugin[] {
  const found = globSync('plugins/*/plugin.json', { cwd: root }).map((file): SourcePlugin => {
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as SourcePlugin['manifest']
    return { id: manifest.id, directory: join(root, dirname(file)), manifest }
  })
  const ordered = new Set<SourcePlugin>()
  const visit = (plugin: SourcePlugin, waiting: readonly string[]): void => {
    if (waiting.includes(plugin.id))
      throw new Error(`The manifests require each other: ${[...waiting, plugin.id].join(' → ')}.`)
    const named = Object.keys({ ...plugin.manifest.requires, ...plugin.manifest.optional })
    for (const other of found) if (named.includes(other.id)) visit(other, [...waiting, plugin.id])
    ordered.add(plugin)
  }
  for (const plugin of found.sort((a, b) => a.id.localeCompare(b.id, 'en'))) visit(plugin, [])
  return [...ordered]
}

/** Loads what the plugin's index.ts exports as the plugin. */
export async function loadPlugin({ id, directory }: SourcePlugin): Promise<Plugin> {
  const exports = (await import(pathToFileURL(join(directory, 'index.ts')).href)) as Record<string, unknown>
  const plugin = Object.values(exports).find(isPlugin)
  if (!plugin) throw new Error(`plugins/${id}/index.ts exports no plugin; export what definePlugin returned.`)
  return plugin
}
