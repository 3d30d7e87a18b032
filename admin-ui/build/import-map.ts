import type { Plugin } from 'vite'
import { sharedLibraries, sharedName } from './shared-libraries.ts'

/** Writes into the page, ahead of its modules, the import map of the shared libraries and what is to start early. */
export function importMap(base: string): Plugin {
  return {
    name: 'wasla:import-map',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (bundle === undefined) return []
        const files = new Map(
          Object.values(bundle).flatMap((chunk) =>
            chunk.type === 'chunk' && chunk.isEntry ? [[chunk.name, chunk.fileName]] : [],
          ),
        )
        const imports = Object.fromEntries(
          sharedLibraries.map((library) => {
            const file = files.get(sharedName(library))
            if (file === undefined)
              throw new Error(`The build has no file for the shared library ${library}.`)
            return [library, base + file]
          }),
        )
        return [
          {
            tag: 'script',
            attrs: { type: 'importmap' },
            children: JSON.stringify({ imports }),
            injectTo: 'head-prepend',
          },
          {
            tag: 'script',
            attrs: { type: 'module', async: true, src: `${base}${files.get('early')}` },
            injectTo: 'head-prepend',
          },
        ]
      },
    },
  }
}
