// Loaded before a host's own entry (`--import`): it has the host's code loaded, says so, and lets it start when told to.
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// The one that hosts use, so that nothing is compiled anew.
enableCompileCache(fileURLToPath(new URL('../../host/node_modules/.cache/wasla', import.meta.url)))
await import('@wasla/host')

console.log('standing by')
await once(process.stdin, 'data')
process.stdin.destroy()
