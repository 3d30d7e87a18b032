import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { definePlugin, type ManifestInput, type PluginDefinition } from '@wasla/sdk'

/** A plugin made for a test: its folder is on disk, its code in memory. */
export interface PluginFolder {
  readonly directory: string
  readonly load: () => Promise<object>
  remove(): Promise<void>
}

export async function pluginFolder(
  manifest: Partial<ManifestInput> & { id: string },
  code: PluginDefinition | (() => Promise<object>) = {},
  migrations: Readonly<Record<string, string>> = {},
): Promise<PluginFolder> {
  const directory = await mkdtemp(join(tmpdir(), `wasla-${manifest.id}-`))
  const text = { en: manifest.id, ar: manifest.id }
  const complete = { version: '1.0.0', name: text, description: text, sdk: 1, ...manifest }
  await writeFile(join(directory, 'plugin.json'), JSON.stringify(complete))
  await mkdir(join(directory, 'migrations'))
  for (const [name, sql] of Object.entries(migrations)) {
    await writeFile(join(directory, 'migrations', name), sql)
  }
  return {
    directory,
    load: typeof code === 'function' ? code : async () => ({ plugin: definePlugin(code) }),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
