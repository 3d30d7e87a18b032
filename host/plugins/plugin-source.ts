import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where a plugin lies and how its code is had; the kernel reads the one without running the other. */
export interface PluginSource {
  /** Holds `plugin.json` and `migrations/`. */
  directory: string
  load(): Promise<object>
}

/** The folder of an installed package; of a missing one, where it should be, which the kernel then names. */
export function packageDirectory(name: string, from: string): string {
  const { resolve: find } = createRequire(from)
  try {
    return dirname(find(`${name}/plugin.json`))
  } catch {
    return join(find.paths(name)?.[0] ?? dirname(from), name)
  }
}

/** A plugin known by a package name or a path, as seen from the file that names it. */
export function pluginSource(name: string, from: string): PluginSource {
  const isPath = isAbsolute(name) || /^\.\.?(\/|\\|$)/.test(name)
  const directory = isPath ? resolve(dirname(from), name) : packageDirectory(name, from)
  return { directory, load: () => importPackage(directory) }
}

/** A package finds its own entry by its own name, wherever it lies. */
async function importPackage(directory: string): Promise<object> {
  const require = createRequire(join(directory, 'package.json'))
  const { name } = require('./package.json') as { name: string }
  return (await import(pathToFileURL(require.resolve(name)).href)) as object
}
