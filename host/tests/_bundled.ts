// Bundles the libraries into a directory of its own, or loads the kernel from there, and tells what was loaded from where.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleLibraries } from '../libraries/bundle-libraries.ts'
import { libraryBundle } from '../libraries/library-bundle.ts'
import { useLibraryBundle } from '../libraries/use-library-bundle.ts'

const [action, home] = process.argv.slice(2) as ['bundle' | 'load' | 'bundle-again', string]
/** One of the SDK's, which classes tell apart. */
const library: string = '@mikro-orm/core'
const PLATFORM = /\/(core|migrations|sdk)\/[^/]+/
const installed = libraryBundle()
if (installed === undefined) throw new Error('npm did not install this repository.')
const directory = join(home, 'of-the-test')
const bundle = { ...installed, home, directory, manifest: join(directory, 'manifest.json') }

if (action === 'bundle') console.log(await bundleLibraries(bundle))
else if (action === 'bundle-again') {
  useLibraryBundle(bundle)
  await bundleLibraries(bundle).catch(({ message }: Error) => console.log(message))
} else {
  useLibraryBundle(bundle)
  const loaded = { bundled: 0, apart: 0, sources: 0 }
  registerHooks({
    load(url, context, next) {
      if (url.includes(home)) loaded.bundled += 1
      else if (url.includes('/node_modules/')) loaded.apart += 1
      else if (PLATFORM.test(url)) loaded.sources += 1
      return next(url, context)
    },
  })
  await import('../runtime/wasla-kernel.ts')
  const { defineEntity } = await import('@wasla/sdk')
  const { EntitySchema } = (await import(library)) as { EntitySchema: new () => unknown }
  const entity = defineEntity({ name: 'Thing', tableName: 'things', properties: (p) => ({ name: p.text() }) })
  const { graphql } = (await import(pathToFileURL(join(home, 'plugin', 'index.js')).href)) as {
    graphql: string
  }
  console.log(JSON.stringify({ ...loaded, oneCopy: entity instanceof EntitySchema, ofThePlugin: graphql }))
}
