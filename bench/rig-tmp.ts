import { writeFile } from 'node:fs/promises'
import { prepare } from './environment.ts'
const bench = await prepare({ quick: true, page: false, json: false } as never, (t) => console.error(t))
await writeFile('/tmp/http/rig.json', JSON.stringify({ databaseUrl: bench.databaseUrl, poolSize: bench.poolSize, workload: bench.workload }))
console.error('READY')
process.on('SIGTERM', () => void bench[Symbol.asyncDispose]().then(() => process.exit()))
setInterval(() => {}, 1e6)
