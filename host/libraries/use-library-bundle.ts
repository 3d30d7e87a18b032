import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BundleManifest, digestOf, type LibraryBundle, libraryBundle } from './library-bundle.ts'

/**
 * From now on what stands in the bundle is taken from there, by whoever imports the same file: a plugin that brings a version of
 * a library of its own keeps that. The platform's own packages are, as long as their files are those that were bundled, and not
 * while somebody develops. Without a bundle nothing changes but the time of a start.
 */
export function useLibraryBundle(bundle = libraryBundle()): void {
  if (bundle === undefined || !existsSync(bundle.manifest)) return
  const { libraries, workingCopy } = JSON.parse(readFileSync(bundle.manifest, 'utf8')) as BundleManifest
  const asBundled = process.env['WASLA_MODE'] !== 'development' && isUnchanged(bundle, workingCopy)
  const twins = new Map(
    Object.entries({ ...libraries, ...(asBundled ? workingCopy.twins : {}) }).map(([file, twin]) => [
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

function isUnchanged({ modules }: LibraryBundle, { files, digest }: BundleManifest['workingCopy']): boolean {
  try {
    return digestOf(modules, files) === digest
  } catch {
    return false
  }
}
