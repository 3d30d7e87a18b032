import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where the bundle of what is installed now belongs. Another version of a library, or another place of the installation, is
 * another folder, so no bundle is ever stale.
 */
export interface LibraryBundle {
  /** The `node_modules` that npm last wrote. */
  readonly modules: string
  /** Holds the bundles of this and of earlier installations. */
  readonly home: string
  readonly directory: string
  readonly manifest: string
}

/** From the path of a file, seen from `node_modules`, to its bundled twin, below the bundle's directory. */
export type Twins = Readonly<Record<string, string>>

export interface BundleManifest {
  readonly libraries: Twins
  /** The platform's own packages, where npm did not install them but linked a working copy, whose files may change. */
  readonly workingCopy: {
    readonly twins: Twins
    /** All that was joined, seen from `node_modules`, and what `stampOf` and `digestOf` said of it. */
    readonly files: readonly string[]
    readonly stamp: string
    readonly digest: string
  }
}

/** @returns undefined where npm did not install, and so nothing tells which versions there are */
export function libraryBundle(): LibraryBundle | undefined {
  for (let directory = dirname(fileURLToPath(import.meta.url)); ; directory = dirname(directory)) {
    const modules = join(directory, 'node_modules')
    const installed = join(modules, '.package-lock.json')
    if (existsSync(installed)) {
      const home = join(modules, '.cache', 'wasla', 'libraries')
      // The bundle names its place, for what lies beside code.
      const digest = createHash('sha256').update(modules).update(readFileSync(installed)).digest('hex')
      const bundled = join(home, digest.slice(0, 16))
      return { modules, home, directory: bundled, manifest: join(bundled, 'manifest.json') }
    }
    if (dirname(directory) === directory) return undefined
  }
}

/** Of sizes and times of change, which takes a tenth of reading the files. @throws Error when one of them is missing */
export function stampOf(modules: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(modules, file))
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** @throws Error when one of them is missing */
export function digestOf(modules: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(modules, file)))
  return hash.digest('hex')
}
