import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A sentence about a plugin whose two versions are not one: hosts go by plugin.json, npm by package.json. */
export async function versionsDiffer(directory: string): Promise<string | undefined> {
  const [module, own] = [
    await versionIn(directory, 'plugin.json'),
    await versionIn(directory, 'package.json'),
  ]
  // The template's stands under another name, since tools take any package.json for a package of its own.
  const npm = own ?? (await versionIn(directory, 'package.template.json'))
  if (module === undefined || npm === undefined || module === npm) return undefined
  return `plugin.json says version ${module} and package.json ${npm}: modules that require it go by the first, npm by the second; write the same into both.`
}

async function versionIn(directory: string, file: string): Promise<string | undefined> {
  const text = await readFile(join(directory, file), 'utf8').catch(() => '{}')
  return (JSON.parse(text) as { version?: string }).version
}
