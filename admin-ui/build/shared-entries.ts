import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { sharedLibraries, sharedName } from './shared-libraries.ts'

const PREFIX = 'virtual:shared/'
const require = createRequire(import.meta.url)

/** Entries of the build, one for each shared library. */
export function sharedInputs(): Record<string, string> {
  return Object.fromEntries(sharedLibraries.map((library) => [sharedName(library), PREFIX + library]))
}

/**
 * An entry re-exports its library. React is CommonJS, whose exports a browser cannot import by name, so its
 * names are read here and written out.
 */
export function sharedEntries(): Plugin {
  return {
    name: 'wasla:shared-entries',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined
      const library = id.slice(PREFIX.length + 1)
      if (!library.startsWith('react/') && !/^react(-dom)?(\/|$)/.test(library))
        return `export * from '${library}'`
      const names = Object.keys(require(library) as object).filter((name) => name !== 'default')
      return `import * as library from '${library}'
export default library.default ?? library
${names.map((name) => `export const ${name} = library.${name}`).join('\n')}`
    },
  }
}
