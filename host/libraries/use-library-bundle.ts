import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type LibraryManifest, libraryBundle } from './library-bundle.ts'

/**
 * From now on a library that stands in the bundle is taken from there, by whoever imports the same file of it: a plugin that
 * brings a version of its own keeps that. Without a bundle nothing changes but the time of a start.
 */
export function useLibraryBundle(bundle = libraryBundle()): void {
  if (bundle === undefined || !existsSync(bundle.manifest)) return
  const manifest = JSON.parse(readFileSync(bundle.manifest, 'utf8')) as LibraryManifest
  const twins = new Map(
    Object.entries(manifest).map(([file, twin]) => [
      pathToFileURL(join(bundle.modules, file)).href,
      pathToFileURL(join(bundle.directory, twin)).href,
    ]),
  )
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      // What CommonJS requires must stay CommonJS.
      const twin = context.conditions?.includes('import') ? twins.get(resolved.url) : undefined
      return twin === undefined ? resolved : { url: twin, format: 'module', shortCircuit: true }
    },
  })
}
