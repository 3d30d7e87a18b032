import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the bundle of what is installed now belongs. Another version of a library is another folder, so no bundle is ever stale. */
export interface LibraryBundle {
  /** The `node_modules` that npm last wrote. */
  readonly modules: string
  /** Holds the bundles of this and of earlier installations. */
  readonly home: string
  readonly directory: string
  readonly manifest: string
}

/** From the path of a library's file, below `node_modules`, to its bundled twin, below the bundle's directory. */
export type LibraryManifest = Readonly<Record<string, string>>

/** @returns undefined where npm did not install, and so nothing tells which versions there are */
export function libraryBundle(): LibraryBundle | undefined {
  for (let directory = dirname(fileURLToPath(import.meta.url)); ; directory = dirname(directory)) {
    const modules = join(directory, 'node_modules')
    const installed = join(modules, '.package-lock.json')
    if (existsSync(installed)) {
      const home = join(modules, '.cache', 'wasla', 'libraries')
      const digest = createHash('sha256').update(readFileSync(installed)).digest('hex').slice(0, 16)
      return { modules, home, directory: join(home, digest), manifest: join(home, digest, 'manifest.json') }
    }
    if (dirname(directory) === directory) return undefined
  }
}
