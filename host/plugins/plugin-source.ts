import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
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
  const manifest = require('./package.json') as PackageManifest
  const entry = sourceEntry(directory, manifest) ?? require.resolve(manifest.name)
  return (await import(pathToFileURL(entry).href)) as object
}

interface PackageManifest {
  readonly name: string
  readonly exports?: { readonly '.'?: { readonly 'wasla-source'?: string } }
}

/** A plugin in a folder of its author's runs from its sources, unbuilt; Node strips types only outside of node_modules. */
function sourceEntry(directory: string, { exports }: PackageManifest): string | undefined {
  const source = exports?.['.']?.['wasla-source']
  if (source === undefined || directory.split(sep).includes('node_modules')) return undefined
  const path = join(directory, source)
  return existsSync(path) ? path : undefined
}
