// Loaded before a host's own entry (`--import`): it has the host's code loaded, says so, and lets it start when told to.
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

const ofHost = (path: string): URL => new URL(`../../host/${path}`, import.meta.url)

// Those that hosts use, so that nothing is compiled anew or there twice.
enableCompileCache(fileURLToPath(ofHost('node_modules/.cache/wasla')))
const { useLibraryBundle } = (await import(ofHost('libraries/use-library-bundle.ts').href)) as {
  useLibraryBundle: () => void
}
useLibraryBundle()
await import('@wasla/host')

console.log('standing by')
await once(process.stdin, 'data')
process.stdin.destroy()
