import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { definePlugin, type ManifestInput, type PluginDefinition } from '@wasla/sdk'
import type { PluginSource } from './module.ts'

/** A plugin made for one test: a folder with its manifest, and code from memory. */
export async function pluginSource(
  manifest: Partial<ManifestInput> & { id: string },
  definition: PluginDefinition | (() => Promise<object>) = {},
): Promise<PluginSource> {
  const directory = await mkdtemp(join(tmpdir(), `wasla-plugin-${manifest.id}-`))
  const text = { en: manifest.id, ar: manifest.id }
  await writeFile(
    join(directory, 'plugin.json'),
    JSON.stringify({ version: '1.0.0', name: text, description: text, sdk: 1, ...manifest }),
  )
  return {
    directory,
    load: typeof definition === 'function' ? definition : async () => ({ plugin: definePlugin(definition) }),
  }
}

export const silentLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
