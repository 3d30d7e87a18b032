// Loaded before a host's own entry (`--import`): it has the host's code loaded, says so, and lets it start when told to.
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { useLibraryBundle } from '../../host/libraries/use-library-bundle.ts'

// Those that hosts use, so that nothing is compiled anew or there twice.
enableCompileCache(fileURLToPath(new URL('../../host/node_modules/.cache/wasla', import.meta.url)))
useLibraryBundle()
await import('@wasla/host')

console.log('standing by')
await once(process.stdin, 'data')
process.stdin.destroy()
