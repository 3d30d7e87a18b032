import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type BundleManifest,
  digestOf,
  type LibraryBundle,
  libraryBundle,
  stampOf,
} from './library-bundle.ts'

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
  // A package is the same for all files of a folder, and Node looks it up for each of them.
  const packages = new Map<string, string>()
  registerHooks({
    resolve(specifier, context, next) {
      // What CommonJS requires must stay CommonJS.
      if (context.conditions?.includes('import') !== true) return next(specifier, context)
      const wanted = /^[@a-z]/.test(specifier)
        ? `${specifier} ${dirname(context.parentURL ?? '')}`
        : undefined
      const known = wanted === undefined ? undefined : packages.get(wanted)
      if (known !== undefined) return { url: known, format: 'module', shortCircuit: true }
      const resolved = next(specifier, context)
      const twin = twins.get(resolved.url)
      if (twin === undefined) return resolved
      if (wanted !== undefined) packages.set(wanted, twin)
      return { url: twin, format: 'module', shortCircuit: true }
    },
  })
}

function isUnchanged(
  { modules }: LibraryBundle,
  { files, stamp, digest }: BundleManifest['workingCopy'],
): boolean {
  try {
    // Git gives a file that it takes out again a new time.
    return stampOf(modules, files) === stamp || digestOf(modules, files) === digest
  } catch {
    return false
  }
}
